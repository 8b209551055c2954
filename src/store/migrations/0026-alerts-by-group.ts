/** A sender may tell of the same alert in several groups: each goes its own way. */

import type { Migration } from '../migrate.ts';

export const alertsByGroup: Migration = {
  number: 26,
  name: 'alerts-by-group',
  sql: `
drop index zhiban.suppressions_held;
create unique index suppressions_held on zhiban.suppressions (tenant_id, source, fingerprint, group_key) where state = 'held';

-- How often alerts changed is remembered anew: nobody can say of which group the changes were.
truncate zhiban.alert_changes;
alter table zhiban.alert_changes drop constraint alert_changes_pkey;
alter table zhiban.alert_changes add column group_key text not null;
alter table zhiban.alert_changes add primary key (tenant_id, group_key, source, fingerprint);
`,
};
