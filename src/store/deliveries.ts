/** What voices are to say: one row for each moment and target, kept when it can't be said. */

import type { VoiceTarget } from '../domain/announcement.ts';
import type { DeliveryState } from '../domain/delivery.ts';
import { priorities } from '../domain/place.ts';
import type { Delivery, DeliveryStore, NewDelivery } from './delivery-contract.ts';
import { and, asc, count, desc, eq, gt, inArray, isNull, lte, notInArray, or, sql } from './drizzle.ts';
import { deliveries } from './schema/voice-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

type DeliveryRow = typeof deliveries.$inferSelect;
type Change = Partial<Omit<DeliveryRow, 'attempts'>>;

export function createDeliveryStore(ground: Ground): DeliveryStore {
  const { run } = ground;
  const change = (ids: readonly string[], to: Change): Promise<void> => run((at) => changeAll(at, ids, to));
  return {
    add: (given) => run((at) => addAll(at, ground, given)),
    claim: (limit, nowMs, leaseMs, busy) => run((at) => claimDue(at, limit, nowMs, leaseMs, busy)),
    begin: (ids, messageId, nowMs) => run((at) => beginAll(at, ids, messageId, isoOf(nowMs))),
    startsSince: (destination, sinceMs) => run((at) => listStarts(at, destination, isoOf(sinceMs))),
    sent: (ids, nowMs) => change(ids, { state: 'sent', sentAt: isoOf(nowMs), leasedUntil: null, error: null }),
    retry: (ids, dueAtMs, error) => change(ids, { dueAt: isoOf(dueAtMs), leasedUntil: null, error }),
    postpone: (ids, dueAtMs) => change(ids, { dueAt: isoOf(dueAtMs), leasedUntil: null }),
    skip: (ids) => change(ids, { state: 'skipped', leasedUntil: null }),
    dead: (ids, error) => change(ids, { state: 'dead', leasedUntil: null, error }),
    counts: () => run(countStates),
    list: ({ state, limit }) => run((at) => listState(at, state, limit)),
    replay: (ids, nowMs) => run((at) => replayDead(at, ids, isoOf(nowMs))),
  };
}

async function addAll(at: Work, ground: Ground, given: readonly NewDelivery[]): Promise<void> {
  if (given.length === 0) return;
  const rows = given.map(({ dueAtMs, priority, ...delivery }) => ({
    ...delivery,
    tenantId: at.tenantId,
    id: idOf(ground, 'dlv'),
    destination: destinationOf(delivery.target),
    targetKey: targetKeyOf(delivery.target),
    priority: priorities.indexOf(priority),
    state: 'waiting' as const,
    attempts: 0,
    dueAt: isoOf(dueAtMs),
    waitingSince: isoOf(dueAtMs),
  }));
  await at.session.insert(deliveries).values(rows).onConflictDoNothing();
}

/** `robot/ops-group`: what has a pace of its own. */
function destinationOf({ adapter, name }: VoiceTarget): string {
  return `${adapter}/${name}`;
}

/** Who gets one message of their own. */
function targetKeyOf(target: VoiceTarget): string {
  return [destinationOf(target), target.locale, ...[...target.to].sort()].join(' ');
}

/** Rows that another process is just taking are passed over. */
async function claimDue(at: Work, limit: number, nowMs: number, leaseMs: number, busy: readonly string[]): Promise<readonly Delivery[]> {
  const now = isoOf(nowMs);
  const isFree = or(isNull(deliveries.leasedUntil), lte(deliveries.leasedUntil, now));
  const isIdle = busy.length === 0 ? undefined : notInArray(deliveries.destination, [...busy]);
  const due = await at.session
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.state, 'waiting'), lte(deliveries.dueAt, now), isFree, isIdle))
    .orderBy(asc(deliveries.priority), asc(deliveries.seq))
    .limit(limit)
    .for('update', { skipLocked: true });
  const ids = due.map((row) => row.id);
  await changeAll(at, ids, { leasedUntil: isoOf(nowMs + leaseMs) });
  return due.map(toDelivery);
}

async function changeAll(at: Work, ids: readonly string[], change: Change): Promise<void> {
  if (ids.length === 0) return;
  await at.session
    .update(deliveries)
    .set(change)
    .where(inArray(deliveries.id, [...ids]));
}

async function beginAll(at: Work, ids: readonly string[], messageId: string, begunAt: string): Promise<void> {
  await at.session
    .update(deliveries)
    .set({ messageId, begunAt, attempts: sql`${deliveries.attempts} + 1` })
    .where(inArray(deliveries.id, [...ids]));
}

/** One message carries many moments: it counts once. */
async function listStarts(at: Work, destination: string, since: string): Promise<readonly number[]> {
  const rows = await at.session
    .selectDistinct({ messageId: deliveries.messageId, begunAt: deliveries.begunAt })
    .from(deliveries)
    .where(and(eq(deliveries.destination, destination), gt(deliveries.begunAt, since)))
    .orderBy(asc(deliveries.begunAt));
  return rows.map((row) => Date.parse(row.begunAt ?? since));
}

async function countStates(at: Work): Promise<{ readonly waiting: number; readonly dead: number }> {
  const rows = await at.session
    .select({ state: deliveries.state, count: count() })
    .from(deliveries)
    .where(inArray(deliveries.state, ['waiting', 'dead']))
    .groupBy(deliveries.state);
  const of = (state: DeliveryState): number => rows.find((row) => row.state === state)?.count ?? 0;
  return { waiting: of('waiting'), dead: of('dead') };
}

async function listState(at: Work, state: DeliveryState, limit: number): Promise<readonly Delivery[]> {
  const rows = await at.session.select().from(deliveries).where(eq(deliveries.state, state)).orderBy(desc(deliveries.seq)).limit(limit);
  return rows.map(toDelivery);
}

async function replayDead(at: Work, ids: readonly string[], now: string): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await at.session
    .update(deliveries)
    .set({ state: 'waiting', attempts: 0, dueAt: now, waitingSince: now, leasedUntil: null })
    .where(and(eq(deliveries.state, 'dead'), inArray(deliveries.id, [...ids])))
    .returning({ id: deliveries.id });
  return rows.map((row) => row.id);
}

function toDelivery(row: DeliveryRow): Delivery {
  const { id, incidentId, moment, momentKey, momentAt, destination, target, isDigest, state, attempts, dueAt, waitingSince, error } = row;
  const priority = priorities[row.priority] ?? 'state';
  return {
    id,
    incidentId,
    moment,
    momentKey,
    momentAt,
    destination,
    target,
    priority,
    isDigest,
    state,
    attempts,
    dueAt,
    waitingSince,
    error,
  };
}
