/**
 * Tables of incidents and plans, of what belongs to them and of what is decided about them. SQL lives in TypeScript so that it is part of whatever `tsc` builds.
 * A migration that was released is never edited: its checksum is recorded in every database.
 */

import type { Migration } from '../migrate.ts';

export const incidentTables: Migration = {
  number: 1,
  name: 'incident-tables',
  sql: `
create table zhiban.tenants (
  id text primary key check (id <> ''),
  name text not null,
  created_at timestamptz not null default now()
);

create table zhiban.counters (
  tenant_id text not null references zhiban.tenants,
  name text not null,
  value integer not null,
  primary key (tenant_id, name)
);

create table zhiban.incidents (
  tenant_id text not null references zhiban.tenants,
  id text not null,
  code text not null,
  title text not null,
  status text not null,
  phase text not null,
  severity text not null,
  origin text not null,
  question text,
  group_key text,
  previous_incident_id text,
  requested_by text not null,
  locale text not null,
  system_ids jsonb not null,
  started_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at timestamptz,
  alerts_firing integer not null,
  alerts_total integer not null,
  hypotheses jsonb not null,
  verdict jsonb,
  plan_id text,
  budget jsonb not null,
  spent_probes integer not null,
  spent_llm_calls integer not null,
  spent_tokens bigint not null,
  spent_seconds double precision not null,
  looks_done integer not null,
  looks_planned integer not null,
  revision integer not null,
  search text not null generated always as (lower(code || ' ' || title || ' ' || left(coalesce(question, ''), 500))) stored,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
-- One unresolved incident a group; the road to the open one and, without the predicate, to the latest one.
create unique index incidents_open_group on zhiban.incidents (tenant_id, group_key) where status <> 'resolved' and group_key is not null;
create index incidents_group on zhiban.incidents (tenant_id, group_key, started_at desc) where group_key is not null;
create index incidents_started on zhiban.incidents (tenant_id, started_at desc, id desc);
create index incidents_open on zhiban.incidents (tenant_id, started_at desc, id desc) where status <> 'resolved';
-- Search walks the list in order and must not read hypotheses and verdicts on its way: they go out of line early,
-- but not so early that the searched text goes too.
alter table zhiban.incidents set (toast_tuple_target = 1024);

create table zhiban.alerts (
  tenant_id text not null,
  incident_id text not null,
  source text not null,
  fingerprint text not null,
  id text not null,
  group_key text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  generator_url text,
  received_at timestamptz not null,
  repeats integer not null,
  primary key (tenant_id, incident_id, source, fingerprint)
);
create index alerts_order on zhiban.alerts (tenant_id, incident_id, status, starts_at desc);

create table zhiban.evidence (
  tenant_id text not null,
  id text not null,
  incident_id text not null,
  system_id text not null,
  probe text not null,
  parameters jsonb not null,
  round integer not null,
  started_at timestamptz not null,
  duration_ms double precision not null,
  status text not null,
  reason text,
  problem text,
  headline jsonb not null,
  facts jsonb not null,
  query text not null,
  text text not null,
  series jsonb,
  is_truncated boolean not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index evidence_incident on zhiban.evidence (tenant_id, incident_id, started_at, id);

create table zhiban.plans (
  tenant_id text not null,
  id text not null,
  incident_id text not null,
  digest text not null,
  state text not null,
  risk text not null,
  title jsonb not null,
  requested_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  approvals_needed integer not null,
  primary key (tenant_id, id),
  unique (tenant_id, id, digest),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index plans_incident on zhiban.plans (tenant_id, incident_id, created_at desc);
create index plans_unfinished on zhiban.plans (tenant_id, created_at) where state in ('pending', 'approved', 'running');

create table zhiban.plan_steps (
  tenant_id text not null,
  plan_id text not null,
  index integer not null,
  system_id text not null,
  kind text not null,
  action text not null,
  arguments jsonb not null,
  risk text not null,
  summary jsonb not null,
  why jsonb not null,
  evidence_ids jsonb not null,
  effect jsonb not null,
  verification jsonb not null,
  undo jsonb not null,
  state text not null,
  note jsonb,
  before jsonb,
  apply_started_at timestamptz,
  applied_at timestamptz,
  primary key (tenant_id, plan_id, index),
  foreign key (tenant_id, plan_id) references zhiban.plans
);

-- The digest is part of the reference: an approval can't exist for anything but the plan as it is.
create table zhiban.approvals (
  tenant_id text not null,
  plan_id text not null,
  digest text not null,
  decision text not null,
  person_id text not null,
  person_name text not null,
  door text not null,
  at timestamptz not null,
  reason text,
  primary key (tenant_id, plan_id, person_id),
  foreign key (tenant_id, plan_id, digest) references zhiban.plans (tenant_id, id, digest)
);

create table zhiban.timeline (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  at timestamptz not null,
  kind text not null,
  text jsonb not null,
  evidence_ids jsonb not null,
  actor text not null,
  key text,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create unique index timeline_key on zhiban.timeline (tenant_id, incident_id, key) where key is not null;
create index timeline_order on zhiban.timeline (tenant_id, incident_id, at desc, seq desc);
`,
};
