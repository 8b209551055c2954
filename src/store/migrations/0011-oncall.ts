/** Shifts that people take from each other, and the addresses under which calendars read the shifts. */

import type { Migration } from '../migrate.ts';

export const oncall: Migration = {
  number: 11,
  name: 'oncall',
  sql: `
create table zhiban.oncall_overrides (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  schedule_id text not null,
  person_id text not null,
  instead_of text,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null,
  state text not null,
  code text,
  uid text,
  at timestamptz not null,
  by_person text not null,
  primary key (tenant_id, id),
  check (to_at > from_at)
);
create index oncall_overrides_time on zhiban.oncall_overrides (tenant_id, to_at);
create unique index oncall_overrides_uid on zhiban.oncall_overrides (tenant_id, schedule_id, uid) where state = 'active' and uid is not null;

create table zhiban.oncall_feeds (
  tenant_id text not null,
  id text not null,
  token_hash text not null,
  schedule_id text,
  person_id text,
  locale text not null,
  at timestamptz not null,
  by_person text not null,
  primary key (tenant_id, id)
);
create unique index oncall_feeds_token on zhiban.oncall_feeds (tenant_id, token_hash);

alter table zhiban.oncall_overrides enable row level security;
alter table zhiban.oncall_overrides force row level security;
create policy tenant on zhiban.oncall_overrides using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, delete on zhiban.oncall_overrides to zhiban_app;
grant update (state, code, at) on zhiban.oncall_overrides to zhiban_app;

alter table zhiban.oncall_feeds enable row level security;
alter table zhiban.oncall_feeds force row level security;
create policy tenant on zhiban.oncall_feeds using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, delete on zhiban.oncall_feeds to zhiban_app;
`,
};
