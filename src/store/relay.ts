/** What workflows must be told, incident by incident in order. One incident that can't be told never holds up another. */

import { ZhibanError } from '../domain/errors.ts';
import type { RelayItem, RelayStore } from './contract.ts';
import { and, asc, count, eq, inArray, isNull, lte, or, sql } from './drizzle.ts';
import { relay } from './schema/delivery-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

type RelayRow = typeof relay.$inferSelect;

export function createRelayStore(ground: Ground): RelayStore {
  const { run, clock } = ground;
  return {
    add: (item) =>
      run(async ({ session, tenantId }) => {
        const fresh = { id: idOf(ground, 'out'), tenantId, attempts: 0, dueAt: isoOf(0) };
        await session
          .insert(relay)
          .values({ ...item, ...fresh })
          .onConflictDoNothing();
      }),
    claim: (limit, nowMs, leaseMs) => run((at) => claimItems(at, limit, nowMs, leaseMs)),
    done: (id) => run((at) => changeItem(at, id, { doneAt: isoOf(clock.now()), leasedUntil: null, error: null })),
    retry: (id, dueAtMs, error) => run((at) => changeItem(at, id, { dueAt: isoOf(dueAtMs), leasedUntil: null, error })),
    counts: () =>
      run(async ({ session }) => {
        const [row] = await session.select({ waiting: count() }).from(relay).where(isNull(relay.doneAt));
        return { waiting: row?.waiting ?? 0 };
      }),
  };
}

/** Nobody sits before these: in a storm they may wait for what people have said and clicked. */
const unhurried: readonly RelayItem['kind'][] = ['start', 'alerts', 'ladder', 'resolved'];

/**
 * Of each incident only the first item that isn't done: the next one waits for it, also while it is leased or put off. What people wait for
 * comes before what no one does, however long that has been waiting: it is never more than people can click.
 */
async function claimItems(at: Work, limit: number, nowMs: number, leaseMs: number): Promise<readonly RelayItem[]> {
  const now = isoOf(nowMs);
  const isFirst = sql`not exists (
    select 1 from zhiban.relay earlier
    where earlier.incident_id = ${relay.incidentId} and earlier.done_at is null and earlier.seq < ${relay.seq})`;
  const isFree = or(isNull(relay.leasedUntil), lte(relay.leasedUntil, now));
  const due = await at.session
    .select()
    .from(relay)
    .where(and(isNull(relay.doneAt), lte(relay.dueAt, now), isFree, isFirst))
    .orderBy(asc(inArray(relay.kind, [...unhurried])), asc(relay.seq))
    .limit(limit)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map((row) => row.id);
  const taken = { attempts: sql`${relay.attempts} + 1`, leasedUntil: isoOf(nowMs + leaseMs) };
  await at.session.update(relay).set(taken).where(inArray(relay.id, ids));
  return due.map((row) => toItem({ ...row, attempts: row.attempts + 1 }));
}

async function changeItem(at: Work, id: string, change: Partial<RelayRow>): Promise<void> {
  const found = await at.session.update(relay).set(change).where(eq(relay.id, id)).returning({ id: relay.id });
  if (found.length === 0) throw new ZhibanError('not-found', `There is no item '${id}' in the relay`);
}

function toItem({ id, incidentId, kind, payload, attempts }: RelayRow): RelayItem {
  return { id, incidentId, kind, payload, attempts };
}
