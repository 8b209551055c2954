/** How many groups opened an incident of late is counted from the moments that their openings are told by. */

import type { Migration } from '../migrate.ts';

export const openingsByTime: Migration = {
  number: 30,
  name: 'openings-by-time',
  sql: `
create index moments_opened on zhiban.moments (tenant_id, at) where key = 'opened';
`,
};
