/** The walls: rows of other tenants don't exist for the application's role, and what is a record can't be changed by it. */

import type { Migration } from '../migrate.ts';

export const walls: Migration = {
  number: 3,
  name: 'walls',
  sql: `
grant usage on schema zhiban to zhiban_app;
grant select, insert on zhiban.tenants to zhiban_app;
grant update (name) on zhiban.tenants to zhiban_app;

do $walls$
declare
  name text;
begin
  foreach name in array array[
    'counters', 'incidents', 'alerts', 'evidence', 'plans', 'plan_steps', 'approvals', 'timeline', 'threads', 'outbox', 'relay',
    'audit', 'interactions', 'chat_messages', 'sessions', 'events', 'model_calls', 'settings'
  ] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    execute format('grant select, insert on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;

-- What changes, changes; everything not named here is written once.
grant update on zhiban.counters, zhiban.incidents, zhiban.alerts, zhiban.threads, zhiban.outbox, zhiban.relay, zhiban.settings to zhiban_app;
grant update (edited_at, body, replies) on zhiban.chat_messages to zhiban_app;
-- Of a plan only its progress: what was approved stays what it was.
grant update (state) on zhiban.plans to zhiban_app;
grant update (state, note, before, apply_started_at, applied_at) on zhiban.plan_steps to zhiban_app;
grant delete on zhiban.interactions, zhiban.sessions, zhiban.events to zhiban_app;

create function zhiban.refuse_change() returns trigger language plpgsql as $refuse$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
end
$refuse$;

do $records$
declare
  name text;
begin
  foreach name in array array['audit', 'evidence', 'approvals'] loop
    execute format(
      'create trigger refuse_change before update or delete on zhiban.%I for each row execute function zhiban.refuse_change()', name);
    execute format(
      'create trigger refuse_truncate before truncate on zhiban.%I for each statement execute function zhiban.refuse_change()', name);
  end loop;
end
$records$;
`,
};
