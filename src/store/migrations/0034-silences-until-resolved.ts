/** A silence may hold only as long as an incident is open. */

import type { Migration } from '../migrate.ts';

export const silencesUntilResolved: Migration = {
  number: 34,
  name: 'silences-until-resolved',
  sql: `
alter table zhiban.silences add column incident_id text;
create index silences_incident on zhiban.silences (tenant_id, incident_id) where incident_id is not null;
`,
};
