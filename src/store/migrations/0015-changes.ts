/** Changes that were told: deploys, settings, flags. */

import type { Migration } from '../migrate.ts';

export const changes: Migration = {
  number: 15,
  name: 'changes',
  sql: `
create table zhiban.changes (
  tenant_id text not null,
  id text not null,
  at timestamptz not null,
  kind text not null,
  system_ids jsonb not null,
  title text not null,
  version text,
  author text,
  url text,
  source text not null,
  key text not null,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index changes_time on zhiban.changes (tenant_id, at desc, id);

alter table zhiban.changes enable row level security;
alter table zhiban.changes force row level security;
create policy tenant on zhiban.changes using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, delete on zhiban.changes to zhiban_app;
`,
};
