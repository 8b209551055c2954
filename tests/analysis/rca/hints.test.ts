import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHintedBy } from '../../../src/analysis/rca/hints.ts';

const ups = { hints: 'ups|battery|lag(?!g)|积压' };

test('isHintedBy() takes a short hint at the beginning of a word only', () => {
  assert.ok(isHintedBy(ups, 'The UPS of rack 4 is on battery'));
  assert.ok(isHintedBy({ hints: 'lag|积压' }, 'KafkaConsumerLag'));
  assert.ok(isHintedBy({ hints: 'cpu' }, 'HostHighCPUUsage'));
  assert.ok(isHintedBy({ hints: 'lag' }, 'kafka_consumergroup_lag'));
  assert.ok(isHintedBy({ hints: 'oom' }, 'the pod was OOMKilled'));
  assert.ok(isHintedBy({ hints: 'lag' }, '消费lag很高'));
  assert.ok(!isHintedBy({ hints: 'ups|tps' }, 'groups behind https://shop'));
  assert.ok(!isHintedBy({ hints: '(lag|gc)' }, 'a feature flag'));
});

test('isHintedBy() finds longer hints, and Chinese ones, anywhere', () => {
  assert.ok(isHintedBy(ups, 'LowBatteryOfRack'));
  assert.ok(isHintedBy(ups, '队列积压了'));
  assert.ok(!isHintedBy({}, 'anything'));
});

test('isHintedBy() knows a short hint in a compound of its kind', () => {
  assert.ok(isHintedBy({ hints: 'lock|port' }, 'deadlocks on orders'));
  assert.ok(isHintedBy({ hints: 'down' }, 'an unexpected shutdown'));
  assert.ok(!isHintedBy({ hints: 'lock|port|hang|rate' }, 'the report of blocks that a migration changes'));
});
