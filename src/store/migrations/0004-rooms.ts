/** Rooms of incidents' own, and threads that such a room is. */

import type { Migration } from '../migrate.ts';

export const rooms: Migration = {
  number: 4,
  name: 'rooms',
  sql: `
alter table zhiban.threads add column is_room boolean not null default false;
alter table zhiban.threads add column closed_at timestamptz;
create index threads_rooms on zhiban.threads (tenant_id, channel) where is_room;

create table zhiban.rooms (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  adapter text not null,
  name text not null,
  locale text not null,
  invite jsonb not null,
  close_after_ms bigint not null,
  requested_by text not null,
  state text not null,
  place jsonb,
  topic text,
  invited jsonb not null,
  link text,
  seen_revision integer not null,
  attempts integer not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  error text,
  primary key (tenant_id, id),
  unique (tenant_id, incident_id, adapter),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index rooms_alive on zhiban.rooms (tenant_id, seq) where state in ('wanted', 'open');

alter table zhiban.rooms enable row level security;
alter table zhiban.rooms force row level security;
create policy tenant on zhiban.rooms using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, update on zhiban.rooms to zhiban_app;
`,
};
