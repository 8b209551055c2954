/** Incidents of a span with the moments that are counted: one statement, whatever the span. */

import { z } from 'zod';
import { ZhibanError } from '../domain/errors.ts';
import type { IncidentRecord, InsightSpan } from '../domain/insight.ts';
import { fromInstant } from './columns.ts';
import { sql } from './drizzle.ts';
import type { InsightStore } from './insights-contract.ts';
import { type Ground, rowsOf, type Work } from './work.ts';

const instantText = z.string().transform(fromInstant);
const count = z.coerce.number().int();

const recordRow = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string(),
  origin: z.enum(['alert', 'question', 'demo']),
  severity: z.enum(['critical', 'warning', 'info']),
  status: z.enum(['triggered', 'acknowledged', 'mitigated', 'resolved']),
  week: z.string(),
  day: z.string(),
  service: z.string().nullable(),
  team: z.string().nullable(),
  systemIds: z.array(z.string()),
  startedAt: instantText,
  receivedAt: instantText,
  acknowledgedAt: instantText.nullable(),
  identifiedAt: z.string().nullable(),
  resolvedAt: instantText.nullable(),
  fault: z.string().nullable(),
  alerts: count,
  notifications: count,
  isFixedByPlan: z.boolean(),
  isHandled: z.boolean(),
});

export function createInsightStore(ground: Ground): InsightStore {
  return { incidents: (span, limit) => ground.run((at) => readIncidents(at, span, limit)) };
}

async function readIncidents(at: Work, span: InsightSpan, limit: number): Promise<readonly IncidentRecord[]> {
  if (!isZoneName(span.timeZone)) {
    throw new ZhibanError(
      'invalid',
      `'${span.timeZone.slice(0, 60)}' is no time zone that is known here; expected a name as Asia/Shanghai`,
    );
  }
  const found = await at.session.execute(sql`
    select i.id, i.code, i.title, i.origin, i.severity, i.status, i.system_ids as "systemIds",
      to_char(date_trunc('week', i.started_at at time zone ${span.timeZone}), 'YYYY-MM-DD') as week,
      to_char(i.started_at at time zone ${span.timeZone}, 'YYYY-MM-DD') as day,
      coalesce(a.service, i.system_ids ->> 0) as service, a.team,
      i.started_at::text as "startedAt", coalesce(o.at, i.started_at)::text as "receivedAt",
      i.acknowledged_at::text as "acknowledgedAt", i.resolved_at::text as "resolvedAt",
      case when i.verdict ->> 'state' in ('confirmed', 'likely', 'healthy') then i.verdict ->> 'at' end as "identifiedAt",
      i.verdict #>> '{causes,0,signatureId}' as fault,
      coalesce(a.alerts, 0) as alerts, coalesce(a.notifications, 0) as notifications,
      exists (select 1 from zhiban.plans p
        where p.incident_id = i.id and p.state = 'verified' and i.origin = 'alert' and p.requested_by = i.requested_by) as "isFixedByPlan",
      i.acknowledged_at is not null
        or exists (select 1 from zhiban.plans p join zhiban.approvals d on d.plan_id = p.id where p.incident_id = i.id)
        or exists (select 1 from zhiban.timeline t
          where t.incident_id = i.id and t.kind in ('status', 'steer') and t.actor <> 'zhiban') as "isHandled"
    from zhiban.incidents i
    left join lateral (
      select count(*) as alerts, sum(repeats + 1) as notifications,
        (array_agg(labels ->> 'service' order by starts_at, fingerprint) filter (where labels ->> 'service' <> ''))[1] as service,
        (array_agg(labels ->> 'team' order by starts_at, fingerprint) filter (where labels ->> 'team' <> ''))[1] as team
      from zhiban.alerts where incident_id = i.id
    ) a on true
    left join lateral (select min(t.at) as at from zhiban.timeline t where t.incident_id = i.id and t.kind = 'opened') o on true
    where i.origin <> 'demo' and i.merged_into is null and i.started_at >= ${span.since}::timestamptz and i.started_at < ${span.until}::timestamptz
    order by i.started_at, i.id
    limit ${limit}`);
  return rowsOf(found).map((row) => recordRow.parse(row));
}

/** As the runtime has them: asking the database reads hundreds of files. An offset such as `+08:00` is none, since SQL would turn it round. */
function isZoneName(timeZone: string): boolean {
  if (!/^[a-z]/i.test(timeZone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
