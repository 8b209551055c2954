/** One transaction of one tenant, as the aggregates see it. */

import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Clock } from '../domain/clock.ts';
import type { IdPrefix } from '../domain/ids.ts';
import { newId } from '../domain/ids.ts';
import { toJson } from './columns.ts';
import { sql } from './drizzle.ts';
import type { EventKind } from './event-contract.ts';
import type { JournalShelf } from './journaled-inbox.ts';

/** Drizzle within a transaction of either flavour. */
export type Session = PgDatabase<PgQueryResultHKT>;

export interface NewEvent {
  readonly kind: EventKind;
  readonly incidentId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Work {
  readonly tenantId: string;
  readonly session: Session;
  /** Kept until the work is done, then written at once with its notification. */
  readonly events: NewEvent[];
}

/** Does work in a transaction: its own, or the one that is open. */
export type Run = <T>(work: (at: Work) => Promise<T>) => Promise<T>;

/** What every aggregate is made of. */
export interface Ground {
  readonly run: Run;
  /** The same, before everything that waits: for what is short and whose sender waits. */
  readonly runFirst: Run;
  /** The same, in turns with everything else: for what puts alerts into incidents. */
  readonly runInTurns: Run;
  /** Where alerts that come in are written; null where that is a table. */
  readonly journals: JournalShelf | null;
  readonly clock: Clock;
}

/** What `pg_notify` is called with; the payload is the tenant. */
export const eventChannel = 'zhiban_events';

/** An identifier of now. */
export function idOf(ground: Ground, prefix: IdPrefix): string {
  return newId(prefix, ground.clock.now());
}

/** ISO 8601 of a moment given in epoch milliseconds. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Both drivers answer a raw statement with `rows`. */
export function rowsOf(result: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (result as { readonly rows: readonly Readonly<Record<string, unknown>>[] }).rows;
}

/** Does the work and writes its events last. */
export async function doWork<T>(session: Session, tenantId: string, work: (at: Work) => Promise<T>): Promise<T> {
  const at: Work = { tenantId, session, events: [] };
  const result = await work(at);
  if (at.events.length > 0) await writeEvents(at);
  return result;
}

/**
 * Readers follow events by their number, so numbers must become visible in order: the lock is held from giving the numbers to the
 * commit that follows at once. It is the last lock that a transaction takes, so it can't be part of a deadlock.
 */
async function writeEvents(at: Work): Promise<void> {
  const rows = toJson(
    at.events.map((event, place) => ({ place, kind: event.kind, incident_id: event.incidentId, payload: event.payload })),
  );
  await at.session.execute(sql`
    with queue as materialized (select pg_advisory_xact_lock(hashtextextended(${`zhiban.events:${at.tenantId}`}, 0)))
    insert into zhiban.events (tenant_id, kind, incident_id, payload)
    select ${at.tenantId}::text, event.kind, event.incident_id, event.payload
    from queue, jsonb_to_recordset(${rows}::jsonb) as event (place integer, kind text, incident_id text, payload jsonb)
    order by event.place
    returning pg_notify(${eventChannel}, ${at.tenantId}::text)`);
}
