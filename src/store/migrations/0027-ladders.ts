/** Where incidents are on their ladders, and each call of a person with what came of it. */

import type { Migration } from '../migrate.ts';

export const ladders: Migration = {
  number: 27,
  name: 'ladders',
  sql: `
create table zhiban.ladders (
  tenant_id text not null,
  incident_id text not null,
  run integer not null,
  ladder text not null,
  state text not null,
  ended_by text,
  began_at timestamptz not null,
  step integer not null,
  next_at timestamptz,
  snoozed_until timestamptz,
  snoozed_by text,
  primary key (tenant_id, incident_id)
);
create index ladders_due on zhiban.ladders (tenant_id, next_at) where next_at is not null;

create table zhiban.pages (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  run integer not null,
  kind text not null,
  step integer not null,
  level integer,
  way text not null,
  person_id text,
  slot text,
  state text not null,
  reason text,
  detail text,
  at timestamptz not null,
  sent_at timestamptz,
  attempts integer not null default 0,
  due_at timestamptz not null,
  leased_until timestamptz,
  primary key (tenant_id, id)
);
create unique index pages_once on zhiban.pages (tenant_id, incident_id, run, kind, step, way, coalesce(person_id, ''));
create index pages_waiting on zhiban.pages (tenant_id, due_at) where state = 'waiting';
create index pages_time on zhiban.pages (tenant_id, at);

alter table zhiban.ladders enable row level security;
alter table zhiban.ladders force row level security;
create policy tenant on zhiban.ladders using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, update on zhiban.ladders to zhiban_app;

alter table zhiban.pages enable row level security;
alter table zhiban.pages force row level security;
create policy tenant on zhiban.pages using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert on zhiban.pages to zhiban_app;
grant update (state, reason, detail, sent_at, attempts, due_at, leased_until) on zhiban.pages to zhiban_app;
`,
};
