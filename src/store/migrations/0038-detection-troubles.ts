/** Why a run of a detection brought nothing, in both languages and with its kind; and what is weak in what it brought. */

import type { Migration } from '../migrate.ts';

export const detectionTroubles: Migration = {
  number: 38,
  name: 'detection-troubles',
  sql: `
alter table zhiban.detection_runs alter column error type jsonb using
  case when error is null then null else jsonb_build_object('kind', 'away', 'text', jsonb_build_object('en', error, 'zh-CN', error)) end;
alter table zhiban.detection_runs add column warnings jsonb not null default '[]';
`,
};
