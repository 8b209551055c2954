/** A Redis entry, one of Zhiban's clients for it, and a diagnosis. */

import type { RedisClient } from '../../../src/systems/redis/client.ts';
import type { RedisEntry } from '../../../src/systems/redis/entry.ts';
import { redisKind } from '../../../src/systems/redis/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';

export function redisEntry(url: string, more: Readonly<Record<string, unknown>> = {}): RedisEntry {
  return redisKind.entry.parse({ id: 'cache', kind: 'redis', url, ...more });
}

/** Secrets are given by the name of their variable. */
export function redisClient(entry: RedisEntry, secrets: Readonly<Record<string, string>> = {}): RedisClient {
  return redisKind.connect(entry, {
    clock: systemClock,
    resolveSecret: (ref) => secrets['env' in ref ? ref.env : ref.file] ?? '',
  });
}

export function diagnose(client: RedisClient, entry: RedisEntry, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  return diagnoseSystem(redisKind, client, entry, options);
}
