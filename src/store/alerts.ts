/** Alerts of incidents: tens of thousands may come in one body, so they are read and written in chunks. */

import type { SQL } from 'drizzle-orm';
import type { Alert, IncomingAlert } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { AlertStore, AlertsOfIncident, AlertTally } from './alert-contract.ts';
import { cleanText, toInstant, toJson } from './columns.ts';
import { and, asc, count, desc, eq, inArray, lte, sql } from './drizzle.ts';
import { listAlerts } from './list-alerts.ts';
import { walkFreely, walkIndex } from './list-incidents.ts';
import { lastOfEach, meaningOf, placeKey } from './merge-alert.ts';
import { alerts, incidents } from './schema/incident-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf } from './work.ts';

/** Rows in one statement: about a megabyte of JSON with ordinary labels. */
const chunkRows = 1_000;

const nothingCame: AlertTally = { added: 0, changed: 0, repeated: 0, firing: 0 };

export function createAlertStore(ground: Ground): AlertStore {
  const { run } = ground;
  return {
    upsert: async (incidentId, given, receivedAt) => {
      const [tally] = await run((at) => upsertAlerts(at, ground, [{ incidentId, alerts: given }], toInstant(receivedAt)));
      return tally ?? nothingCame;
    },
    upsertMany: async (given, receivedAt) =>
      given.length === 0 ? [] : run((at) => upsertAlerts(at, ground, given, toInstant(receivedAt))),
    list: (filter) => run((at) => listAlerts(at, filter)),
    ofIncident: (incidentId, limit, groupKey) => run((at) => listOfIncident(at, incidentId, limit, groupKey)),
    firing: (wanted) => run((at) => listFiring(at, wanted)),
    countFiring: (incidentId) => run((at) => countAlerts(at, incidentId, true)),
    countAll: (incidentId) => run((at) => countAlerts(at, incidentId, false)),
  };
}

type Tally = { -readonly [Name in keyof AlertTally]: AlertTally[Name] };

async function upsertAlerts(
  at: Work,
  ground: Ground,
  given: readonly AlertsOfIncident[],
  receivedAt: string,
): Promise<readonly AlertTally[]> {
  await lockIncidents(at, [...new Set(given.map(({ incidentId }) => incidentId))]);
  const tallies = given.map((): Tally => ({ added: 0, changed: 0, repeated: 0, firing: 0 }));
  const each = given.flatMap(({ incidentId, alerts: own }, place) =>
    lastOfEach(own.map(withInstants)).map((last) => ({ incidentId, place, ...last })),
  );
  for (let start = 0; start < each.length; start += chunkRows) {
    const chunk = each.slice(start, start + chunkRows);
    const known = await findKnown(at, chunk);
    const rows: Alert[] = [];
    for (const { incidentId, place, alert, count: times } of chunk) {
      const tally = tallies[place];
      if (tally === undefined) continue;
      const before = known.get(keyWithin(incidentId, alert));
      const row = before
        ? meet(before, alert, times, receivedAt, tally)
        : first(alert, times, { id: idOf(ground, 'alert'), incidentId, receivedAt }, tally);
      if (row) rows.push(row);
    }
    if (rows.length > 0) await writeAlerts(at, rows);
  }
  return tallies;
}

/** Two bodies about one incident queue here, so that each is compared with what the other wrote. */
async function lockIncidents(at: Work, ids: readonly string[]): Promise<void> {
  const isOne = sql`${incidents.id} = any(${sql.param([...ids])}::text[])`;
  const found = await at.session.select({ id: incidents.id }).from(incidents).where(isOne).orderBy(asc(incidents.id)).for('no key update');
  const missing = ids.find((id) => !found.some((row) => row.id === id));
  if (missing !== undefined) throw new ZhibanError('not-found', `There is no incident '${missing}'`);
}

function first(alert: IncomingAlert, times: number, own: Pick<Alert, 'id' | 'incidentId' | 'receivedAt'>, tally: Tally): Alert {
  tally.added += 1;
  tally.firing += alert.status === 'firing' ? 1 : 0;
  tally.repeated += times - 1;
  return { ...alert, ...own, repeats: times - 1 };
}

/** The row to write, or null when the notification changes nothing. */
function meet(known: Alert, alert: IncomingAlert, times: number, receivedAt: string, tally: Tally): Alert | null {
  const meaning = meaningOf(known, alert);
  if (meaning === 'changed') {
    tally.changed += 1;
    tally.firing += (alert.status === 'firing' ? 1 : 0) - (known.status === 'firing' ? 1 : 0);
  }
  tally.repeated += meaning === 'changed' ? times - 1 : times;
  if (meaning === 'stale') return null;
  const repeats = known.repeats + (meaning === 'changed' ? times - 1 : times);
  if (meaning === 'repeated' && receivedAt < known.receivedAt) return { ...known, repeats };
  return { ...known, ...alert, receivedAt, repeats };
}

/**
 * One step down the index of fingerprints for each, however many alerts their incidents have. The planner has no statistics of a table that
 * fills up: where the incident may be looked up, it takes an index of incidents and reads all alerts of a storm for each thousand that come, or
 * for each one. So it is told a condition on the incident that no index answers.
 */
async function findKnown(at: Work, wanted: readonly Wanted[]): Promise<ReadonlyMap<string, Alert>> {
  const column = (of: (each: Wanted) => string): SQL => sql`${sql.param(wanted.map((each) => cleanText(of(each))))}::text[]`;
  const asked = sql`unnest(${column(({ incidentId }) => incidentId)}, ${column(({ alert }) => alert.source)},
    ${column(({ alert }) => alert.fingerprint)}, ${column(({ alert }) => alert.groupKey)})
    as asked (incident_id, source, fingerprint, group_key)`;
  const isAsked = sql`${alerts.fingerprint} = asked.fingerprint and ${alerts.source} = asked.source
    and ${alerts.groupKey} = asked.group_key and ${alerts.incidentId} || '' = asked.incident_id`;
  const known = at.session.select().from(alerts).where(isAsked).limit(1).as('known');
  const rows = await at.session.select().from(asked).crossJoinLateral(known);
  return new Map(rows.map(({ known: row }) => [keyWithin(row.incidentId, row), toAlert(row)]));
}

interface Wanted {
  readonly incidentId: string;
  readonly alert: IncomingAlert;
}

function keyWithin(incidentId: string, alert: Pick<IncomingAlert, 'source' | 'fingerprint' | 'groupKey'>): string {
  return `${incidentId} ${placeKey(alert)}`;
}

async function writeAlerts(at: Work, rows: readonly Alert[]): Promise<void> {
  await at.session.execute(sql`
    insert into zhiban.alerts as known (
      tenant_id, incident_id, source, fingerprint, id, group_key, status, labels, annotations,
      starts_at, ends_at, generator_url, received_at, repeats)
    select ${at.tenantId}::text, "incidentId", source, fingerprint, id, "groupKey", status, labels, annotations,
      "startsAt", "endsAt", "generatorUrl", "receivedAt", repeats
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as alert (
      "incidentId" text, source text, fingerprint text, id text, "groupKey" text, status text, labels jsonb, annotations jsonb,
      "startsAt" timestamptz, "endsAt" timestamptz, "generatorUrl" text, "receivedAt" timestamptz, repeats integer)
    on conflict (tenant_id, incident_id, source, fingerprint, group_key) do update set
      status = excluded.status, labels = excluded.labels, annotations = excluded.annotations,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, generator_url = excluded.generator_url,
      received_at = excluded.received_at, repeats = excluded.repeats`);
}

/** Firing first, then the newest. The first of an incident stand in an index in this order; those of a group are few, and sorted. */
async function listOfIncident(at: Work, incidentId: string, limit: number, groupKey: string | undefined): Promise<readonly Alert[]> {
  const query = at.session
    .select()
    .from(alerts)
    .where(and(eq(alerts.incidentId, incidentId), groupKey === undefined ? undefined : eq(alerts.groupKey, groupKey)))
    .orderBy(asc(alerts.status), desc(alerts.startsAt), asc(alerts.id))
    .limit(limit);
  if (groupKey !== undefined) return (await query).map(toAlert);
  await walkIndex(at);
  const rows = await query;
  await walkFreely(at);
  return rows.map(toAlert);
}

/** By way of the open incidents, which are few and have an index. */
async function listFiring(at: Work, { endsBefore, limit }: Parameters<AlertStore['firing']>[0]): Promise<readonly Alert[]> {
  const open = at.session.select({ id: incidents.id }).from(incidents).where(sql`${incidents.status} <> 'resolved'`);
  const isPast = endsBefore === undefined ? undefined : lte(alerts.endsAt, toInstant(endsBefore));
  const rows = await at.session
    .select()
    .from(alerts)
    .where(and(inArray(alerts.incidentId, open), eq(alerts.status, 'firing'), isPast))
    .orderBy(asc(alerts.startsAt), asc(alerts.id))
    .limit(limit);
  return rows.map(toAlert);
}

async function countAlerts(at: Work, incidentId: string, isFiringOnly: boolean): Promise<number> {
  const [row] = await at.session
    .select({ count: count() })
    .from(alerts)
    .where(and(eq(alerts.incidentId, incidentId), isFiringOnly ? eq(alerts.status, 'firing') : undefined));
  return row?.count ?? 0;
}

function toAlert({ tenantId: _, ...alert }: typeof alerts.$inferSelect): Alert {
  return alert;
}

function withInstants(alert: IncomingAlert): IncomingAlert {
  return { ...alert, startsAt: toInstant(alert.startsAt), endsAt: alert.endsAt === null ? null : toInstant(alert.endsAt) };
}
