/** Tables of what an incident is made of. The SQL in `migrations` is the truth; a test compares the two. */

import type { IncomingAlert, Labels, Severity } from '../../domain/alert.ts';
import type { Facts, LookStatus, ReachProblem, Series } from '../../domain/evidence.ts';
import type { Incident, IncidentPhase, IncidentStatus, TimelineKind } from '../../domain/incident.ts';
import type { Hypothesis } from '../../domain/signature.ts';
import type { Locale, LocalText } from '../../domain/text.ts';
import type { Budget, Verdict } from '../../domain/verdict.ts';
import { instant, json, text } from '../columns.ts';
import { bigint, boolean, doublePrecision, integer, primaryKey, sql } from '../drizzle.ts';
import { house } from './house.ts';

export const tenants = house.table('tenants', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().default(sql`now()`),
});

export const counters = house.table(
  'counters',
  { tenantId: text('tenant_id').notNull(), name: text('name').notNull(), value: integer('value').notNull() },
  (table) => [primaryKey({ columns: [table.tenantId, table.name] })],
);

export const incidents = house.table(
  'incidents',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    code: text('code').notNull(),
    title: text('title').notNull(),
    status: text('status').$type<IncidentStatus>().notNull(),
    phase: text('phase').$type<IncidentPhase>().notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    origin: text('origin').$type<Incident['origin']>().notNull(),
    question: text('question'),
    groupKey: text('group_key'),
    previousIncidentId: text('previous_incident_id'),
    mergedInto: text('merged_into'),
    requestedBy: text('requested_by').notNull(),
    locale: text('locale').$type<Locale>().notNull(),
    systemIds: json<readonly string[]>('system_ids').notNull(),
    startedAt: instant('started_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: instant('resolved_at'),
    alertsFiring: integer('alerts_firing').notNull(),
    alertsTotal: integer('alerts_total').notNull(),
    hypotheses: json<readonly Hypothesis[]>('hypotheses').notNull(),
    verdict: json<Verdict>('verdict'),
    planId: text('plan_id'),
    budget: json<Budget>('budget').notNull(),
    spentProbes: integer('spent_probes').notNull(),
    spentLlmCalls: integer('spent_llm_calls').notNull(),
    spentTokens: bigint('spent_tokens', { mode: 'number' }).notNull(),
    spentSeconds: doublePrecision('spent_seconds').notNull(),
    looksDone: integer('looks_done').notNull(),
    looksPlanned: integer('looks_planned').notNull(),
    revision: integer('revision').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const alerts = house.table(
  'alerts',
  {
    tenantId: text('tenant_id').notNull(),
    incidentId: text('incident_id').notNull(),
    source: text('source').notNull(),
    fingerprint: text('fingerprint').notNull(),
    id: text('id').notNull(),
    groupKey: text('group_key').notNull(),
    status: text('status').$type<IncomingAlert['status']>().notNull(),
    labels: json<Labels>('labels').notNull(),
    annotations: json<Labels>('annotations').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    generatorUrl: text('generator_url'),
    receivedAt: instant('received_at').notNull(),
    repeats: integer('repeats').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.incidentId, table.source, table.fingerprint, table.groupKey] })],
);

export const evidence = house.table(
  'evidence',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    incidentId: text('incident_id').notNull(),
    systemId: text('system_id').notNull(),
    probe: text('probe').notNull(),
    parameters: json<Readonly<Record<string, unknown>>>('parameters').notNull(),
    round: integer('round').notNull(),
    startedAt: instant('started_at').notNull(),
    durationMs: doublePrecision('duration_ms').notNull(),
    status: text('status').$type<LookStatus>().notNull(),
    reason: text('reason'),
    problem: text('problem').$type<ReachProblem>(),
    headline: json<LocalText>('headline').notNull(),
    facts: json<Facts>('facts').notNull(),
    query: text('query').notNull(),
    text: text('text').notNull(),
    series: json<readonly Series[]>('series'),
    isTruncated: boolean('is_truncated').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const timeline = house.table(
  'timeline',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    at: instant('at').notNull(),
    kind: text('kind').$type<TimelineKind>().notNull(),
    text: json<LocalText>('text').notNull(),
    evidenceIds: json<readonly string[]>('evidence_ids').notNull(),
    actor: text('actor').notNull(),
    key: text('key'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
