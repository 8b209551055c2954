/** Tables of what is said and told, and of the records around the incidents. */

import type { Migration } from '../migrate.ts';

export const deliveryTables: Migration = {
  number: 2,
  name: 'delivery-tables',
  sql: `
create table zhiban.threads (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  adapter text not null,
  workspace text not null,
  channel text not null,
  thread text,
  locale text not null,
  root_id text,
  root_place jsonb,
  root_thread text,
  parent_id text,
  parent_place jsonb,
  card_revision integer not null,
  incident_revision integer not null,
  leased_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create unique index threads_place on zhiban.threads (tenant_id, incident_id, adapter, workspace, channel, coalesce(thread, ''));
create index threads_by_thread on zhiban.threads (tenant_id, thread, channel) where thread is not null;
create index threads_by_root on zhiban.threads (tenant_id, root_id, channel) where root_id is not null;
create index threads_by_root_thread on zhiban.threads (tenant_id, root_thread, channel) where root_thread is not null;
create index threads_by_parent on zhiban.threads (tenant_id, parent_id, channel) where parent_id is not null;
create index threads_behind on zhiban.threads (tenant_id, seq) where card_revision < incident_revision;

create table zhiban.outbox (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  thread_id text not null,
  slot text not null,
  priority integer not null,
  text jsonb not null,
  evidence_ids jsonb not null,
  state text not null,
  attempts integer not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  error text,
  message jsonb,
  primary key (tenant_id, id),
  unique (tenant_id, thread_id, slot),
  foreign key (tenant_id, thread_id) references zhiban.threads
);
create index outbox_waiting on zhiban.outbox (tenant_id, priority, seq) where state = 'waiting';
create index outbox_dead on zhiban.outbox (tenant_id) where state = 'dead';

create table zhiban.relay (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  kind text not null,
  payload jsonb not null,
  key text not null,
  attempts integer not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  done_at timestamptz,
  error text,
  primary key (tenant_id, id),
  unique (tenant_id, incident_id, key),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index relay_waiting on zhiban.relay (tenant_id, seq) where done_at is null;
create index relay_waiting_incident on zhiban.relay (tenant_id, incident_id, seq) where done_at is null;

create table zhiban.audit (
  tenant_id text not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  door text not null,
  action text not null,
  incident_id text,
  target text not null,
  outcome text not null,
  details jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (tenant_id, seq)
);
create index audit_incident on zhiban.audit (tenant_id, incident_id, seq desc) where incident_id is not null;

create table zhiban.interactions (
  tenant_id text not null,
  key text not null,
  at timestamptz not null,
  primary key (tenant_id, key)
);
create index interactions_age on zhiban.interactions (tenant_id, at);

create table zhiban.chat_messages (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  channel text not null,
  thread_id text,
  author text not null,
  author_name text not null,
  is_bot boolean not null,
  at timestamptz not null,
  edited_at timestamptz,
  body jsonb not null,
  incident_id text,
  replies integer not null,
  idempotency_key text not null,
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key),
  foreign key (tenant_id, thread_id) references zhiban.chat_messages (tenant_id, id)
);
create index chat_roots on zhiban.chat_messages (tenant_id, channel, seq desc) where thread_id is null;
create index chat_threads on zhiban.chat_messages (tenant_id, thread_id, seq desc) where thread_id is not null;

create table zhiban.sessions (
  tenant_id text not null,
  token_hash text not null,
  kind text not null,
  person_id text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, token_hash)
);
create index sessions_age on zhiban.sessions (tenant_id, expires_at);

create table zhiban.events (
  seq bigint generated always as identity primary key,
  tenant_id text not null,
  kind text not null,
  incident_id text,
  payload jsonb not null
);
create index events_tenant on zhiban.events (tenant_id, seq);

create table zhiban.model_calls (
  tenant_id text not null,
  incident_id text not null,
  run integer not null,
  turn integer not null,
  profile text not null,
  request jsonb not null,
  response jsonb not null,
  tokens integer not null,
  at timestamptz not null,
  primary key (tenant_id, incident_id, run, turn),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index model_calls_budget on zhiban.model_calls (tenant_id, profile, at);

create table zhiban.settings (
  tenant_id text not null,
  key text not null,
  value jsonb not null,
  primary key (tenant_id, key)
);
`,
};
