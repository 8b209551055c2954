/** A ladder pauses while all that fires of its incident is silenced. Why a step called nobody is kept for each reason, and beside the call itself. */

import type { Migration } from '../migrate.ts';

export const holds: Migration = {
  number: 43,
  name: 'holds',
  sql: `
alter table zhiban.ladders add column held_until timestamptz;
alter table zhiban.ladders add column held_by text;
create index ladders_held on zhiban.ladders (tenant_id, incident_id) where held_until is not null;

drop index zhiban.pages_once;
create unique index pages_once on zhiban.pages
  (tenant_id, incident_id, run, kind, step, way, coalesce(person_id, '-' || coalesce(reason, '')));
`,
};
