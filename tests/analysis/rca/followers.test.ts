import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactTable } from '../../../src/analysis/rca/condition.ts';
import { withFollowers } from '../../../src/analysis/rca/followers.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';

const primary = { id: 'orders', kind: 'postgresql', dependsOn: [] };
const topology: Topology = {
  systems: [
    primary,
    { id: 'orders-2', kind: 'postgresql', dependsOn: ['orders'] },
    { id: 'orders-3', kind: 'postgresql', dependsOn: ['orders'] },
    { id: 'other', kind: 'postgresql', dependsOn: [] },
    { id: 'shop', kind: 'http', dependsOn: ['orders'] },
  ],
};
const reach = (isOk: boolean): FactTable =>
  new Map([
    ['reach.isOk', { value: isOk, evidenceId: 'ev_1' }],
    ['reach.reason', { value: isOk ? null : 'connection refused', evidenceId: 'ev_1' }],
  ]);
const goneOf = (isOk: Readonly<Record<string, boolean>>, namedSystemIds: readonly string[] = []) => {
  const tables = new Map(Object.entries(isOk).map(([id, each]) => [id, reach(each)]));
  const facts = withFollowers(new Map(), primary, { topology, tables, namedSystemIds });
  return [facts.get('followers.gone')?.value, facts.get('followers.goneReason')?.value];
};

test('withFollowers() names the replicas of the same kind that cannot be reached, and why', () => {
  assert.deepEqual(goneOf({ 'orders-2': false, 'orders-3': true, other: false, shop: false }), ['orders-2', 'connection refused']);
  assert.deepEqual(goneOf({ 'orders-2': false, 'orders-3': false }, ['orders'])[0], 'orders-2, orders-3');
});

test('withFollowers() adds nothing where all are well, where none was looked at, or where a replica alone is asked about', () => {
  for (const isOk of [{ 'orders-2': true }, {}]) assert.deepEqual(goneOf(isOk), [undefined, undefined]);
  assert.deepEqual(goneOf({ 'orders-2': false }, ['orders-2']), [undefined, undefined]);
  assert.equal(withFollowers(new Map(), undefined, { topology, tables: new Map(), namedSystemIds: [] }).size, 0);
});
