/** Tables of the chat identities that people linked to themselves at run time, and of the codes by which they do. */

import type { Migration } from '../migrate.ts';

export const identityLinks: Migration = {
  number: 5,
  name: 'identity-links',
  sql: `
-- An identity belongs to one person; a person may have many.
create table zhiban.identity_links (
  tenant_id text not null references zhiban.tenants,
  adapter text not null,
  workspace text not null,
  user_id text not null,
  person_id text not null,
  name text,
  how text not null check (how in ('code', 'profile', 'admin')),
  at timestamptz not null,
  by_person text not null,
  primary key (tenant_id, adapter, workspace, user_id)
);

-- Of a code only its hash is kept; an identity has one at a time.
create table zhiban.link_codes (
  tenant_id text not null references zhiban.tenants,
  code_hash text not null,
  adapter text not null,
  workspace text not null,
  user_id text not null,
  name text,
  expires_at timestamptz not null,
  primary key (tenant_id, code_hash)
);
create index link_codes_age on zhiban.link_codes (tenant_id, expires_at);

do $walls$
declare
  name text;
begin
  foreach name in array array['identity_links', 'link_codes'] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    -- Written, read and taken away; never changed in place.
    execute format('grant select, insert, delete on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;
`,
};
