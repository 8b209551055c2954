import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remediationId } from '../../src/workflows/run-child.ts';
import { historyNames, readHistories } from './histories.ts';

test('remediationId() is one for each plan: a plan can’t run twice at the same time', () => {
  assert.equal(remediationId('plan_1'), remediationId('plan_1'));
  assert.notEqual(remediationId('plan_1'), remediationId('plan_2'));
});

test('runChange() starts changes that outlive the incident, runInvestigation() looks that end with it', () => {
  const started = historyNames()
    .flatMap(readHistories)
    .flatMap(({ history }) => history.events ?? [])
    .flatMap(({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => (child ? [child] : []));
  const policyOf = new Map(started.map((child) => [child.workflowType?.name, child.parentClosePolicy]));
  const terminate = 1;
  const abandon = 2;

  assert.deepEqual(Object.fromEntries(policyOf), { investigate: terminate, remediate: abandon, undoPlan: abandon });
});
