/** Rules by version, and what they need to know of alerts: how often they changed, and which of them keep others quiet. */

import type { Migration } from '../migrate.ts';

export const ruleBooks: Migration = {
  number: 25,
  name: 'rule-books',
  sql: `
create table zhiban.rule_books (
  tenant_id text not null,
  version integer not null,
  book jsonb not null,
  comment text not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (tenant_id, version)
);

create table zhiban.alert_changes (
  tenant_id text not null,
  source text not null,
  fingerprint text not null,
  status text not null,
  starts_at timestamptz not null,
  changes jsonb not null,
  flapping_since timestamptz,
  changed_at timestamptz not null,
  primary key (tenant_id, source, fingerprint)
);
create index alert_changes_fingerprint on zhiban.alert_changes (tenant_id, fingerprint);
create index alert_changes_age on zhiban.alert_changes (tenant_id, changed_at);

create table zhiban.inhibitors (
  tenant_id text not null,
  rule_id text not null,
  key text not null,
  source text not null,
  fingerprint text not null,
  title text not null,
  is_target boolean not null,
  ends_at timestamptz,
  primary key (tenant_id, rule_id, key, source, fingerprint)
);
create index inhibitors_alert on zhiban.inhibitors (tenant_id, fingerprint);

do $walls$
declare
  name text;
begin
  foreach name in array array['rule_books', 'alert_changes', 'inhibitors'] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    execute format('grant select, insert on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;
-- A version of the rules is written once.
grant update, delete on zhiban.alert_changes, zhiban.inhibitors to zhiban_app;
`,
};
