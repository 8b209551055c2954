/** The list of all alerts, newest first, by filter and words, page by page. */

import { alertConditions } from './alert-conditions.ts';
import type { AlertFilter, AlertPage } from './alert-contract.ts';
import { cleanText } from './columns.ts';
import { and, desc, eq, inArray, sql } from './drizzle.ts';
import { walkIndex } from './list-incidents.ts';
import { alerts, incidents } from './schema/incident-tables.ts';
import { writeTimeCursor } from './time-cursor.ts';
import type { Work } from './work.ts';

export async function listAlerts(at: Work, filter: AlertFilter): Promise<AlertPage> {
  const limit = Math.min(200, Math.max(1, Math.trunc(filter.limit)));
  const { incidentId, systemId, fingerprint } = filter;
  // What one incident has, and the periods of one alert, are found by that, and sorted.
  if (incidentId === undefined && fingerprint === undefined) await walkIndex(at);
  const rows = await at.session
    .select()
    .from(alerts)
    .where(
      and(
        incidentId === undefined ? undefined : eq(alerts.incidentId, incidentId),
        systemId === undefined
          ? undefined
          : sql`${alerts.incidentId} in (select id from zhiban.incidents where system_ids ? ${cleanText(systemId)})`,
        ...alertConditions(alerts, filter),
      ),
    )
    .orderBy(desc(alerts.startsAt), desc(alerts.id))
    .limit(limit + 1);
  const found = rows.slice(0, limit);
  const codes = await codesOf(at, [...new Set(found.map(({ incidentId }) => incidentId))]);
  const last = found.at(-1);
  return {
    items: found.map(({ tenantId: _, ...alert }) => ({ ...alert, incidentCode: codes.get(alert.incidentId) ?? '' })),
    nextCursor: rows.length > limit && last !== undefined ? writeTimeCursor(last.startsAt, last.id) : null,
  };
}

async function codesOf({ session }: Work, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await session
    .select({ id: incidents.id, code: incidents.code })
    .from(incidents)
    .where(inArray(incidents.id, [...ids]));
  return new Map(rows.map(({ id, code }) => [id, code]));
}
