/** Lines that call people: whom, and how loudly. */

import type { Migration } from '../migrate.ts';

export const calls: Migration = {
  number: 7,
  name: 'calls',
  sql: `
alter table zhiban.outbox add column person_ids jsonb not null default '[]';
alter table zhiban.outbox add column urge text;
`,
};
