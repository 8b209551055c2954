/** Alerts that are kept and not told: one row for each period, found by the alert while it is held. */

import type { SuppressedAlert, SuppressionKind } from '../domain/suppression.ts';
import { toInstant, toJson } from './columns.ts';
import { and, desc, eq, gte, inArray, or, sql } from './drizzle.ts';
import { listSuppressed } from './list-suppressed.ts';
import { alertKey, placeKey } from './merge-alert.ts';
import { alerts, counters } from './schema/incident-tables.ts';
import { suppressions } from './schema/noise-tables.ts';
import type { AlertName, Met, SuppressionFilter, SuppressionStore } from './suppression-contract.ts';
import type { Ground, Work } from './work.ts';
import { isoOf } from './work.ts';

const counterName = 'noise';
const chunkRows = 1_000;

export function createSuppressionStore({ run }: Ground): SuppressionStore {
  return {
    meet: (names) => run((at) => meetAlerts(at, names)),
    revision: () => run(readRevision),
    bumpRevision: () => run(bumpRevision),
    save: (rows) =>
      run(async (at) => {
        for (let start = 0; start < rows.length; start += chunkRows) await writeRows(at, rows.slice(start, start + chunkRows));
      }),
    due: (nowMs, limit) =>
      run(async ({ session }) => {
        const now = isoOf(nowMs);
        const isDue = sql`(${suppressions.recheckAt} <= ${now}::timestamptz or (${suppressions.endsAt} <= ${now}::timestamptz and ${suppressions.status} = 'firing'))`;
        const rows = await session
          .select()
          .from(suppressions)
          .where(and(eq(suppressions.state, 'held'), isDue))
          .orderBy(suppressions.seq)
          .limit(limit);
        return rows.map(toSuppressed);
      }),
    recheck: (causeId, nowMs) =>
      run(async ({ session }) => {
        await session
          .update(suppressions)
          .set({ recheckAt: isoOf(nowMs) })
          .where(and(eq(suppressions.state, 'held'), hasCause({ id: causeId })));
      }),
    recheckAll: (nowMs) =>
      run(async ({ session }) => {
        await session
          .update(suppressions)
          .set({ recheckAt: isoOf(nowMs) })
          .where(eq(suppressions.state, 'held'));
      }),
    list: (filter) => run((at) => listRows(at, filter)),
    page: (filter) => run((at) => listSuppressed(at, filter)),
    heldByCause: () => run(countHeld),
    countSince: (since) => run((at) => countSince(at, since)),
    toldIn: (incidentId, names) => run((at) => findTold(at, incidentId, names)),
  };
}

/** One statement, since every group of alerts asks: the revision comes as the row that is always there. */
async function meetAlerts(at: Work, names: readonly AlertName[]): Promise<Met> {
  const fingerprints = [...new Set(names.map(({ fingerprint }) => fingerprint))];
  const isMeant = and(eq(suppressions.state, 'held'), sql`${suppressions.fingerprint} = any(${sql.param(fingerprints)}::text[])`);
  const rows = await at.session
    .select({ revision: sql<number>`coalesce(${counters.value}, 0)`.mapWith(Number), row: suppressions })
    .from(sql`(select ${counterName}::text as name) as asked`)
    .leftJoin(counters, sql`${counters.name} = asked.name`)
    .leftJoin(suppressions, isMeant);
  const held = rows.flatMap(({ row }) => (row === null ? [] : [[placeKey(row), toSuppressed(row)] as const]));
  return { revision: rows[0]?.revision ?? 0, held: new Map(held) };
}

async function readRevision({ session }: Work): Promise<number> {
  const [row] = await session.select({ value: counters.value }).from(counters).where(eq(counters.name, counterName));
  return row?.value ?? 0;
}

async function bumpRevision({ session, tenantId }: Work): Promise<number> {
  const [row] = await session
    .insert(counters)
    .values({ tenantId, name: counterName, value: 1 })
    .onConflictDoUpdate({ target: [counters.tenantId, counters.name], set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value });
  return row?.value ?? 0;
}

async function writeRows(at: Work, rows: readonly SuppressedAlert[]): Promise<void> {
  await at.session.execute(sql`
    insert into zhiban.suppressions as known (
      tenant_id, id, source, fingerprint, group_key, status, labels, annotations, starts_at, ends_at, generator_url,
      received_at, repeats, state, reasons, since, recheck_at, closed_at)
    select ${at.tenantId}::text, id, source, fingerprint, "groupKey", status, labels, annotations, "startsAt", "endsAt", "generatorUrl",
      "receivedAt", repeats, state, reasons, since, "recheckAt", "closedAt"
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as row (
      id text, source text, fingerprint text, "groupKey" text, status text, labels jsonb, annotations jsonb, "startsAt" timestamptz,
      "endsAt" timestamptz, "generatorUrl" text, "receivedAt" timestamptz, repeats integer, state text, reasons jsonb, since timestamptz,
      "recheckAt" timestamptz, "closedAt" timestamptz)
    on conflict (tenant_id, id) do update set
      group_key = excluded.group_key, status = excluded.status, labels = excluded.labels, annotations = excluded.annotations,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, generator_url = excluded.generator_url,
      received_at = excluded.received_at, repeats = excluded.repeats, state = excluded.state, reasons = excluded.reasons,
      recheck_at = excluded.recheck_at, closed_at = excluded.closed_at`);
}

function hasCause(reason: Readonly<Record<string, string>>) {
  return sql`${suppressions.reasons} @> ${toJson([reason])}::jsonb`;
}

async function listRows(at: Work, { states, kind, causeId, q, since, limit }: SuppressionFilter): Promise<readonly SuppressedAlert[]> {
  const words = (q ?? '').split(/\s+/).filter((word) => word !== '');
  const said = sql`(${suppressions.labels}::text || ' ' || ${suppressions.annotations}::text)`;
  const isWord = words.map((word) => sql`${said} ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  const isNamed = q === undefined ? undefined : or(eq(suppressions.fingerprint, q), eq(suppressions.id, q), and(...isWord));
  const rows = await at.session
    .select()
    .from(suppressions)
    .where(
      and(
        states === undefined ? undefined : inArray(suppressions.state, [...states]),
        kind === undefined ? undefined : hasCause({ kind }),
        causeId === undefined ? undefined : hasCause({ id: causeId }),
        since === undefined ? undefined : gte(suppressions.since, toInstant(since)),
        isNamed,
      ),
    )
    .orderBy(desc(suppressions.seq))
    .limit(limit);
  return rows.map(toSuppressed);
}

async function countHeld({ session }: Work): Promise<ReadonlyMap<string, number>> {
  const rows = await session
    .select({ id: sql<string>`reason ->> 'id'`, count: sql<number>`count(*)`.mapWith(Number) })
    .from(suppressions)
    .innerJoin(sql`lateral jsonb_array_elements(${suppressions.reasons}) as reason`, sql`true`)
    .where(eq(suppressions.state, 'held'))
    .groupBy(sql`reason ->> 'id'`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

async function countSince({ session }: Work, since: string): Promise<Readonly<Partial<Record<SuppressionKind, number>>>> {
  const kind = sql<SuppressionKind>`${suppressions.reasons} -> 0 ->> 'kind'`;
  const rows = await session
    .select({ kind, count: sql<number>`count(*)`.mapWith(Number) })
    .from(suppressions)
    .where(gte(suppressions.since, toInstant(since)))
    .groupBy(sql`1`);
  return Object.fromEntries(rows.map((row) => [row.kind, row.count]));
}

async function findTold({ session }: Work, incidentId: string, names: readonly AlertName[]): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const fingerprints = [...new Set(names.map(({ fingerprint }) => fingerprint))];
  const rows = await session
    .select({ source: alerts.source, fingerprint: alerts.fingerprint })
    .from(alerts)
    .where(and(eq(alerts.incidentId, incidentId), eq(alerts.status, 'firing'), inArray(alerts.fingerprint, fingerprints)));
  return new Set(rows.map(alertKey));
}

function toSuppressed({ tenantId: _, seq: _seq, ...row }: typeof suppressions.$inferSelect): SuppressedAlert {
  return row;
}
