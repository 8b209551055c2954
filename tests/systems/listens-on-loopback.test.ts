import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateCondition, type FactTable } from '../../src/analysis/rca/condition.ts';
import { httpSignatures } from '../../src/systems/http/signatures.ts';
import { listensOnLoopback } from '../../src/systems/listens-on-loopback.ts';
import { memcachedKind } from '../../src/systems/memcached/system.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

const table = (facts: Readonly<Record<string, boolean | string>>): FactTable =>
  new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: name }]));

test('listensOnLoopback() is confirmed where a refused port is listened on over loopback alone, and takes the place of the refusal', () => {
  const [signature] = listensOnLoopback('http', httpSignatures);
  const refused = table({ 'health.problem': 'refused', 'health.isAnswering': false });
  const truthOn = (...machines: readonly FactTable[]): unknown =>
    evaluateCondition((signature ?? assert.fail()).confirm, { self: refused, runsOn: machines, dependsOn: [] }).truth;

  assert.equal(truthOn(table({ 'sockets.own.isLoopbackOnly': true })), 'true');
  assert.equal(truthOn(table({ 'sockets.own.isLoopbackOnly': false })), 'false');
  assert.equal(truthOn(table({})), 'unknown');
  assert.equal(truthOn(), 'unknown');
  assert.ok(signature?.explains?.includes('http.refused'));
  assert.equal(signature?.hints, undefined, 'it leaves no question open');
});

test('listensOnLoopback() is had by every kind that can be refused, and by no machine', () => {
  const kinds = builtInKinds
    .filter(({ signatures }) => signatures.some(({ id }) => id.endsWith('.listens-on-loopback')))
    .map(({ kind }) => kind);

  for (const kind of ['http', 'tcp', 'redis', 'postgresql', 'mysql', 'memcached', 'kafka', 'etcd', 'nginx'])
    assert.ok(kinds.includes(kind), kind);
  for (const kind of ['host', 'ssh', 'jvm', 'docker']) assert.ok(!kinds.includes(kind), kind);
  assert.equal(listensOnLoopback('memcached', memcachedKind.signatures)[0]?.id, 'memcached.listens-on-loopback');
});
