import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWaitingForPeople, momentOfPlan, moments, priorityOfMoment } from '../../src/domain/moment.ts';

test('priorityOfMoment() puts new critical incidents first, then what waits for a person', () => {
  const first = moments.filter((moment) => priorityOfMoment(moment, 'critical') === 'critical');
  const waiting = moments.filter((moment) => priorityOfMoment(moment, 'warning') === 'approval');

  assert.deepEqual(first, ['opened', 'worsened']);
  assert.deepEqual(waiting, moments.filter(isWaitingForPeople));
  assert.equal(priorityOfMoment('opened', 'warning'), 'state');
  assert.equal(priorityOfMoment('resolved', 'critical'), 'state');
});

test('momentOfPlan() knows which states are news', () => {
  assert.deepEqual((['pending', 'approved', 'running', 'verified', 'rolled_back', 'void'] as const).map(momentOfPlan), [
    'approval',
    null,
    null,
    'plan-ended',
    'plan-ended',
    null,
  ]);
});
