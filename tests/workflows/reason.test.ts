import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure, RetryState } from '@temporalio/common';
import { reasonOf } from '../../src/workflows/reason.ts';

const said = ApplicationFailure.nonRetryable('the valve is stuck', 'SystemError');
const ofActivity = new ActivityFailure('Activity task failed', 'applyStep', '1', RetryState.NON_RETRYABLE_FAILURE, 'worker', said);
const ofChild = new ChildWorkflowFailure(
  'default',
  { workflowId: 'remediate-1', runId: 'r' },
  'remediate',
  RetryState.NON_RETRYABLE_FAILURE,
  ofActivity,
);

test('reasonOf() finds what the activity said below the wrappers', () => {
  for (const error of [said, ofActivity, ofChild]) {
    assert.deepEqual(reasonOf(error), { text: 'the valve is stuck', isGone: false });
  }
});

test('reasonOf() does not go below what the activity said', () => {
  const failure = ApplicationFailure.create({ message: 'Login refused', cause: new Error('password "x" is wrong') });

  assert.equal(reasonOf(failure).text, 'Login refused');
});

test('reasonOf() tells a record that is gone from any other failure', () => {
  assert.equal(reasonOf(ApplicationFailure.nonRetryable('not there', 'gone')).isGone, true);
  assert.equal(reasonOf(new Error('gone')).isGone, false);
});

test('reasonOf() takes what is no error, and is bounded', () => {
  assert.equal(reasonOf('just words').text, 'just words');
  assert.equal(reasonOf(new Error('x'.repeat(10_000))).text.length, 500);
});
