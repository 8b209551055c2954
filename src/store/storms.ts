/** Storms: what the card tells of one is kept up with each write, so that showing it counts groups and never alerts. */

import type { Storm, StormGroup, StormSummary } from '../domain/storm.ts';
import { toJson } from './columns.ts';
import { and, desc, eq, gt, isNull, lt, sql } from './drizzle.ts';
import { alerts } from './schema/incident-tables.ts';
import { stormGroups, storms } from './schema/storm-tables.ts';
import type { StormStore } from './storm-contract.ts';
import type { Ground, Work } from './work.ts';
import { isoOf, rowsOf } from './work.ts';

const topMax = 3;
const minuteMs = 60_000;

export function createStormStore(ground: Ground): StormStore {
  const { run } = ground;
  return {
    current: () =>
      run(async ({ session }) => {
        const [row] = await session.select().from(storms).where(isNull(storms.endedAt)).limit(1).for('update');
        return row === undefined ? null : toStorm(row);
      }),
    openedWithin: (windowMs, max) => run((at) => countOpened(at, isoOf(ground.clock.now() - windowMs), max)),
    begin: (incidentId, nowMs) => run((at) => begin(at, incidentId, isoOf(nowMs))),
    addGroups: (incidentId, groups, nowMs) => run((at) => addGroups(at, incidentId, groups, nowMs)),
    count: async (incidentId, counts, nowMs) => {
      if (counts.length > 0) await run((at) => count(at, incidentId, counts, nowMs));
    },
    summary: (incidentId) => run((at) => summarize(at, incidentId)),
    quietSince: (ms) =>
      run(async ({ session }) => {
        const isQuiet = and(isNull(storms.endedAt), lt(storms.lastAt, isoOf(ms)));
        return (await session.select().from(storms).where(isQuiet).for('update')).map(toStorm);
      }),
    end: (incidentId, nowMs) =>
      run(async ({ session }) => {
        const isIt = and(eq(storms.incidentId, incidentId), isNull(storms.endedAt));
        await session
          .update(storms)
          .set({ endedAt: isoOf(nowMs) })
          .where(isIt);
      }),
    firing: (incidentId, limit) =>
      run(async ({ session }) => {
        const fires = and(eq(stormGroups.incidentId, incidentId), gt(stormGroups.firing, 0));
        const rows = await session.select().from(stormGroups).where(fires).orderBy(desc(stormGroups.firing)).limit(limit);
        return rows.map(({ groupKey, labels, firing, total }) => ({ groupKey, labels, firing, total }));
      }),
    release: (incidentId, groupKey) =>
      run(async ({ session }) => {
        await session.delete(alerts).where(and(eq(alerts.incidentId, incidentId), eq(alerts.groupKey, groupKey)));
        await session.delete(stormGroups).where(and(eq(stormGroups.incidentId, incidentId), eq(stormGroups.groupKey, groupKey)));
      }),
  };
}

/** From the moments that openings are told by: nothing is written to count them. */
async function countOpened({ session }: Work, since: string, max: number): Promise<number> {
  const result = await session.execute(sql`
    select count(*)::int as opened from (
      select 1 from zhiban.moments join zhiban.incidents on incidents.tenant_id = moments.tenant_id and incidents.id = moments.incident_id
      where moments.key = 'opened' and moments.at > ${since}::timestamptz and incidents.severity <> 'critical'
        and incidents.group_key not like 'storm:%' limit ${max}) as recent`);
  return Number(rowsOf(result)[0]?.opened ?? 0);
}

async function begin({ session, tenantId }: Work, incidentId: string, now: string): Promise<void> {
  const fresh = { beganAt: now, lastAt: now, endedAt: null, minuteAt: now, minuteAdded: 0, previousAdded: 0 };
  await session.insert(storms).values({ tenantId, incidentId, ...fresh });
}

async function addGroups(at: Work, incidentId: string, groups: readonly StormGroup[], nowMs: number): Promise<void> {
  const made = await at.session
    .insert(stormGroups)
    .values(groups.map((group) => ({ ...group, tenantId: at.tenantId, incidentId, joinedAt: isoOf(nowMs) })))
    .onConflictDoNothing()
    .returning({ total: stormGroups.total });
  await growBy(
    at,
    incidentId,
    made.reduce((sum, { total }) => sum + total, 0),
    nowMs,
  );
}

async function count(at: Work, incidentId: string, counts: Parameters<StormStore['count']>[1], nowMs: number): Promise<void> {
  await at.session.execute(sql`
    update zhiban.storm_groups set firing = storm_groups.firing + given.firing, total = total + given.added
    from jsonb_to_recordset(${toJson(counts)}::jsonb) as given ("groupKey" text, firing integer, added integer)
    where storm_groups.incident_id = ${incidentId} and storm_groups.group_key = given."groupKey"`);
  await growBy(
    at,
    incidentId,
    counts.reduce((sum, { added }) => sum + added, 0),
    nowMs,
  );
}

async function growBy({ session }: Work, incidentId: string, added: number, nowMs: number): Promise<void> {
  if (added === 0) return;
  const [row] = await session.select().from(storms).where(eq(storms.incidentId, incidentId)).for('update');
  if (row === undefined) return;
  const minutes = Math.floor((nowMs - Date.parse(row.minuteAt)) / minuteMs);
  const lastAt = isoOf(nowMs);
  const change =
    minutes <= 0
      ? { lastAt, minuteAdded: row.minuteAdded + added }
      : { lastAt, minuteAt: lastAt, minuteAdded: added, previousAdded: minutes === 1 ? row.minuteAdded : 0 };
  await session.update(storms).set(change).where(eq(storms.incidentId, incidentId));
}

async function summarize(at: Work, incidentId: string): Promise<StormSummary | null> {
  const [row] = await at.session.select().from(storms).where(eq(storms.incidentId, incidentId));
  if (row === undefined) return null;
  const counted = await at.session.execute(sql`
    select count(*)::int as groups, (count(*) filter (where firing > 0))::int as groups_firing
    from zhiban.storm_groups where incident_id = ${incidentId}`);
  const top = await at.session.execute(sql`
    select label.key as name, label.value, sum(firing)::int as firing
    from zhiban.storm_groups, jsonb_each_text(labels) as label
    where incident_id = ${incidentId} and firing > 0 and label.key not in ('severity', 'alertname')
    group by label.key, label.value order by sum(firing) desc, count(*) desc, label.key limit ${topMax}`);
  const [numbers] = rowsOf(counted);
  return {
    ...toStorm(row),
    groups: Number(numbers?.groups ?? 0),
    groupsFiring: Number(numbers?.groups_firing ?? 0),
    top: rowsOf(top).map(({ name, value, firing }) => ({ name: String(name), value: String(value), firing: Number(firing) })),
  };
}

function toStorm(row: typeof storms.$inferSelect): Storm {
  const { incidentId, beganAt, lastAt, endedAt, minuteAdded, previousAdded } = row;
  return { incidentId, beganAt, lastAt, endedAt, minuteAdded, previousAdded };
}
