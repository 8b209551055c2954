import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { memoryOfProcess, workflowsInMemoryMax } from '../../../src/main/wire/worker-room.ts';

test('workflowsInMemoryMax() grows with the memory, between what every worker keeps and what one thread can hold', () => {
  const gigabyte = 1_000_000_000;

  assert.deepEqual(
    [0.2, 7, 200].map((size) => workflowsInMemoryMax(size * gigabyte)),
    [200, 1_000, 2_000],
  );
});

test('memoryOfProcess() is never more than the machine has', () => {
  assert.ok(memoryOfProcess() > 0 && memoryOfProcess() <= totalmem());
});
