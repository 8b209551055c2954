/**
 * Some platforms let nobody edit a card, or press its buttons, after a while. An incident that stays open so long has its cards brought
 * up once a day from then on, also when nothing happens: the adapter sees how old its card is and posts a fresh one in time.
 */

import type { Clock } from '../domain/clock.ts';
import { timeOfId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { Store, TenantStore } from '../store/contract.ts';

export interface RenewCardsDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Of an adapter by name, in milliseconds; undefined where cards can be edited for ever. */
  readonly editWindowMs: (adapter: string) => number | undefined;
}

const againAfterMs = 24 * 3_600_000;
const pageSize = 200;
const stillOpen = ['triggered', 'acknowledged', 'mitigated'] as const;

/** One round over all tenants. What was renewed is remembered by this process alone: after a restart it is renewed once more. */
export function createRenewCards({ store, clock, editWindowMs }: RenewCardsDeps): () => Promise<void> {
  const renewedMs = new Map<string, number>();

  async function renew(tenant: TenantStore, incident: Incident): Promise<void> {
    const now = clock.now();
    if (now - (renewedMs.get(incident.id) ?? 0) < againAfterMs) return;
    const threads = await tenant.threads.ofIncident(incident.id);
    const isDue = threads.some(({ id, root, place }) => root !== null && now - timeOfId(id) >= (editWindowMs(place.adapter) ?? Infinity));
    if (!isDue) return;
    renewedMs.set(incident.id, now);
    await tenant.incidents.change(incident.id, {});
  }

  return async () => {
    const seen = new Set<string>();
    for (const tenantId of await store.tenantIds()) {
      const tenant = store.forTenant(tenantId);
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<TenantStore['incidents']['list']>> = await tenant.incidents.list({
          ...{ status: stillOpen, limit: pageSize },
          ...(cursor === null ? {} : { cursor }),
        });
        for (const incident of page.items) {
          seen.add(incident.id);
          await renew(tenant, incident);
        }
        cursor = page.nextCursor;
      } while (cursor !== null);
    }
    for (const id of renewedMs.keys()) if (!seen.has(id)) renewedMs.delete(id);
  };
}
