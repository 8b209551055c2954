import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takersOf } from '../../../src/analysis/rca/takers.ts';

test('takersOf() are those that depend on it themselves', () => {
  const systems = [
    { id: 'queue', kind: 'redis', dependsOn: [] },
    { id: 'worker', kind: 'http', dependsOn: ['queue'] },
    { id: 'edge', kind: 'nginx', dependsOn: ['worker'] },
  ];

  assert.deepEqual(takersOf({ systems }, 'queue'), ['worker']);
  assert.deepEqual(takersOf({ systems }, 'edge'), []);
});
