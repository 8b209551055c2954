import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halt, incidentWorkflowId, phaseOf, tell } from '../../src/workflows/signals.ts';

test('incidentWorkflowId() is the same for the same incident, so that two deliveries meet in one workflow', () => {
  assert.equal(incidentWorkflowId('inc_1'), 'incident-inc_1');
});

test('the names of signals and queries stay: running workflows of an earlier version are told by them', () => {
  assert.deepEqual([tell.name, halt.name, phaseOf.name], ['tell', 'halt', 'phase']);
});
