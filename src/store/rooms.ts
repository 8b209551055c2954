/** Rooms of incidents' own: wanted with their cause, opened once, and brought up to their incident until they are closed. */

import { ZhibanError } from '../domain/errors.ts';
import { and, asc, eq, inArray, isNull, lte, or, sql } from './drizzle.ts';
import type { Room, RoomStore } from './room-contract.ts';
import { rooms } from './schema/delivery-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

type RoomRow = typeof rooms.$inferSelect;

export function createRoomStore(ground: Ground): RoomStore {
  const { run } = ground;
  return {
    want: (room) => run((at) => wantRoom(at, idOf(ground, 'room'), room)),
    ofIncident: (incidentId) =>
      run(async ({ session }) => {
        const rows = await session.select().from(rooms).where(eq(rooms.incidentId, incidentId)).orderBy(asc(rooms.seq));
        return rows.map(toRoom);
      }),
    claim: (limit, nowMs, leaseMs) => run((at) => claimRooms(at, limit, nowMs, leaseMs)),
    change: (id, change, dueAtMs) =>
      run(async ({ session }) => {
        const set = { ...change, dueAt: isoOf(dueAtMs), leasedUntil: null };
        const found = await session.update(rooms).set(set).where(eq(rooms.id, id)).returning({ id: rooms.id });
        if (found.length === 0) throw new ZhibanError('not-found', `There is no room '${id}'`);
      }),
  };
}

async function wantRoom(at: Work, id: string, room: Parameters<RoomStore['want']>[0]): Promise<boolean> {
  const fresh = { state: 'wanted' as const, attempts: 0, dueAt: isoOf(0), error: null };
  const made = await at.session
    .insert(rooms)
    .values({ ...room, ...fresh, id, tenantId: at.tenantId, invited: [], seenRevision: 0 })
    .onConflictDoUpdate({
      target: [rooms.tenantId, rooms.incidentId, rooms.adapter],
      set: { ...fresh, requestedBy: room.requestedBy },
      setWhere: eq(rooms.state, 'failed'),
    })
    .returning({ id: rooms.id });
  return made.length > 0;
}

/** An open room is looked at when its incident has changed or is over; the keeper puts it off while there is nothing to do. */
async function claimRooms(at: Work, limit: number, nowMs: number, leaseMs: number): Promise<readonly Room[]> {
  const now = isoOf(nowMs);
  const isFree = or(isNull(rooms.leasedUntil), lte(rooms.leasedUntil, now));
  const isMoved = sql`exists (
    select 1 from zhiban.incidents incident where incident.id = ${rooms.incidentId}
    and (incident.revision > ${rooms.seenRevision} or incident.status = 'resolved'))`;
  const isAlive = or(eq(rooms.state, 'wanted'), and(eq(rooms.state, 'open'), isMoved));
  const due = await at.session
    .select()
    .from(rooms)
    .where(and(isAlive, isFree, lte(rooms.dueAt, now)))
    .orderBy(asc(rooms.seq))
    .limit(limit)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map((row) => row.id);
  await at.session
    .update(rooms)
    .set({ leasedUntil: isoOf(nowMs + leaseMs) })
    .where(inArray(rooms.id, ids));
  return due.map(toRoom);
}

function toRoom({ tenantId: _tenant, seq: _seq, dueAt: _due, leasedUntil: _lease, ...room }: RoomRow): Room {
  return room;
}
