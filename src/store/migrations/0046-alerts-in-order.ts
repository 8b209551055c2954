/** The first alerts of an incident are read along an index to the last column of their order, however many it has that began at one moment. */

import type { Migration } from '../migrate.ts';

export const alertsInOrder: Migration = {
  number: 46,
  name: 'alerts-in-order',
  sql: `
drop index zhiban.alerts_order;
create index alerts_order on zhiban.alerts (tenant_id, incident_id, status, starts_at desc, id);
`,
};
