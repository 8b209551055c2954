/** What the rules need to know of alerts: how often they changed, which of them keep others quiet, where they fire. */

import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { AlertChanges } from '../analysis/noise/flapping.ts';
import { newId } from '../domain/ids.ts';
import { toInstant, toJson } from './columns.ts';
import { and, eq, exists, inArray, lt, ne, sql } from './drizzle.ts';
import { alertKey, placeKey } from './merge-alert.ts';
import type { AlertMemoryStore, AlertPlace, Inhibitor } from './rule-book-contract.ts';
import { alerts, incidents } from './schema/incident-tables.ts';
import { suppressions } from './schema/noise-tables.ts';
import { alertChanges, inhibitors } from './schema/rule-tables.ts';
import type { AlertName } from './suppression-contract.ts';
import type { Ground, Work } from './work.ts';
import { isoOf } from './work.ts';

const chunkRows = 1_000;

export function createAlertMemoryStore({ run }: Ground): AlertMemoryStore {
  return {
    changesOf: (names) => run((at) => readChanges(at, names)),
    saveChanges: (rows) => run((at) => writeChanges(at, rows)),
    forgetChangesBefore: (ms) =>
      run(async ({ session }) => void (await session.delete(alertChanges).where(lt(alertChanges.changedAt, isoOf(ms))))),
    addInhibitors: (rows) => run((at) => writeInhibitors(at, rows)),
    removeInhibitors: (names) =>
      run(async ({ session }) => {
        if (names.length === 0) return [];
        return removeInhibitors(session, isOneOf(inhibitors, names));
      }),
    removeInhibitorsOf: (incidentId) =>
      run(async ({ session }) => {
        const isItsOwn = and(eq(alerts.incidentId, incidentId), eq(alerts.status, 'firing'));
        const isSame = and(eq(alerts.fingerprint, inhibitors.fingerprint), eq(alerts.source, inhibitors.source));
        return removeInhibitors(session, exists(session.select({ id: alerts.id }).from(alerts).where(and(isSame, isItsOwn))));
      }),
    clearInhibitors: () => run(async ({ session }) => void (await session.delete(inhibitors))),
    inhibitorsOf: (targets, nowMs) => run((at) => readInhibitors(at, targets, nowMs)),
    groupsOfOpen: (names) => run((at) => readGroups(at, names)),
    storedSince: (sinceMs, cursor, limit) => run((at) => readStored(at, sinceMs, cursor, limit)),
    countHeld: (ruleId, groupKey, since) =>
      run(async ({ session }) => {
        const isOfRule = sql`${suppressions.reasons} @> ${toJson([{ id: ruleId }])}::jsonb`;
        const isRecent = sql`${suppressions.since} >= ${toInstant(since)}::timestamptz`;
        const [row] = await session
          .select({ count: sql<number>`count(*)`.mapWith(Number) })
          .from(suppressions)
          .where(and(eq(suppressions.groupKey, groupKey), isRecent, isOfRule));
        return row?.count ?? 0;
      }),
  };
}

async function readChanges({ session }: Work, names: readonly AlertPlace[]): Promise<ReadonlyMap<string, AlertChanges>> {
  if (names.length === 0) return new Map();
  const rows = await session.select().from(alertChanges).where(isOneOf(alertChanges, names));
  return new Map(
    rows.map(({ status, startsAt, changes, flappingSince, ...name }) => [placeKey(name), { status, startsAt, changes, flappingSince }]),
  );
}

async function writeChanges(at: Work, rows: readonly (AlertPlace & AlertChanges)[]): Promise<void> {
  for (let start = 0; start < rows.length; start += chunkRows) {
    const chunk = rows.slice(start, start + chunkRows).map((row) => ({ ...row, changedAt: isoOf(row.changes.at(-1) ?? 0) }));
    await at.session.execute(sql`
      insert into zhiban.alert_changes (tenant_id, group_key, source, fingerprint, status, starts_at, changes, flapping_since, changed_at)
      select ${at.tenantId}::text, "groupKey", source, fingerprint, status, "startsAt", changes, "flappingSince", "changedAt"
      from jsonb_to_recordset(${toJson(chunk)}::jsonb) as row (
        "groupKey" text, source text, fingerprint text, status text, "startsAt" timestamptz, changes jsonb,
        "flappingSince" timestamptz, "changedAt" timestamptz)
      on conflict (tenant_id, group_key, source, fingerprint) do update set
        status = excluded.status, starts_at = excluded.starts_at, changes = excluded.changes,
        flapping_since = excluded.flapping_since, changed_at = excluded.changed_at`);
  }
}

async function removeInhibitors(session: Work['session'], which: SQL): Promise<readonly string[]> {
  const removed = await session.delete(inhibitors).where(which).returning({ ruleId: inhibitors.ruleId });
  return [...new Set(removed.map(({ ruleId }) => ruleId))];
}

async function writeInhibitors(at: Work, rows: readonly Inhibitor[]): Promise<void> {
  for (let start = 0; start < rows.length; start += chunkRows) {
    await at.session.execute(sql`
      insert into zhiban.inhibitors (tenant_id, rule_id, key, source, fingerprint, title, is_target, ends_at)
      select distinct on ("ruleId", key, source, fingerprint)
        ${at.tenantId}::text, "ruleId", key, source, fingerprint, title, "isTarget", "endsAt"
      from jsonb_to_recordset(${toJson(rows.slice(start, start + chunkRows))}::jsonb) as row (
        "ruleId" text, key text, source text, fingerprint text, title text, "isTarget" boolean, "endsAt" timestamptz)
      on conflict (tenant_id, rule_id, key, source, fingerprint) do update set
        title = excluded.title, is_target = excluded.is_target, ends_at = excluded.ends_at`);
  }
}

async function readInhibitors(
  { session }: Work,
  targets: readonly { readonly ruleId: string; readonly key: string }[],
  nowMs: number,
): Promise<readonly Inhibitor[]> {
  if (targets.length === 0) return [];
  const wanted = new Set(targets.map(({ ruleId, key }) => JSON.stringify([ruleId, key])));
  const rows = await session
    .select()
    .from(inhibitors)
    .where(
      and(
        inArray(inhibitors.ruleId, [...new Set(targets.map(({ ruleId }) => ruleId))]),
        sql`${inhibitors.key} = any(${sql.param([...new Set(targets.map(({ key }) => key))])}::text[])`,
        sql`(${inhibitors.endsAt} is null or ${inhibitors.endsAt} > ${isoOf(nowMs)}::timestamptz)`,
      ),
    );
  return rows.map(({ tenantId: _, ...row }) => row).filter(({ ruleId, key }) => wanted.has(JSON.stringify([ruleId, key])));
}

async function readGroups({ session }: Work, names: readonly AlertName[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map();
  const rows = await session
    .select({ source: alerts.source, fingerprint: alerts.fingerprint, groupKey: alerts.groupKey })
    .from(incidents)
    .innerJoin(alerts, eq(alerts.incidentId, incidents.id))
    .where(and(ne(incidents.status, 'resolved'), eq(alerts.status, 'firing'), isOneOf(alerts, names)));
  return new Map([...Map.groupBy(rows, alertKey)].map(([key, found]) => [key, found.map(({ groupKey }) => groupKey)]));
}

/**
 * First those of incidents, then those that were never told. Ids begin with their time, so that both are read along their keys from the
 * first that can be meant.
 */
async function readStored({ session }: Work, sinceMs: number, cursor: string | null, limit: number) {
  const [phase, ...after] = JSON.parse(
    cursor ?? JSON.stringify(['told', newId('inc', sinceMs).slice(0, idTimeLength), '', '', '']),
  ) as string[];
  const rows =
    phase === 'told'
      ? await session
          .select(told)
          .from(alerts)
          .where(
            sql`(${alerts.incidentId}, ${alerts.source}, ${alerts.fingerprint}, ${alerts.groupKey})
              > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3] ?? ''})`,
          )
          .orderBy(alerts.incidentId, alerts.source, alerts.fingerprint, alerts.groupKey)
          .limit(limit)
      : await session
          .select(untold)
          .from(suppressions)
          .where(and(sql`${suppressions.id} > ${after[0]}`, ne(suppressions.state, 'told')))
          .orderBy(suppressions.id)
          .limit(limit);
  const found = rows.map(({ place: _, ...alert }) => alert);
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) {
    return { alerts: found, cursor: phase === 'told' ? JSON.stringify(['untold', newId('sup', sinceMs).slice(0, idTimeLength)]) : null };
  }
  const next = phase === 'told' ? ['told', last.place, last.source, last.fingerprint, last.groupKey] : ['untold', last.place];
  return { alerts: found, cursor: JSON.stringify(next) };
}

/** `inc_` or `sup_`, and the time. */
const idTimeLength = 14;
const told = {
  ...{ place: alerts.incidentId, source: alerts.source, fingerprint: alerts.fingerprint, groupKey: alerts.groupKey, status: alerts.status },
  ...{ labels: alerts.labels, annotations: alerts.annotations, startsAt: alerts.startsAt, endsAt: alerts.endsAt },
  generatorUrl: alerts.generatorUrl,
};
const untold = {
  ...{ place: suppressions.id, source: suppressions.source, fingerprint: suppressions.fingerprint, groupKey: suppressions.groupKey },
  ...{ status: suppressions.status, labels: suppressions.labels, annotations: suppressions.annotations },
  ...{ startsAt: suppressions.startsAt, endsAt: suppressions.endsAt, generatorUrl: suppressions.generatorUrl },
};

interface NameColumns {
  readonly source: SQLWrapper;
  readonly fingerprint: SQLWrapper;
}

/** By the fingerprint first, which has an index. */
function isOneOf({ source, fingerprint }: NameColumns, names: readonly AlertName[]): SQL {
  const fingerprints = sql.param(names.map((name) => name.fingerprint));
  const sources = sql.param(names.map((name) => name.source));
  return sql`(${fingerprint} = any(${fingerprints}::text[])
    and (${source}, ${fingerprint}) in (select * from unnest(${sources}::text[], ${fingerprints}::text[])))`;
}
