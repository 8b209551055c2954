/** All tables live in their own PostgreSQL schema, so that the database may be shared. */

import { pgSchema } from '../drizzle.ts';

export const house = pgSchema('zhiban');
