import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextPlanDeadlineMs, planDuty } from '../../src/workflows/plan-deadlines.ts';

const plan = { expiresAtMs: 10_000, validMs: 10_000 };

test('nextPlanDeadlineMs() is half, four fifths and the end of the time', () => {
  assert.deepEqual(
    [0, 1, 2].map((sent) => nextPlanDeadlineMs(plan, sent)),
    [5_000, 8_000, 10_000],
  );
});

test('planDuty() after a long absence is only what still says something', () => {
  const cases = [
    [5_000, 'half'],
    [7_999, 'half'],
    [8_000, 'late'],
    [9_999, 'late'],
    [10_000, 'expire'],
    [99_000, 'expire'],
  ] as const;
  for (const [now, duty] of cases) assert.equal(planDuty(plan, now), duty, `at ${now}`);
});
