/** Alerts that were taken from their sender and wait to be grouped: appended many at a time, taken in the order urgent, oldest. */

import type { SQL } from 'drizzle-orm';
import type { IncomingAlert } from '../domain/alert.ts';
import { cleanText, fromInstant, toInstant, toJson } from './columns.ts';
import { count, sql } from './drizzle.ts';
import type { InboxStore, Parcel, StoredParcel } from './inbox-contract.ts';
import { inbox } from './schema/inbox-table.ts';
import type { Ground, Work } from './work.ts';
import { isoOf, rowsOf } from './work.ts';

/** Parcels in one look. */
const parcelsMax = 200;

export function createInboxStore({ run, runFirst }: Ground): InboxStore {
  return {
    append: async (parcels) => (parcels.length === 0 ? [] : runFirst((at) => appendParcels(at, parcels))),
    take: (bytesMax, nowMs) => run((at) => takeParcels(at, bytesMax, isoOf(nowMs))),
    remove: (seqs) => run(async ({ session }) => void (await session.delete(inbox).where(isOneOf(seqs)))),
    stillWaiting: (seqs) =>
      run(async ({ session }) => {
        const rows = await session.select({ seq: inbox.seq }).from(inbox).where(isOneOf(seqs));
        return rows.map(({ seq }) => seq);
      }),
    // Asked when much is going on, and short.
    counts: () =>
      runFirst(async ({ session }) => {
        const [row] = await session
          .select({ waiting: count(), failing: sql<number>`count(*) filter (where ${inbox.attempts} > 0)`.mapWith(Number) })
          .from(inbox);
        return { waiting: row?.waiting ?? 0, failing: row?.failing ?? 0 };
      }),
  };
}

/** As one array: there may be more of them than a statement may have parameters. */
function isOneOf(seqs: readonly number[]): SQL {
  return sql`${inbox.seq} = any(${sql.param([...seqs])}::bigint[])`;
}

async function appendParcels(at: Work, parcels: readonly Parcel[]): Promise<readonly number[]> {
  const rows = parcels.map(
    ({ isUrgent, receivedAt, alerts, failed }) => sql`(
      ${at.tenantId}::text, ${cleanText(failed?.groupKey ?? '')}::text, ${isUrgent}::boolean, ${toInstant(receivedAt)}::timestamptz,
      ${toJson(alerts)}::text, ${failed?.attempts ?? 0}::integer, ${isoOf(failed?.dueAtMs ?? 0)}::timestamptz,
      ${failed === undefined ? null : cleanText(failed.error)}::text)`,
  );
  const result = await at.session.execute(sql`
    insert into zhiban.inbox (tenant_id, group_key, is_urgent, received_at, alerts, attempts, due_at, error)
    values ${sql.join(rows, sql`, `)} returning seq`);
  return rowsOf(result).map(({ seq }) => Number(seq));
}

async function takeParcels(at: Work, bytesMax: number, now: string): Promise<readonly StoredParcel[]> {
  const locked = await at.session.execute(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`zhiban.inbox:${at.tenantId}`}, 0)) as is_ours`,
  );
  if (rowsOf(locked)[0]?.is_ours !== true) return [];
  // The length in bytes is known without reading the text.
  const taken = await at.session.execute(sql`
    with head as materialized (
      select is_urgent, seq, octet_length(alerts) as bytes from zhiban.inbox
      where due_at <= ${now}::timestamptz order by is_urgent desc, seq limit ${parcelsMax}),
    sized as (select seq, bytes, sum(bytes) over (order by is_urgent desc, seq) - bytes as bytes_before from head)
    select inbox.seq, inbox.attempts, inbox.is_urgent, inbox.received_at::text as received_at, inbox.alerts, sized.bytes
    from sized join zhiban.inbox on inbox.seq = sized.seq
    where sized.bytes_before < ${bytesMax}
    order by inbox.is_urgent desc, inbox.seq`);
  return rowsOf(taken).map(toParcel);
}

function toParcel(row: Readonly<Record<string, unknown>>): StoredParcel {
  return {
    seq: Number(row.seq),
    attempts: Number(row.attempts),
    bytes: Number(row.bytes),
    isUrgent: row.is_urgent === true,
    receivedAt: fromInstant(String(row.received_at)),
    alerts: JSON.parse(String(row.alerts)) as readonly IncomingAlert[],
  };
}
