/** Messages of alert sources that could not be read: kept until somebody has mended the mapping, or wants them no more. */

import type { Migration } from '../migrate.ts';

export const unread: Migration = {
  number: 13,
  name: 'unread',
  sql: `
create table zhiban.unread (
  tenant_id text not null,
  id bigint not null generated always as identity,
  source text not null,
  digest text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1,
  reason jsonb not null,
  meta jsonb not null,
  body text not null,
  is_cut boolean not null,
  primary key (tenant_id, id)
);
create unique index unread_once on zhiban.unread (tenant_id, source, digest);

alter table zhiban.unread enable row level security;
alter table zhiban.unread force row level security;
create policy tenant on zhiban.unread using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, delete on zhiban.unread to zhiban_app;
grant update (last_at, times, reason) on zhiban.unread to zhiban_app;
`,
};
