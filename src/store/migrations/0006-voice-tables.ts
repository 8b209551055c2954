/** Moments of incidents, and what voices are to say of them. */

import type { Migration } from '../migrate.ts';

export const voiceTables: Migration = {
  number: 6,
  name: 'voice-tables',
  sql: `
create table zhiban.moments (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  moment text not null,
  key text not null,
  at timestamptz not null,
  labels jsonb,
  told_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, incident_id, key),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index moments_untold on zhiban.moments (tenant_id, seq) where told_at is null;

create table zhiban.deliveries (
  tenant_id text not null,
  id text not null,
  seq bigint not null generated always as identity,
  incident_id text not null,
  moment text not null,
  moment_key text not null,
  moment_at timestamptz not null,
  destination text not null,
  target_key text not null,
  target jsonb not null,
  priority integer not null,
  is_digest boolean not null,
  state text not null,
  attempts integer not null,
  due_at timestamptz not null,
  waiting_since timestamptz not null,
  leased_until timestamptz,
  message_id text,
  begun_at timestamptz,
  sent_at timestamptz,
  error text,
  primary key (tenant_id, id),
  unique (tenant_id, incident_id, moment_key, target_key),
  foreign key (tenant_id, incident_id) references zhiban.incidents
);
create index deliveries_waiting on zhiban.deliveries (tenant_id, priority, seq) where state = 'waiting';
create index deliveries_dead on zhiban.deliveries (tenant_id, seq desc) where state = 'dead';
create index deliveries_pace on zhiban.deliveries (tenant_id, destination, begun_at) where begun_at is not null;

alter table zhiban.outbox add column replayed_at timestamptz;

do $walls$
declare
  name text;
begin
  foreach name in array array['moments', 'deliveries'] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    execute format('grant select, insert on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;
grant update (told_at) on zhiban.moments to zhiban_app;
grant update (state, attempts, due_at, waiting_since, leased_until, message_id, begun_at, sent_at, error) on zhiban.deliveries to zhiban_app;
`,
};
