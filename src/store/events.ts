/** Live events: numbered in the order in which they become visible, so that a reader can follow by the last number it saw. */

import { asc, desc, gt, lt } from './drizzle.ts';
import type { EventStore } from './event-contract.ts';
import { events } from './schema/record-tables.ts';
import type { Ground } from './work.ts';

export function createEventStore({ run }: Ground): EventStore {
  return {
    emit: (kind, incidentId, payload) =>
      run(async (at) => {
        at.events.push({ kind, incidentId, payload });
      }),
    after: (seq, limit) =>
      run(async ({ session }) => {
        const rows = await session.select().from(events).where(gt(events.seq, seq)).orderBy(asc(events.seq)).limit(limit);
        return rows.map(({ tenantId: _, ...event }) => event);
      }),
    latestSeq: () =>
      run(async ({ session }) => {
        const [row] = await session.select({ seq: events.seq }).from(events).orderBy(desc(events.seq)).limit(1);
        return row?.seq ?? 0;
      }),
    forgetBefore: (seq) =>
      run(async ({ session }) => {
        await session.delete(events).where(lt(events.seq, seq));
      }),
  };
}
