/** What is watched by itself: how each detection does, the last of each series, what was sampled, and what was seen. */

import type { Migration } from '../migrate.ts';

export const detections: Migration = {
  number: 12,
  name: 'detections',
  sql: `
create table zhiban.detection_runs (
  tenant_id text not null,
  detection_id text not null,
  last_run_at timestamptz not null,
  error text,
  series integer not null,
  left_out integer not null,
  pressure double precision not null,
  pressure_at timestamptz not null,
  duration_ms integer not null,
  primary key (tenant_id, detection_id)
);

create table zhiban.detection_series (
  tenant_id text not null,
  detection_id text not null,
  key text not null,
  name text not null,
  labels jsonb not null,
  state text not null,
  last_at timestamptz not null,
  value double precision not null,
  expected double precision,
  low double precision,
  high double precision,
  score double precision not null,
  reason jsonb,
  recent jsonb not null,
  primary key (tenant_id, detection_id, key)
);

-- A day of a series is one row: points are pairs of epoch milliseconds and value.
create table zhiban.detection_samples (
  tenant_id text not null,
  detection_id text not null,
  name text not null,
  day text not null,
  points jsonb not null,
  primary key (tenant_id, detection_id, name, day)
);

create table zhiban.detection_events (
  tenant_id text not null,
  id text not null,
  detection_id text not null,
  series_key text not null,
  series_name text not null,
  since timestamptz not null,
  ended_at timestamptz,
  outcome text not null,
  opened_at timestamptz,
  is_lead boolean not null,
  incident_id text,
  odds double precision not null,
  threshold_odds double precision not null,
  reason jsonb not null,
  mark jsonb,
  primary key (tenant_id, id)
);
create index detection_events_of on zhiban.detection_events (tenant_id, detection_id, since desc);
create index detection_events_incident on zhiban.detection_events (tenant_id, incident_id) where incident_id is not null;
create index detection_events_going on zhiban.detection_events (tenant_id, detection_id) where ended_at is null;

do $walls$
declare
  name text;
begin
  foreach name in array array['detection_runs', 'detection_series', 'detection_samples', 'detection_events'] loop
    execute format('alter table zhiban.%I enable row level security', name);
    execute format('alter table zhiban.%I force row level security', name);
    execute format(
      'create policy tenant on zhiban.%I using (tenant_id = current_setting(''zhiban.tenant'', true)) '
      'with check (tenant_id = current_setting(''zhiban.tenant'', true))', name);
    execute format('grant select, insert, update, delete on zhiban.%I to zhiban_app', name);
  end loop;
end
$walls$;
`,
};
