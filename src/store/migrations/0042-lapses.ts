/** Who has taken an incident over is asked whether they still are on it; without an answer the ladder goes on where it was. */

import type { Migration } from '../migrate.ts';

export const lapses: Migration = {
  number: 42,
  name: 'lapses',
  sql: `
alter table zhiban.ladders add column taken_at_step integer;
alter table zhiban.ladders add column asked_at timestamptz;
`,
};
