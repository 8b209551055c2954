/**
 * The query builder, loaded as CommonJS. For each of its 300 ES modules Node reads the package's manifest of 180 kB anew, which costs
 * a second and leaves 240 MB resident; the same code as CommonJS costs a fifth of a second and 25 MB.
 */

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const core: typeof import('drizzle-orm') = require('drizzle-orm');
const postgres: typeof import('drizzle-orm/pg-core') = require('drizzle-orm/pg-core');

export const {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  sql,
  DrizzleQueryError,
} = core;
export const { bigint, boolean, customType, doublePrecision, integer, pgSchema, primaryKey } = postgres;

/** Each driver is loaded only where its database is used. */
export function loadPgliteDriver(): typeof import('drizzle-orm/pglite') {
  return require('drizzle-orm/pglite');
}

export function loadPostgresDriver(): typeof import('drizzle-orm/node-postgres') {
  return require('drizzle-orm/node-postgres');
}
