/** Makes the files of a fresh embedded database that the tests begin with, before many of them would do it at once. */

import { ensureFreshDatabase } from '../tests/support/fresh-database.ts';

await ensureFreshDatabase();
