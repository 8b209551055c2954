/** Alerts that were taken from their sender and are still to be grouped into incidents. */

import type { Migration } from '../migrate.ts';

export const inbox: Migration = {
  number: 8,
  name: 'inbox',
  sql: `
create table zhiban.inbox (
  tenant_id text not null,
  seq bigint not null generated always as identity,
  group_key text not null,
  is_urgent boolean not null,
  received_at timestamptz not null,
  alerts text not null,
  attempts integer not null default 0,
  due_at timestamptz not null default 'epoch',
  error text,
  primary key (tenant_id, seq)
);
-- Written once and soon gone: compressing costs more than it saves.
alter table zhiban.inbox alter column alerts set storage external;
create index inbox_order on zhiban.inbox (tenant_id, is_urgent desc, seq);
create index inbox_group on zhiban.inbox (tenant_id, group_key, seq);

alter table zhiban.inbox enable row level security;
alter table zhiban.inbox force row level security;
create policy tenant on zhiban.inbox using (tenant_id = current_setting('zhiban.tenant', true))
  with check (tenant_id = current_setting('zhiban.tenant', true));
grant select, insert, delete on zhiban.inbox to zhiban_app;
grant update (attempts, due_at, error) on zhiban.inbox to zhiban_app;
`,
};
