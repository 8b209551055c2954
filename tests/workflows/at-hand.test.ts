import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { recordsFor } from '../../src/workflows/at-hand.ts';
import { records } from '../../src/workflows/proxies.ts';
import { historyNames, isEarlier, readHistories } from './histories.ts';
import { openStage, type Stage } from './stage.ts';
import { atHandStories } from './stories-at-hand.ts';

let stage: Stage;

describe('recordsFor()', { concurrency: 2 }, () => {
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  for (const { name, play } of atHandStories) it(name, async () => void (await play(stage)));
});

test('recordsFor() gives a history from before what it began with', () => {
  assert.equal(recordsFor(false), records);
});

test('an incident that goes well has the engine do nothing that can be done at hand, and begins no workflow to look', () => {
  const name = historyNames().find((each) => !isEarlier(each) && each.startsWith('a-plan-is-approved-runs'));
  const events = readHistories(name ?? '').flatMap(({ history }) => history.events ?? []);

  const activities = events.flatMap(({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name ?? []);
  const children = events.flatMap(({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child?.workflowType?.name ?? []);

  assert.ok(activities.includes('takeLooks') && activities.includes('applyStep'));
  for (const atHand of ['openInvestigation', 'setPhase', 'readPlan', 'beginPlan', 'finishPlan', 'settleIncident', 'readIncidentState'])
    assert.ok(!activities.includes(atHand), `${atHand} went through the engine`);
  assert.deepEqual(children, ['remediate']);
});
