import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { loadPgliteDriver, loadPostgresDriver, sql } from '../../src/store/drizzle.ts';
import { tenants } from '../../src/store/schema/incident-tables.ts';

const source = join(import.meta.dirname, '..', '..', 'src');

test('drizzle.ts is the only file that loads the query builder', () => {
  const loads = /^(?:import|export) (?!type ).*from 'drizzle-orm/m;

  const others = globSync('**/*.ts', { cwd: source }).filter((path) => loads.test(readFileSync(join(source, path), 'utf8')));

  assert.deepEqual(others, [], 'these import the ES modules, which cost 240 MB');
});

test('tables and statements are known to the same package loaded the other way', () => {
  assert.ok(is(tenants, PgTable));
  assert.equal(typeof sql`select 1`.getSQL, 'function');
});

test('loadPgliteDriver() and loadPostgresDriver() give the driver of each database', () => {
  assert.equal(typeof loadPgliteDriver().drizzle, 'function');
  assert.equal(typeof loadPostgresDriver().drizzle, 'function');
});
