/** A MongoDB entry, one of Zhiban's clients for it, and a diagnosis. */

import type { MongodbClient } from '../../../src/systems/mongodb/client.ts';
import { type MongodbEntry, mongodbKind } from '../../../src/systems/mongodb/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';

export function entryOf(url: string, more: Readonly<Record<string, unknown>> = {}): MongodbEntry {
  return mongodbKind.entry.parse({ id: 'shop-db', kind: 'mongodb', url, ...more });
}

export function clientOf(entry: MongodbEntry, password = ''): MongodbClient {
  return mongodbKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export async function lookAt(url: string, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const entry = entryOf(url);
  const client = clientOf(entry);
  try {
    return await diagnoseSystem(mongodbKind, client, entry, { parameters: { activity: { windowMs: 100 } }, ...options });
  } finally {
    await client.close();
  }
}
