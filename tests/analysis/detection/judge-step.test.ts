import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeStep } from '../../../src/analysis/detection/judge-step.ts';

const stepMs = 15_000;
const points = Array.from({ length: 240 }, (_, index) => index);
const times = points.map((index) => index * stepMs);
/** Never the same twice in a row. */
const lively = points.map((index) => (index * 7_919) % 97);

test('judgeStep() has nothing against what comes at every step, against what stands still, or against few points', () => {
  assert.equal(judgeStep(times, lively, stepMs), null);
  assert.equal(
    judgeStep(
      times,
      points.map(() => 4),
      stepMs,
    ),
    null,
  );
  assert.equal(judgeStep(times.slice(0, 20), lively.slice(0, 20), stepMs), null);
  assert.equal(judgeStep([], [], stepMs), null);
});

test('judgeStep() tells most points that are missing', () => {
  const kept = times.filter((_, index) => index % 4 === 0);

  const fault = judgeStep(kept, lively.slice(0, kept.length), stepMs);

  assert.equal(fault?.kind, 'gaps');
  assert.ok(fault?.kind === 'gaps' && Math.abs(fault.share - 0.25) < 0.02);
});

test('judgeStep() tells values that are measured every fourth step, and not those of a counter that moves when it likes', () => {
  const scraped = points.map((index) => lively[Math.floor(index / 4)] ?? 0);
  const seldom = points.map((index) => Math.floor(Math.sqrt(index) * 3));

  assert.deepEqual(judgeStep(times, scraped, stepMs), { kind: 'repeats', times: 4 });
  assert.equal(judgeStep(times, seldom, stepMs), null);
});

test('judgeStep() says what it says in numbers, whatever it is given', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.double()), { maxLength: 200 }), (given) => {
      let at = 0;
      const moments = given.map(([gap]) => (at += gap));

      const fault = judgeStep(
        moments,
        given.map(([, value]) => value),
        stepMs,
      );

      assert.ok(fault === null || (fault.kind === 'gaps' ? fault.share > 0 && fault.share < 1 : fault.times >= 2));
    }),
  );
});
