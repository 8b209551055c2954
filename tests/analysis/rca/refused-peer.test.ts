import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactTable } from '../../../src/analysis/rca/condition.ts';
import { withRefusedPeer } from '../../../src/analysis/rca/refused-peer.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';

const api = { id: 'api', kind: 'http', dependsOn: ['cache'] };
const cache = { id: 'cache', kind: 'redis', dependsOn: [], addresses: ['redis://127.0.0.1:6379', '127.0.0.1:6379'] };
const topology: Topology = { systems: [api, cache] };
const refusedBy = (address: string): FactTable => new Map([['logs.connectionRefusedTo', { value: address, evidenceId: 'ev_1' }]]);
const told = (address: string, system: Topology['systems'][number] | undefined = api) =>
  withRefusedPeer(refusedBy(address), system, topology).get('logs.refused.isDeclared');

test('withRefusedPeer() tells whether whom the log could not connect to is a declared system', () => {
  assert.deepEqual(told('127.0.0.1:6380'), { value: false, evidenceId: 'ev_1' });
  assert.equal(told('localhost:6379')?.value, true);
  assert.equal(told('[::1]:6379')?.value, true);
});

test('withRefusedPeer() tells nothing where nobody is named, or where nothing is declared', () => {
  assert.equal(told(''), undefined);
  assert.equal(told('127.0.0.1:6380', { ...api, dependsOn: [] }), undefined);
  assert.equal(withRefusedPeer(new Map(), api, topology).size, 0);
});
