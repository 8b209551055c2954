import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as proxies from '../../src/workflows/proxies.ts';
import { historyNames, readHistories } from './histories.ts';

const scheduled = historyNames()
  .flatMap(readHistories)
  .flatMap(({ history }) => history.events ?? [])
  .flatMap(({ activityTaskScheduledEventAttributes: activity }) => (activity ? [activity] : []));

function seconds(duration: { readonly seconds?: unknown } | null | undefined): number {
  return Number(duration?.seconds ?? 0);
}

test('every activity beats, so that a worker that was killed is noticed within seconds', () => {
  const slow = scheduled
    .filter(({ heartbeatTimeout }) => !(seconds(heartbeatTimeout) > 0 && seconds(heartbeatTimeout) <= 5))
    .map(({ activityType }) => activityType?.name);

  assert.ok(scheduled.length > 100);
  assert.deepEqual(slow, []);
});

test('every activity has an end, and none but our own bookkeeping is tried without end', () => {
  const endless = new Set(
    scheduled.filter(({ retryPolicy }) => !retryPolicy?.maximumAttempts).map(({ activityType }) => activityType?.name),
  );
  const withoutEnd = scheduled.filter(({ startToCloseTimeout }) => seconds(startToCloseTimeout) === 0);

  assert.deepEqual(withoutEnd, []);
  for (const name of ['runProbe', 'think', 'proposePlan', 'applySteer', 'applyStep', 'undoStep', 'verifyStep', 'precheckStep']) {
    assert.ok(!endless.has(name), `${name} is tried without end`);
  }
});

test('looks(), roundOfLooks(), models() and changes() are made for each call, with its own limit', () => {
  assert.notEqual(proxies.looks(1_000), proxies.looks(1_000));
  assert.notEqual(proxies.roundOfLooks(1_000), proxies.roundOfLooks(1_000));
  assert.notEqual(proxies.models(1_000), proxies.models(1_000));
  assert.notEqual(proxies.changes(1_000), proxies.changes(1_000));
});
