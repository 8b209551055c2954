import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForeignFinding } from '../../src/activities/deps.ts';
import { withFindings } from '../../src/activities/with-findings.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Cause, Verdict } from '../../src/domain/verdict.ts';

const finding: ForeignFinding = {
  analyser: 'plugin:p/a',
  systemId: 'shop',
  title: sameText('a release'),
  explanation: sameText('It is minutes old.'),
  advice: null,
  confidence: 0.99,
  evidenceIds: ['ev_1', 'ev_made_up'],
};
const verdict: Verdict = {
  ...{ state: 'unknown', summary: sameText('unknown'), causes: [], refuted: [], blindSpots: [], analyst: 'offline' },
  ...{ at: '2026-03-01T10:00:00.000Z', isPartial: false },
};
const confirmed = { systemId: 'shop', state: 'confirmed', confidence: 0.9 } as Cause;
const known = { systemIds: new Set(['shop']), evidenceIds: new Set(['ev_1']) };

test('withFindings() makes an unknown verdict likely, never surer than that, and cites only evidence that there is', () => {
  const found = withFindings(verdict, [finding], known);

  assert.equal(found.state, 'likely');
  assert.equal(found.summary.en, 'shop: a release');
  assert.deepEqual(
    found.causes.map(({ state, confidence, evidenceIds, explanation }) => ({
      state,
      confidence,
      evidenceIds,
      explanation: explanation.en,
    })),
    [{ state: 'likely', confidence: 0.8, evidenceIds: ['ev_1'], explanation: 'It is minutes old. (found by plugin:p/a)' }],
  );
});

for (const [name, given] of [
  ['without evidence', { ...finding, evidenceIds: ['ev_made_up'] }],
  ['about a system that is not looked after', { ...finding, systemId: 'moon' }],
] as const) {
  test(`withFindings() leaves out a finding ${name}`, () => {
    assert.equal(withFindings(verdict, [given], known), verdict);
  });
}

test('withFindings() adds nothing to a system whose cause is confirmed', () => {
  const sure: Verdict = { ...verdict, state: 'confirmed', causes: [confirmed] };

  assert.equal(withFindings(sure, [finding], known), sure);
});
