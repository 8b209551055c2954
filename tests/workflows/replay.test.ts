/** Histories that earlier versions have written: what runs now must come to the same decisions. Recorded by scripts/record-histories.ts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from '@temporalio/worker';
import { historyNames, isEarlier, type Recorded, readHistories } from './histories.ts';
import { bundleWorkflows, quietRuntime } from './stage.ts';

quietRuntime();
const bundle = bundleWorkflows();

async function replay(recorded: readonly Recorded[]): Promise<{ readonly replayed: number; readonly failed: readonly string[] }> {
  const failed: string[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: await bundle }, recorded)) {
    replayed += 1;
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  return { replayed, failed };
}

test('the workflows replay every recorded history', async () => {
  const recorded = historyNames().flatMap(readHistories);

  const { replayed, failed } = await replay(recorded);

  assert.ok(recorded.length >= 100, `${recorded.length} histories are recorded`);
  assert.equal(replayed, recorded.length);
  assert.deepEqual(failed, []);
});

test('workflows that decide otherwise than a recorded history are noticed', async () => {
  const name = historyNames().find((each) => isEarlier(each) && each.includes('a-plan-is-approved-runs'));
  assert.ok(name);
  const recorded = readHistories(name);
  for (const event of recorded.flatMap(({ history }) => history.events ?? [])) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name === 'settleIncident') scheduled.activityType.name = 'setPhase';
  }

  const { failed } = await replay(recorded);

  assert.deepEqual(
    failed.map((each) => each.split('-')[0]),
    ['incident'],
  );
});
