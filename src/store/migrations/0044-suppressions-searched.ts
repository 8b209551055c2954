/** Alerts that were kept back stand in the list of alerts too: newest first, by severity, by words. The periods of one alert are found by its name. */

import type { Migration } from '../migrate.ts';

export const suppressionsSearched: Migration = {
  number: 44,
  name: 'suppressions-searched',
  sql: `
-- As in zhiban.alerts, and as severityOf() reads it; a test compares them.
alter table zhiban.suppressions add column severity text not null generated always as (
  case
    when lower(coalesce(labels->>'severity', labels->>'priority', labels->>'level', ''))
      ~ '^(critical|crit|fatal|emergency|disaster|page|p0|p1|sev0|sev1|high|error|严重|紧急)$' then 'critical'
    when lower(coalesce(labels->>'severity', labels->>'priority', labels->>'level', ''))
      ~ '^(info|information|informational|notice|none|low|p4|p5|sev4|sev5|提示|通知)$' then 'info'
    else 'warning'
  end) stored;
alter table zhiban.suppressions add column search text not null generated always as (
  left(lower(labels::text || ' ' || annotations::text), 1500)) stored;
create index suppressions_newest on zhiban.suppressions (tenant_id, starts_at desc, id desc) where state <> 'told';
create index alerts_fingerprint on zhiban.alerts (tenant_id, fingerprint);
`,
};
