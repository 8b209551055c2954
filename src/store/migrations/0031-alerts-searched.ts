/** Alerts as a list of their own: newest first, by severity, by words. */

import type { Migration } from '../migrate.ts';

export const alertsSearched: Migration = {
  number: 31,
  name: 'alerts-searched',
  sql: `
-- As severityOf() reads it; a test compares the two.
alter table zhiban.alerts add column severity text not null generated always as (
  case
    when lower(coalesce(labels->>'severity', labels->>'priority', labels->>'level', ''))
      ~ '^(critical|crit|fatal|emergency|disaster|page|p0|p1|sev0|sev1|high|error|严重|紧急)$' then 'critical'
    when lower(coalesce(labels->>'severity', labels->>'priority', labels->>'level', ''))
      ~ '^(info|information|informational|notice|none|low|p4|p5|sev4|sev5|提示|通知)$' then 'info'
    else 'warning'
  end) stored;
alter table zhiban.alerts add column search text not null generated always as (
  left(lower(labels::text || ' ' || annotations::text), 1500)) stored;
create index alerts_newest on zhiban.alerts (tenant_id, starts_at desc, id desc);
create index alerts_newest_firing on zhiban.alerts (tenant_id, starts_at desc, id desc) where status = 'firing';
`,
};
