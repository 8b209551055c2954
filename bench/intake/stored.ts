/** What a stopped Zhiban has in its store: every alert, and in how many incidents each is. */

import { join } from 'node:path';
import { systemClock } from '../../src/main/clock.ts';
import type { Store } from '../../src/store/contract.ts';
import { openEmbeddedStore, openPostgresStore } from '../../src/store/open-store.ts';

export interface Stored {
  readonly waiting: number;
  readonly incidents: number;
  /** Instances, each with the number of incidents that it is in. */
  readonly alerts: ReadonlyMap<string, number>;
}

export async function readStored(home: string, databaseUrl: string | null): Promise<Stored> {
  const store =
    databaseUrl === null
      ? await openEmbeddedStore({ clock: systemClock, directory: join(home, 'db') })
      : await openPostgresStore({ url: databaseUrl, clock: systemClock });
  try {
    return await readAll(store);
  } finally {
    await store.close();
  }
}

async function readAll(store: Store): Promise<Stored> {
  const tenant = store.forTenant('default');
  const alerts = new Map<string, number>();
  let incidents = 0;
  let cursor: string | null | undefined;
  do {
    const page = await tenant.incidents.list({ limit: 200, ...(typeof cursor === 'string' ? { cursor } : {}) });
    for (const { id } of page.items) {
      incidents += 1;
      for (const { labels } of await tenant.alerts.ofIncident(id, 50_000)) {
        const name = labels.instance ?? '';
        alerts.set(name, (alerts.get(name) ?? 0) + 1);
      }
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { waiting: (await tenant.inbox.counts()).waiting, incidents, alerts };
}
