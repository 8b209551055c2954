/** Merges and splits by hand: which incident has taken over which groups, which alerts go apart from theirs, and what to give back. */

import type { Migration } from '../migrate.ts';

export const moves: Migration = {
  number: 33,
  name: 'moves',
  sql: `
alter table zhiban.incidents add column merged_into text;

-- The same alert of two groups is two, also where one incident has both groups.
alter table zhiban.alerts drop constraint alerts_pkey;
alter table zhiban.alerts add primary key (tenant_id, incident_id, source, fingerprint, group_key);

create table zhiban.adopted_groups (
  tenant_id text not null,
  incident_id text not null,
  group_key text not null,
  since timestamptz not null,
  primary key (tenant_id, incident_id, group_key)
);
create index adopted_groups_key on zhiban.adopted_groups (tenant_id, group_key);

create table zhiban.detours (
  tenant_id text not null,
  group_key text not null,
  source text not null,
  fingerprint text not null,
  to_group_key text not null,
  incident_id text not null,
  primary key (tenant_id, group_key, source, fingerprint)
);
create index detours_incident on zhiban.detours (tenant_id, incident_id);

create table zhiban.moves (
  tenant_id text not null,
  id text not null,
  kind text not null,
  from_id text not null,
  to_id text not null,
  at timestamptz not null,
  person_id text not null,
  person_name text not null,
  alerts integer not null,
  group_keys jsonb not null,
  before jsonb not null,
  undone_at timestamptz,
  undone_by text,
  primary key (tenant_id, id)
);
create index moves_from on zhiban.moves (tenant_id, from_id);
create index moves_to on zhiban.moves (tenant_id, to_id);

do $walls$
declare
  name text;
begin
  foreach name in array array['adopted_groups', 'detours', 'moves'] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    execute format('grant select, insert, update on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;
grant delete on zhiban.adopted_groups, zhiban.detours to zhiban_app;
`,
};
