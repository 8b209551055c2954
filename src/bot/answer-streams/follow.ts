/** The events of a tenant since the last look; the first look only finds out where that is. */

import type { Store } from '../../store/contract.ts';
import type { LiveEvent } from '../../store/event-contract.ts';

const pageMax = 500;

/** What is older than a page is passed over: nobody needs an early text late. */
export function createFollow(store: Pick<Store, 'forTenant'>): (tenantId: string) => Promise<readonly LiveEvent[]> {
  const lastSeq = new Map<string, number>();
  return async (tenantId) => {
    const { events } = store.forTenant(tenantId);
    const from = lastSeq.get(tenantId);
    if (from === undefined) {
      lastSeq.set(tenantId, await events.latestSeq());
      return [];
    }
    const page = await events.after(from, pageMax);
    if (page.length > 0) lastSeq.set(tenantId, page.length < pageMax ? (page.at(-1)?.seq ?? from) : await events.latestSeq());
    return page.filter(({ kind }) => kind === 'answer');
  };
}
