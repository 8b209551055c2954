/**
 * Merges and splits by hand. Where alerts go is decided by their group: an incident takes a group over. An alert that leaves its group alone
 * gets another one, and a detour says so to what comes of it later.
 */

import type { IncomingAlert } from '../domain/alert.ts';
import { toJson } from './columns.ts';
import { and, desc, eq, inArray, isNull, or, sql } from './drizzle.ts';
import { placeKey } from './merge-alert.ts';
import type { Move, MoveStore } from './move-contract.ts';
import { alerts, incidents } from './schema/incident-tables.ts';
import { adoptedGroups, detours, moves } from './schema/move-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, rowsOf } from './work.ts';

/** A split of what was split, and so on. */
const detoursMax = 8;

export function createMoveStore(ground: Ground): MoveStore {
  const { run } = ground;
  return {
    holdGrouping: () =>
      run(async ({ session, tenantId }) => {
        await session.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`zhiban.inbox:${tenantId}`}, 0))`);
      }),
    groupsOf: (incidentId) => run((at) => groupsOf(at, incidentId)),
    handOver: (step) => run((at) => handOver(at, step)),
    setApart: (step) => run((at) => setApart(at, step)),
    rejoin: (step) => run((at) => rejoin(at, step)),
    follow: (given) => run((at) => follow(at, given)),
    add: (move) =>
      run(async ({ session, tenantId }) => {
        const [row] = await session
          .insert(moves)
          .values({ ...move, tenantId, id: idOf(ground, 'mov') })
          .returning();
        if (!row) throw new Error('The move was not written');
        return toMove(row);
      }),
    get: (id) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(moves).where(eq(moves.id, id));
        return row ? toMove(row) : null;
      }),
    ofIncident: (incidentId, limit) =>
      run(async ({ session }) => {
        const isOfIt = or(eq(moves.fromId, incidentId), eq(moves.toId, incidentId));
        return (await session.select().from(moves).where(isOfIt).orderBy(desc(moves.at), desc(moves.id)).limit(limit)).map(toMove);
      }),
    markUndone: (id, at, by) =>
      run(async ({ session }) => {
        const isOpen = and(eq(moves.id, id), isNull(moves.undoneAt));
        return (await session.update(moves).set({ undoneAt: at, undoneBy: by }).where(isOpen).returning({ id: moves.id })).length > 0;
      }),
  };
}

async function groupsOf({ session }: Work, incidentId: string): Promise<readonly string[]> {
  const found = await session.execute(sql`
    select group_key from zhiban.alerts where incident_id = ${incidentId}
    union select group_key from zhiban.adopted_groups where incident_id = ${incidentId}
    union select group_key from zhiban.incidents where id = ${incidentId} and group_key is not null`);
  return rowsOf(found)
    .map((row) => String(row.group_key))
    .sort();
}

async function handOver(at: Work, { fromId, toId, groupKeys, at: since }: Parameters<MoveStore['handOver']>[0]): Promise<number> {
  const { session, tenantId } = at;
  const isOfGroups = sql`group_key = any(${sql.param([...groupKeys])}::text[])`;
  // Both can only know of the same alert when one of them was open again in between: the newer word counts.
  for (const [loser, winner] of [
    [fromId, toId],
    [toId, fromId],
  ]) {
    await session.execute(sql`
      delete from zhiban.alerts older using zhiban.alerts newer
      where older.incident_id = ${loser} and newer.incident_id = ${winner} and older.${isOfGroups}
        and newer.source = older.source and newer.fingerprint = older.fingerprint and newer.group_key = older.group_key
        and (newer.starts_at, newer.received_at, newer.id) > (older.starts_at, older.received_at, older.id)`);
  }
  const moved = await session
    .update(alerts)
    .set({ incidentId: toId })
    .where(and(eq(alerts.incidentId, fromId), isOfGroups))
    .returning({ id: alerts.id });
  await session.delete(adoptedGroups).where(and(eq(adoptedGroups.incidentId, fromId), isOfGroups));
  const rows = groupKeys.map((groupKey) => ({ tenantId, incidentId: toId, groupKey, since }));
  if (rows.length > 0) await session.insert(adoptedGroups).values(rows).onConflictDoNothing();
  await session
    .update(detours)
    .set({ incidentId: toId })
    .where(and(eq(detours.incidentId, fromId), inArray(detours.toGroupKey, [...groupKeys])));
  return moved.length;
}

async function setApart(at: Work, { incidentId, alertIds, toGroupKey }: Parameters<MoveStore['setApart']>[0]): Promise<void> {
  const isMeant = sql`incident_id = ${incidentId} and id = any(${sql.param([...alertIds])}::text[])`;
  await at.session.execute(sql`
    insert into zhiban.detours (tenant_id, group_key, source, fingerprint, to_group_key, incident_id)
    select tenant_id, group_key, source, fingerprint, ${toGroupKey}::text, incident_id from zhiban.alerts where ${isMeant}
    on conflict (tenant_id, group_key, source, fingerprint) do update set
      to_group_key = excluded.to_group_key, incident_id = excluded.incident_id`);
  await at.session.execute(sql`update zhiban.alerts set group_key = ${toGroupKey} where ${isMeant}`);
}

/** The detours are turned round: an alert that waits for its turn with the group that is given up must find its own. */
async function rejoin(at: Work, { incidentId, toGroupKey }: Parameters<MoveStore['rejoin']>[0]): Promise<void> {
  await at.session.execute(sql`
    update zhiban.alerts set group_key = detours.group_key from zhiban.detours
    where alerts.incident_id = ${incidentId} and alerts.group_key = ${toGroupKey} and detours.to_group_key = ${toGroupKey}
      and detours.source = alerts.source and detours.fingerprint = alerts.fingerprint`);
  await at.session.execute(sql`
    with given as (delete from zhiban.detours where to_group_key = ${toGroupKey} returning *)
    insert into zhiban.detours (tenant_id, group_key, source, fingerprint, to_group_key, incident_id)
    select tenant_id, to_group_key, source, fingerprint, group_key, incident_id from given
    on conflict (tenant_id, group_key, source, fingerprint) do nothing`);
}

/** What begins after the end of the incident that it was taken to is grouped by the rule again. */
async function follow(at: Work, given: readonly IncomingAlert[]): Promise<readonly IncomingAlert[]> {
  let found = given;
  for (let step = 0; step < detoursMax; step += 1) {
    const keys = toJson([...new Set(found.map(({ groupKey }) => groupKey))]);
    const rows = await at.session
      .select({ detour: detours, status: incidents.status, resolvedAt: incidents.resolvedAt })
      .from(detours)
      .innerJoin(incidents, eq(incidents.id, detours.incidentId))
      .where(sql`${detours.groupKey} in (select jsonb_array_elements_text(${keys}::jsonb))`);
    if (rows.length === 0) return found;
    const byPlace = new Map(rows.map((row) => [placeKey(row.detour), row]));
    const next = found.map((alert) => {
      const row = byPlace.get(placeKey(alert));
      const isMeant = row !== undefined && (row.status !== 'resolved' || alert.startsAt <= (row.resolvedAt ?? ''));
      return isMeant ? { ...alert, groupKey: row.detour.toGroupKey } : alert;
    });
    if (next.every((alert, index) => alert === found[index])) return found;
    found = next;
  }
  return found;
}

function toMove({ tenantId: _, ...move }: typeof moves.$inferSelect): Move {
  return move;
}
