import assert from 'node:assert/strict';
import test from 'node:test';
import { evaluateCondition, type FactTable } from '../../src/analysis/rca/condition.ts';
import type { FactValue } from '../../src/domain/evidence.ts';
import { downOnFullDisk } from '../../src/systems/down-on-full-disk.ts';

const signature = downOnFullDisk({
  kind: 'kafka',
  product: 'Kafka',
  probe: 'cluster',
  why: { 'zh-CN': '写不下', en: 'it cannot write' },
  source: 'a manual',
});

const tableOf = (facts: Readonly<Record<string, FactValue>>): FactTable =>
  new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: name }]));

const cases: readonly [claim: string, host: Readonly<Record<string, FactValue>>, truth: string][] = [
  ['its data on the full filesystem', { 'disk.full.dataOf': 'redis,kafka' }, 'true'],
  ['the root filesystem full', { 'disk.full.dataOf': 'any' }, 'true'],
  ['a full filesystem of another', { 'disk.full.dataOf': 'mysql' }, 'false'],
  ['a full filesystem with nobody’s data', { 'disk.full.dataOf': '' }, 'false'],
  ['a search that came to nothing', {}, 'unknown'],
  ['a mount of its name', { 'disk.worst.mount': '/srv/kafka-1' }, 'true'],
];

for (const [claim, host, truth] of cases) {
  test(`downOnFullDisk() is ${truth} with ${claim}`, () => {
    const runsOn = [tableOf({ 'disk.worst.mount': '/mnt/volume', 'disk.worst.usedRatio': 1, 'disk.inodes.usedRatio': 0.1, ...host })];

    const outcome = evaluateCondition(signature.confirm, { self: tableOf({ 'reach.problem': 'refused' }), runsOn, dependsOn: [] });

    assert.equal(outcome.truth, truth);
  });
}
