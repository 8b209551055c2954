import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateCondition, type FactTable } from '../../src/analysis/rca/condition.ts';
import { busyAtOneCore } from '../../src/systems/busy-at-one-core.ts';
import { httpSignatures } from '../../src/systems/http/signatures.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

const table = (facts: Readonly<Record<string, boolean | number>>): FactTable =>
  new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: name }]));

test('busyAtOneCore() is confirmed where a slow service’s process uses one whole core, and explains the slowness', () => {
  const [signature] = busyAtOneCore('http', httpSignatures);
  const slow = table({ 'health.waitMs': 4_000, 'health.slowMs': 1_000, 'health.connectMs': 1, 'health.max.waitMs': 4_000 });
  const truthOn = (self: FactTable, ...machines: readonly FactTable[]): unknown =>
    evaluateCondition((signature ?? assert.fail()).confirm, { self, runsOn: machines, dependsOn: [] }).truth;

  assert.equal(truthOn(slow, table({ 'cpu.own.usedCores': 1.01 })), 'true');
  assert.equal(truthOn(slow, table({ 'cpu.own.usedCores': 0.3 })), 'false');
  assert.equal(truthOn(slow, table({ 'cpu.own.usedCores': 3 })), 'false', 'it has more threads than one');
  assert.equal(truthOn(slow), 'unknown');
  for (const id of ['http.slow-answer', 'http.no-answer', 'http.flapping']) assert.ok(signature?.explains?.includes(id), id);
  assert.equal(signature?.hints, undefined, 'it leaves no question open');
});

test('busyAtOneCore() is had by the kinds that any program may serve', () => {
  const kinds = builtInKinds
    .filter(({ signatures }) => signatures.some(({ id }) => id.endsWith('.busy-at-one-core')))
    .map(({ kind }) => kind);

  assert.deepEqual([...kinds].sort(), ['http', 'tcp']);
});
