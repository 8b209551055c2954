/** Where an incident is shown: one thread for each place, with the card at its root. */

import type { SQL } from 'drizzle-orm';
import { ZhibanError } from '../domain/errors.ts';
import type { MessageRef, Place } from '../domain/place.ts';
import type { Thread, ThreadStore } from './contract.ts';
import { and, asc, desc, eq, inArray, isNull, lte, or, sql } from './drizzle.ts';
import { outbox, threads } from './schema/delivery-tables.ts';
import { incidents } from './schema/incident-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

type ThreadRow = typeof threads.$inferSelect;

export function createThreadStore(ground: Ground): ThreadStore {
  const { run } = ground;
  return {
    create: (thread) => run((at) => createThread(at, idOf(ground, 'thr'), thread)),
    ofIncident: (incidentId) =>
      run(async ({ session }) => {
        const ofIncident = eq(threads.incidentId, incidentId);
        return (await session.select().from(threads).where(ofIncident).orderBy(asc(threads.seq))).map(toThread);
      }),
    find: (place) => run((at) => findThread(at, place)),
    behind: (limit, lease) => run((at) => (lease ? leaseBehind(at, limit, lease) : listBehind(at, limit))),
    setRoot: (id, root, cardRevision) => run((at) => setRoot(at, id, root, cardRevision)),
    close: (id, closedAt) => run((at) => closeThread(at, id, closedAt)),
  };
}

/** The same place twice is the same thread: an incident has one card there. */
async function createThread(at: Work, id: string, thread: Parameters<ThreadStore['create']>[0]): Promise<Thread> {
  const { incidentId, place, locale, parent, isRoom = false } = thread;
  // Shared with other readers, but not with a change: the revision read here can't be passed before the thread exists.
  const [incident] = await at.session
    .select({ revision: incidents.revision })
    .from(incidents)
    .where(eq(incidents.id, incidentId))
    .for('share');
  if (!incident) throw new ZhibanError('not-found', `There is no incident '${incidentId}'`);
  const { adapter, workspace, channel } = place;
  const [made] = await at.session
    .insert(threads)
    .values({
      ...{ tenantId: at.tenantId, id, incidentId, adapter, workspace, channel, thread: place.thread ?? null, locale },
      ...{ parentId: parent?.id ?? null, parentPlace: parent?.place ?? null },
      ...{ cardRevision: 0, incidentRevision: incident.revision, isRoom },
    })
    .onConflictDoNothing()
    .returning();
  if (made) return toThread(made);
  const isThere = and(eq(threads.incidentId, incidentId), inPlace(place), sql`coalesce(${threads.thread}, '') = ${place.thread ?? ''}`);
  const [found] = await at.session.select().from(threads).where(isThere);
  if (!found) throw new ZhibanError('conflict', `The thread of incident '${incidentId}' in ${adapter} was not made`);
  return toThread(found);
}

/** A message names its thread by the platform's id, which is the card's own id where threads hang under messages. */
async function findThread(at: Work, place: Place): Promise<Thread | null> {
  const { thread } = place;
  const columns = [threads.thread, threads.rootId, threads.rootThread, threads.parentId];
  const anchors = thread === undefined ? [] : columns.map((column) => eq(column, thread));
  const [row] = await at.session
    .select()
    .from(threads)
    .where(and(inPlace(place), or(eq(threads.isRoom, true), ...anchors)))
    .orderBy(desc(threads.seq))
    .limit(1);
  return row ? toThread(row) : null;
}

export function inPlace(place: Place): SQL | undefined {
  // A route names a channel without its workspace; what the platform sends carries both.
  const inWorkspace = or(eq(threads.workspace, place.workspace), eq(threads.workspace, ''));
  return and(eq(threads.adapter, place.adapter), inWorkspace, eq(threads.channel, place.channel));
}

const isBehind = sql`${threads.cardRevision} < ${threads.incidentRevision} and ${threads.closedAt} is null`;

/** A channel that is far behind, or away, must not keep the others from being seen. */
async function listBehind(at: Work, limit: number): ReturnType<ThreadStore['behind']> {
  const isEarly = sql`${threads.id} in (
    select id from (
      select id, row_number() over (partition by adapter, workspace, channel order by root_id is not null, seq) as place
      from zhiban.threads where card_revision < incident_revision and closed_at is null) as ranked
    where place <= ${limit})`;
  const rows = await at.session.select().from(threads).where(and(isBehind, isEarly)).orderBy(asc(threads.seq));
  return rows.map((row) => ({ thread: toThread(row), revision: row.incidentRevision }));
}

async function leaseBehind(
  at: Work,
  limit: number,
  lease: { readonly nowMs: number; readonly leaseMs: number },
): ReturnType<ThreadStore['behind']> {
  const isFree = or(isNull(threads.leasedUntil), lte(threads.leasedUntil, isoOf(lease.nowMs)));
  const rows = await at.session
    .select()
    .from(threads)
    .where(and(isBehind, isFree))
    .orderBy(asc(threads.seq))
    .limit(limit)
    .for('update', { skipLocked: true });
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  await at.session
    .update(threads)
    .set({ leasedUntil: isoOf(lease.nowMs + lease.leaseMs) })
    .where(inArray(threads.id, ids));
  return rows.map((row) => ({ thread: toThread(row), revision: row.incidentRevision }));
}

/** Ends the lease. A slower sender never takes the card's revision back. */
async function setRoot(at: Work, id: string, root: MessageRef, cardRevision: number): Promise<void> {
  const found = await at.session
    .update(threads)
    .set({
      ...{ rootId: root.id, rootPlace: root.place, rootThread: root.place.thread ?? null, leasedUntil: null },
      cardRevision: sql`greatest(${threads.cardRevision}, ${cardRevision})`,
    })
    .where(eq(threads.id, id))
    .returning({ id: threads.id });
  if (found.length === 0) throw new ZhibanError('not-found', `There is no thread '${id}'`);
}

async function closeThread(at: Work, id: string, closedAt: string): Promise<void> {
  await at.session.update(threads).set({ closedAt, leasedUntil: null }).where(eq(threads.id, id));
  const waiting = and(eq(outbox.threadId, id), eq(outbox.state, 'waiting'));
  await at.session.update(outbox).set({ state: 'dead', leasedUntil: null, error: 'the room is closed' }).where(waiting);
}

export function toThread(row: ThreadRow): Thread {
  const { id, incidentId, adapter, workspace, channel, thread, locale, cardRevision } = row;
  const place = { adapter, workspace, channel, ...(thread === null ? {} : { thread }) };
  return {
    id,
    incidentId,
    place,
    locale,
    root: refOf(row.rootPlace, row.rootId),
    cardRevision,
    parent: refOf(row.parentPlace, row.parentId),
    ...(row.isRoom ? { isRoom: true as const } : {}),
    ...(row.closedAt === null ? {} : { isClosed: true as const }),
  };
}

function refOf(place: Place | null, id: string | null): MessageRef | null {
  return place === null || id === null ? null : { place, id };
}
