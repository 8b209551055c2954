/** Storms, and the groups that are told in them. Parcels of the inbox are of many groups, so nothing looks there for one. */

import type { Migration } from '../migrate.ts';

export const storms: Migration = {
  number: 9,
  name: 'storms',
  sql: `
create table zhiban.storms (
  tenant_id text not null,
  incident_id text not null,
  began_at timestamptz not null,
  last_at timestamptz not null,
  ended_at timestamptz,
  minute_at timestamptz not null,
  minute_added integer not null,
  previous_added integer not null,
  primary key (tenant_id, incident_id),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
-- One at a time.
create unique index storms_current on zhiban.storms (tenant_id) where ended_at is null;

create table zhiban.storm_groups (
  tenant_id text not null,
  incident_id text not null,
  group_key text not null,
  labels jsonb not null,
  firing integer not null,
  total integer not null,
  joined_at timestamptz not null,
  primary key (tenant_id, incident_id, group_key),
  foreign key (tenant_id, incident_id) references zhiban.storms
);
create index storm_groups_group on zhiban.storm_groups (tenant_id, group_key);
-- One group of an incident; in a storm there are many.
create index alerts_group on zhiban.alerts (tenant_id, incident_id, group_key);
drop index zhiban.inbox_group;

alter table zhiban.storms enable row level security;
alter table zhiban.storms force row level security;
create policy tenant on zhiban.storms using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
alter table zhiban.storm_groups enable row level security;
alter table zhiban.storm_groups force row level security;
create policy tenant on zhiban.storm_groups using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, update on zhiban.storms to zhiban_app;
grant select, insert, update, delete on zhiban.storm_groups to zhiban_app;
grant delete on zhiban.alerts to zhiban_app;
`,
};
