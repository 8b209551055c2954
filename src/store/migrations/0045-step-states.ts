/** Of a step, what its proposal was made on and what it left: so that what somebody else has set meanwhile is seen. */

import type { Migration } from '../migrate.ts';

export const stepStates: Migration = {
  number: 45,
  name: 'step-states',
  sql: `
alter table zhiban.plan_steps add column proposed_on jsonb;
alter table zhiban.plan_steps add column left_as jsonb;

grant update (left_as) on zhiban.plan_steps to zhiban_app;
`,
};
