import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neededByTakers, takersOf } from '../../../src/analysis/rca/takers.ts';

test('takersOf() are those that depend on it themselves', () => {
  const systems = [
    { id: 'queue', kind: 'redis', dependsOn: [] },
    { id: 'worker', kind: 'http', dependsOn: ['queue'] },
    { id: 'edge', kind: 'nginx', dependsOn: ['worker'] },
  ];

  assert.deepEqual(takersOf({ systems }, 'queue'), ['worker']);
  assert.deepEqual(takersOf({ systems }, 'edge'), []);
});

test('neededByTakers() are what those depend on besides', () => {
  const systems = [
    { id: 'queue', kind: 'rabbitmq', dependsOn: [] },
    { id: 'worker', kind: 'http', dependsOn: ['queue', 'printer'] },
    { id: 'printer', kind: 'http', dependsOn: [] },
    { id: 'other', kind: 'http', dependsOn: [] },
  ];

  assert.deepEqual(neededByTakers({ systems }, 'queue'), ['printer']);
  assert.deepEqual(neededByTakers({ systems }, 'printer'), ['queue']);
  assert.deepEqual(neededByTakers({ systems }, 'other'), []);
});
