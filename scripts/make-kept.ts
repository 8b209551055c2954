/** Makes what many test files begin with and that is kept, before several of them would do it at once. */

import { keptFreshDatabase } from '../tests/support/fresh-database.ts';
import { keptConsole } from '../tests/support/kept-console.ts';
import { keptWorkflowDirectory } from '../tests/support/kept-workflows.ts';

for (const make of [keptFreshDatabase, keptWorkflowDirectory, keptConsole]) await make();
