/** Lines that are to be said in threads: written with their cause, said once, kept when they can't be said. */

import { ZhibanError } from '../domain/errors.ts';
import { priorities } from '../domain/place.ts';
import type { LineState, OutboxItem, OutboxRecord, OutboxStore } from './delivery-contract.ts';
import { and, asc, count, desc, eq, inArray, isNull, lte, or, sql } from './drizzle.ts';
import { outbox, threads } from './schema/delivery-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

/** Due from the beginning of time, whatever clock the sender has. */
const atOnce = isoOf(0);

type OutboxRow = typeof outbox.$inferSelect;

export function createOutboxStore(ground: Ground): OutboxStore {
  const { run } = ground;
  return {
    say: (line) => run((at) => sayLine(at, ground, line)),
    claim: (limit, nowMs, leaseMs) => run((at) => claimLines(at, limit, nowMs, leaseMs)),
    sent: (id, message, note = null) => run((at) => changeLine(at, id, { state: 'sent', message, leasedUntil: null, error: note })),
    states: (incidentIds, slots) => run((at) => stateOfLines(at, incidentIds, slots)),
    retry: (id, dueAtMs, error) => run((at) => changeLine(at, id, { dueAt: isoOf(dueAtMs), leasedUntil: null, error })),
    release: (ids) => run((at) => releaseLines(at, ids)),
    dead: (id, error) => run((at) => changeLine(at, id, { state: 'dead', leasedUntil: null, error })),
    counts: () => run(countLines),
    list: ({ state, limit }) => run((at) => listLines(at, state, limit)),
    replay: (ids, nowMs) => run((at) => replayLines(at, ids, isoOf(nowMs))),
  };
}

async function sayLine(at: Work, ground: Ground, line: Parameters<OutboxStore['say']>[0]): Promise<void> {
  const { incidentId, slot, text, evidenceIds = [] } = line;
  const isOne = line.threadId === undefined ? undefined : eq(threads.id, line.threadId);
  const isMeant = and(eq(threads.incidentId, incidentId), isNull(threads.closedAt), isOne);
  const found = await at.session.select({ id: threads.id }).from(threads).where(isMeant).orderBy(asc(threads.seq));
  if (found.length === 0) return;
  const call = { personIds: line.personIds ?? [], urge: line.urge ?? null };
  const own = { tenantId: at.tenantId, incidentId, slot, text, evidenceIds, priority: priorities.indexOf(line.priority), ...call };
  const fresh = { state: 'waiting' as const, attempts: 0, dueAt: atOnce };
  await at.session
    .insert(outbox)
    .values(found.map((thread) => ({ ...own, ...fresh, id: idOf(ground, 'out'), threadId: thread.id })))
    .onConflictDoNothing();
}

/** Lines that another process is just taking are passed over, so that nobody waits and nothing is taken twice. */
async function claimLines(at: Work, limit: number, nowMs: number, leaseMs: number): Promise<readonly OutboxItem[]> {
  const now = isoOf(nowMs);
  const isDue = and(eq(outbox.state, 'waiting'), lte(outbox.dueAt, now), or(isNull(outbox.leasedUntil), lte(outbox.leasedUntil, now)));
  const due = await at.session
    .select()
    .from(outbox)
    .where(isDue)
    .orderBy(asc(outbox.priority), asc(outbox.seq))
    .limit(limit)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map((row) => row.id);
  const taken = { attempts: sql`${outbox.attempts} + 1`, leasedUntil: isoOf(nowMs + leaseMs) };
  await at.session.update(outbox).set(taken).where(inArray(outbox.id, ids));
  return due.map((row) => toItem({ ...row, attempts: row.attempts + 1 }));
}

async function releaseLines(at: Work, ids: readonly string[]): Promise<void> {
  await at.session
    .update(outbox)
    .set({ leasedUntil: null, attempts: sql`greatest(${outbox.attempts} - 1, 0)` })
    .where(and(eq(outbox.state, 'waiting'), inArray(outbox.id, [...ids])));
}

async function changeLine(at: Work, id: string, change: Partial<OutboxRow>): Promise<void> {
  const found = await at.session.update(outbox).set(change).where(eq(outbox.id, id)).returning({ id: outbox.id });
  if (found.length === 0) throw new ZhibanError('not-found', `There is no line '${id}' in the outbox`);
}

async function countLines(at: Work): Promise<{ readonly waiting: number; readonly dead: number }> {
  const rows = await at.session
    .select({ state: outbox.state, count: count() })
    .from(outbox)
    .where(inArray(outbox.state, ['waiting', 'dead']))
    .groupBy(outbox.state);
  const of = (state: OutboxRow['state']) => rows.find((row) => row.state === state)?.count ?? 0;
  return { waiting: of('waiting'), dead: of('dead') };
}

async function listLines(at: Work, state: OutboxRecord['state'], limit: number): Promise<readonly OutboxRecord[]> {
  if (state === 'skipped') return [];
  const rows = await at.session
    .select()
    .from(outbox)
    .innerJoin(threads, eq(threads.id, outbox.threadId))
    .where(eq(outbox.state, state))
    .orderBy(desc(outbox.seq))
    .limit(limit);
  return rows.map(({ outbox: line, threads: { adapter, workspace, channel } }) => ({
    ...toItem(line),
    ...{ state: line.state, place: { adapter, workspace, channel }, error: line.error, dueAt: line.dueAt },
  }));
}

async function stateOfLines(at: Work, incidentIds: readonly string[], slots: readonly string[]): Promise<readonly LineState[]> {
  if (slots.length === 0) return [];
  const { incidentId, slot, personIds, state, error } = outbox;
  return at.session
    .select({ incidentId, slot, personIds, state, error, adapter: threads.adapter })
    .from(outbox)
    .innerJoin(threads, eq(threads.id, outbox.threadId))
    .where(and(inArray(incidentId, [...incidentIds]), inArray(slot, [...slots])))
    .orderBy(asc(outbox.seq));
}

async function replayLines(at: Work, ids: readonly string[], now: string): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await at.session
    .update(outbox)
    .set({ state: 'waiting', attempts: 0, dueAt: now, replayedAt: now, leasedUntil: null })
    .where(and(eq(outbox.state, 'dead'), inArray(outbox.id, [...ids])))
    .returning({ id: outbox.id });
  return rows.map((row) => row.id);
}

function toItem(row: OutboxRow): OutboxItem {
  const { id, incidentId, threadId, slot, text, evidenceIds, personIds, urge, attempts, replayedAt } = row;
  const priority = priorities[row.priority] ?? 'progress';
  return { id, incidentId, threadId, slot, priority, text, evidenceIds, personIds, urge, attempts, replayedAt };
}
