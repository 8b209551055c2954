/** Silences, and the alerts that are kept and not told. */

import type { Migration } from '../migrate.ts';

export const noise: Migration = {
  number: 10,
  name: 'noise',
  sql: `
create table zhiban.silences (
  tenant_id text not null,
  id text not null,
  matchers jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  comment text not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index silences_end on zhiban.silences (tenant_id, ends_at);

create table zhiban.suppressions (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  source text not null,
  fingerprint text not null,
  group_key text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  generator_url text,
  received_at timestamptz not null,
  repeats integer not null,
  state text not null,
  reasons jsonb not null,
  since timestamptz not null,
  recheck_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index suppressions_held on zhiban.suppressions (tenant_id, source, fingerprint) where state = 'held';
create index suppressions_recheck on zhiban.suppressions (tenant_id, recheck_at) where state = 'held';
create index suppressions_end on zhiban.suppressions (tenant_id, ends_at) where state = 'held';
create index suppressions_fingerprint on zhiban.suppressions (tenant_id, fingerprint, seq desc);
create index suppressions_order on zhiban.suppressions (tenant_id, seq desc);

do $walls$
declare
  name text;
begin
  foreach name in array array['silences', 'suppressions'] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    execute format('grant select, insert on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;
grant update on zhiban.silences, zhiban.suppressions to zhiban_app;
`,
};
