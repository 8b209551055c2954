/** Incidents: created with the tenant's next code, changed with a growing revision, found by code, group and words. */

import type { SQL, SQLWrapper } from 'drizzle-orm';
import { ZhibanError } from '../domain/errors.ts';
import type { Incident, IncidentStatus } from '../domain/incident.ts';
import { incidentStatuses, statusTransitions } from '../domain/incident.ts';
import { cleanText, toJson } from './columns.ts';
import type { AlertCounts, IncidentChange, IncidentStore, NewIncident } from './contract.ts';
import { and, asc, desc, eq, gte, inArray, ne, or, sql } from './drizzle.ts';
import { endSilencesOf } from './end-silences.ts';
import { type IncidentRow, toIncident } from './incident-row.ts';
import { listIncidents } from './list-incidents.ts';
import { markMoment } from './moments.ts';
import { threads } from './schema/delivery-tables.ts';
import { counters, incidents } from './schema/incident-tables.ts';
import { adoptedGroups } from './schema/move-tables.ts';
import { stormGroups } from './schema/storm-tables.ts';
import type { Ground, Work } from './work.ts';
import { isoOf, rowsOf } from './work.ts';

export function createIncidentStore(ground: Ground): IncidentStore {
  const { run } = ground;
  return {
    create: (incident) => run((at) => createIncident(at, incident)),
    get: (id) => run((at) => findIncident(at, eq(incidents.id, id))),
    getByCode: (code) => run((at) => findIncident(at, eq(incidents.code, code.trim().toUpperCase()))),
    openOfGroup: (groupKey) => run(async (at) => (await lockOpenIncidents(at, [groupKey])).get(groupKey) ?? null),
    openOfGroups: async (groupKeys) => (groupKeys.length === 0 ? new Map() : run((at) => lockOpenIncidents(at, groupKeys))),
    latestOfGroup: (groupKey) => run((at) => findLatestOfGroup(at, groupKey)),
    knownGroups: (groupKeys) => run((at) => findKnownGroups(at, groupKeys)),
    ofGroupSince: (groupKey, since, limit) =>
      run(async ({ session }) => {
        const isRecent = and(eq(incidents.groupKey, groupKey), gte(incidents.startedAt, since));
        const rows = await session
          .select()
          .from(incidents)
          .where(isRecent)
          .orderBy(desc(incidents.startedAt), desc(incidents.id))
          .limit(limit);
        return rows.map(toIncident);
      }),
    reopen: (id, change) => run((at) => reopenIncident(at, id, change)),
    mergeInto: (id, code, resolvedAt) => run((at) => mergeIncident(at, id, code, resolvedAt)),
    comeBack: (id, as) => run((at) => bringBack(at, id, as)),
    giveGroup: (id, groupKey) =>
      run(async ({ session }) => void (await session.update(incidents).set({ groupKey }).where(eq(incidents.id, id)))),
    list: (filter) => run((at) => listIncidents(at, filter)),
    change: (id, change) => run((at) => changeIncident(at, ground, id, change)),
    changeCounts: async (counts) => {
      if (counts.length > 0) await run((at) => changeCounts(at, counts));
    },
    moveStatus: (id, from, to, by) =>
      run((at) =>
        moveIncident(
          at,
          ground,
          id,
          from.filter((status) => mayBecome(status, to)),
          { ...by, status: to },
        ),
      ),
    addSpent: (id, add) => run((at) => addSpent(at, id, add)),
  };
}

async function createIncident(at: Work, incident: NewIncident): Promise<Incident> {
  const code = `ZB-${await nextNumber(at, 'incident')}`;
  const { spent, looks, ...rest } = incident;
  const [row] = await at.session
    .insert(incidents)
    .values({ ...rest, tenantId: at.tenantId, code, revision: 1, ...spentColumns(spent), ...looksColumns(looks) })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new ZhibanError('conflict', `The group already has an open incident, or '${incident.id}' exists`);
  announce(at, row);
  return toIncident(row);
}

/** Numbers never repeat; one is lost when the transaction fails. */
async function nextNumber(at: Work, name: string): Promise<number> {
  const [row] = await at.session
    .insert(counters)
    .values({ tenantId: at.tenantId, name, value: 1 })
    .onConflictDoUpdate({ target: [counters.tenantId, counters.name], set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value });
  if (!row) throw new Error(`The counter '${name}' gave no number`);
  return row.value;
}

async function findIncident(at: Work, where: SQL): Promise<Incident | null> {
  const [row] = await at.session.select().from(incidents).where(where).orderBy(desc(incidents.startedAt), desc(incidents.id)).limit(1);
  return row ? toIncident(row) : null;
}

/** Their own incidents, else those that took them over, else the storms that they are told in. */
async function lockOpenIncidents(at: Work, groupKeys: readonly string[]): Promise<ReadonlyMap<string, Incident>> {
  const isOpen = ne(incidents.status, 'resolved');
  // As one list: hundreds of parameters cost more than what is looked up with them.
  const isGiven = (groupKey: SQLWrapper): SQL => sql`${groupKey} = any(${sql.param(groupKeys.map(cleanText))}::text[])`;
  const inStorm = at.session
    .select({ groupKey: stormGroups.groupKey, incidentId: stormGroups.incidentId, isStorm: sql<boolean>`true` })
    .from(stormGroups)
    .innerJoin(incidents, and(eq(incidents.id, stormGroups.incidentId), isOpen))
    .where(isGiven(stormGroups.groupKey));
  const adopted = at.session
    .select({ groupKey: adoptedGroups.groupKey, incidentId: adoptedGroups.incidentId, isStorm: sql<boolean>`false` })
    .from(adoptedGroups)
    .innerJoin(incidents, and(eq(incidents.id, adoptedGroups.incidentId), isOpen))
    .where(isGiven(adoptedGroups.groupKey));
  const elsewhere = await inStorm.unionAll(adopted);
  const ids = [...new Set(elsewhere.map(({ incidentId }) => incidentId))];
  const isMeant = or(isGiven(incidents.groupKey), ids.length === 0 ? undefined : inArray(incidents.id, ids));
  const rows = await at.session.select().from(incidents).where(and(isMeant, isOpen)).orderBy(asc(incidents.id)).for('update');
  const given = new Set(groupKeys);
  const byId = new Map(rows.map((row) => [row.id, toIncident(row)]));
  const own = [...byId.values()].flatMap((incident) =>
    incident.groupKey !== null && given.has(incident.groupKey) ? [[incident.groupKey, incident] as const] : [],
  );
  const told = elsewhere
    .toSorted((one, other) => Number(other.isStorm) - Number(one.isStorm))
    .flatMap(({ groupKey, incidentId }) => {
      const incident = byId.get(incidentId);
      return incident === undefined ? [] : [[groupKey, incident] as const];
    });
  return new Map([...told, ...own]);
}

/** What it was last told in: its own incident, one that took it over, or a storm. */
async function findLatestOfGroup(at: Work, groupKey: string): Promise<Incident | null> {
  const inStorm = at.session.select({ id: stormGroups.incidentId }).from(stormGroups).where(eq(stormGroups.groupKey, groupKey));
  const own = await findIncident(at, sql`${incidents.groupKey} = ${groupKey} and ${incidents.mergedInto} is null`);
  const storm = await findIncident(at, inArray(incidents.id, inStorm));
  const [adoption] = await at.session
    .select()
    .from(adoptedGroups)
    .where(eq(adoptedGroups.groupKey, groupKey))
    .orderBy(desc(adoptedGroups.since))
    .limit(1);
  const adopting = adoption === undefined ? null : await findIncident(at, eq(incidents.id, adoption.incidentId));
  const found = [
    { incident: storm, since: storm?.startedAt ?? '' },
    { incident: adopting, since: adoption?.since ?? '' },
    { incident: own, since: own?.startedAt ?? '' },
  ];
  return found.reduce((latest, each) => (each.since >= latest.since ? each : latest)).incident;
}

async function findKnownGroups(at: Work, groupKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const given = sql.param([...groupKeys]);
  const result = await at.session.execute(sql`
    select group_key from zhiban.incidents where group_key = any(${given}::text[])
    union select group_key from zhiban.storm_groups where group_key = any(${given}::text[])
    union select group_key from zhiban.adopted_groups where group_key = any(${given}::text[])`);
  return new Set(rowsOf(result).map(({ group_key: key }) => String(key)));
}

async function changeCounts(at: Work, counts: readonly AlertCounts[]): Promise<void> {
  const result = await at.session.execute(sql`
    with given as (select * from jsonb_to_recordset(${toJson(counts)}::jsonb) as given (id text, "alertsFiring" integer, "alertsTotal" integer)),
    changed as (
      update zhiban.incidents set alerts_firing = "alertsFiring", alerts_total = "alertsTotal", revision = revision + 1
      from given where incidents.id = given.id
      returning incidents.id, incidents.code, incidents.revision, incidents.status, incidents.phase),
    brought as (update zhiban.threads set incident_revision = changed.revision from changed where threads.incident_id = changed.id)
    select id, code, revision, status, phase from changed`);
  for (const payload of rowsOf(result)) at.events.push({ kind: 'incident', incidentId: String(payload.id), payload });
}

async function changeIncident(at: Work, ground: Ground, id: string, change: IncidentChange): Promise<Incident> {
  const to = change.status;
  if (to !== undefined) {
    const allowed = incidentStatuses.filter((status) => status === to || mayBecome(status, to));
    const moved = await moveIncident(at, ground, id, allowed, change);
    if (moved) return moved;
    throw new ZhibanError('conflict', `The incident '${id}' can't become ${to} any more`);
  }
  const row = await updateIncident(at, eq(incidents.id, id), change);
  if (!row) throw notFound(id);
  return toIncident(row);
}

/** The only way back from the end: people can't take it. */
async function reopenIncident(at: Work, id: string, change: IncidentChange): Promise<Incident> {
  const fresh = { status: 'triggered' as const, resolvedAt: null, acknowledgedAt: null, acknowledgedBy: null };
  const row = await updateIncident(at, and(eq(incidents.id, id), eq(incidents.status, 'resolved')), { ...change, ...fresh });
  if (!row) throw new ZhibanError('conflict', `The incident '${id}' is not resolved any more`);
  return toIncident(row);
}

async function mergeIncident(at: Work, id: string, code: string, resolvedAt: string): Promise<Incident> {
  const over = { status: 'resolved' as const, phase: 'closed' as const, resolvedAt, alertsFiring: 0, alertsTotal: 0 };
  const row = await updateIncident(at, and(eq(incidents.id, id), ne(incidents.status, 'resolved')), { ...over, mergedInto: code });
  if (!row) throw new ZhibanError('conflict', `The incident '${id}' is over already`);
  await at.session.execute(sql`
    update zhiban.silences set incident_id = incidents.id from zhiban.incidents
    where incidents.code = ${code} and silences.incident_id = ${id}`);
  return toIncident(row);
}

async function bringBack(at: Work, id: string, as: Parameters<IncidentStore['comeBack']>[1]): Promise<Incident> {
  const row = await updateIncident(at, and(eq(incidents.id, id), sql`${incidents.mergedInto} is not null`), { ...as, mergedInto: null });
  if (!row) throw new ZhibanError('conflict', `The incident '${id}' is not merged into another`);
  return toIncident(row);
}

/** Null when the incident is in none of the statuses. */
async function moveIncident(
  at: Work,
  ground: Ground,
  id: string,
  from: readonly IncidentStatus[],
  change: IncidentChange,
): Promise<Incident | null> {
  const isThere = and(eq(incidents.id, id), inArray(incidents.status, [...from]));
  const row = await updateIncident(at, isThere, change);
  if (row && change.status === 'resolved') {
    await markMoment(at, ground, { incidentId: id, moment: 'resolved', key: `resolved-${row.revision}` });
    await endSilencesOf(at, id, isoOf(ground.clock.now()));
  }
  if (row) return toIncident(row);
  if (await findIncident(at, eq(incidents.id, id))) return null;
  throw notFound(id);
}

function mayBecome(status: IncidentStatus, to: IncidentStatus): boolean {
  return statusTransitions[status].includes(to);
}

async function updateIncident(
  at: Work,
  where: SQL | undefined,
  change: IncidentChange & { readonly mergedInto?: string | null },
): Promise<IncidentRow | null> {
  const grown = { ...columnsOf(change), revision: sql`${incidents.revision} + 1` };
  const [row] = await at.session.update(incidents).set(grown).where(where).returning();
  if (!row) return null;
  await bringThreads(at, row);
  announce(at, row);
  if (change.verdict !== undefined && change.verdict !== null) {
    at.events.push({ kind: 'verdict', incidentId: row.id, payload: { id: row.id, code: row.code, state: change.verdict.state } });
  }
  return row;
}

/** Spending alone is not worth a new card; looks are, as the card counts them. */
async function addSpent(at: Work, id: string, add: Parameters<IncidentStore['addSpent']>[1]): Promise<void> {
  const showsOnCard = (add.looksDone ?? 0) !== 0 || (add.looksPlanned ?? 0) !== 0;
  const [row] = await at.session
    .update(incidents)
    .set({
      spentProbes: sql`${incidents.spentProbes} + ${add.probes ?? 0}`,
      spentLlmCalls: sql`${incidents.spentLlmCalls} + ${add.llmCalls ?? 0}`,
      spentTokens: sql`${incidents.spentTokens} + ${add.tokens ?? 0}`,
      spentSeconds: sql`${incidents.spentSeconds} + ${add.seconds ?? 0}`,
      looksDone: sql`${incidents.looksDone} + ${add.looksDone ?? 0}`,
      looksPlanned: sql`${incidents.looksPlanned} + ${add.looksPlanned ?? 0}`,
      ...(showsOnCard ? { revision: sql`${incidents.revision} + 1` } : {}),
    })
    .where(eq(incidents.id, id))
    .returning();
  if (!row) throw notFound(id);
  if (!showsOnCard) return;
  await bringThreads(at, row);
  announce(at, row);
}

/** Threads carry the revision that their card should show, so that finding those behind is one small index. */
async function bringThreads(at: Work, row: IncidentRow): Promise<void> {
  await at.session.update(threads).set({ incidentRevision: row.revision }).where(eq(threads.incidentId, row.id));
}

function announce(at: Work, row: IncidentRow): void {
  const { id, code, revision, status, phase } = row;
  at.events.push({ kind: 'incident', incidentId: id, payload: { id, code, revision, status, phase } });
}

function columnsOf({ spent, looks, ...rest }: IncidentChange & { readonly mergedInto?: string | null }): Partial<IncidentRow> {
  return { ...rest, ...(spent ? spentColumns(spent) : {}), ...(looks ? looksColumns(looks) : {}) };
}

function spentColumns(spent: Incident['spent']) {
  return { spentProbes: spent.probes, spentLlmCalls: spent.llmCalls, spentTokens: spent.tokens, spentSeconds: spent.seconds };
}

function looksColumns(looks: Incident['looks']) {
  return { looksDone: looks.done, looksPlanned: looks.planned };
}

function notFound(id: string): ZhibanError {
  return new ZhibanError('not-found', `There is no incident '${id}'`);
}
