import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toIncident } from '../../src/store/incident-row.ts';
import { sampleIncident } from './samples.ts';

it('toIncident() gathers the columns of what was spent and looked at, and keeps the rest as it is', () => {
  const { spent: _spent, looks: _looks, ...rest } = sampleIncident();
  const kept = { ...rest, tenantId: 't', code: 'ZB-1', revision: 7, mergedInto: null };

  const incident = toIncident({
    ...kept,
    ...{ spentProbes: 1, spentLlmCalls: 2, spentTokens: 3, spentSeconds: 4.5, looksDone: 5, looksPlanned: 6 },
  });

  assert.deepEqual(incident, {
    ...kept,
    spent: { probes: 1, llmCalls: 2, tokens: 3, seconds: 4.5 },
    looks: { done: 5, planned: 6 },
  });
});
