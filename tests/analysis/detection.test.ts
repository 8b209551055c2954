import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createDetector, stepDetector, type Verdict } from '../../src/analysis/anomaly/detector.ts';
import { decide, type Sighting } from '../../src/analysis/detection/decide.ts';
import { observeAnomaly } from '../../src/analysis/detection/observe-anomaly.ts';
import { observeForecast } from '../../src/analysis/detection/observe-forecast.ts';
import { oddsOf, raiseByMarks, scoreOf, step, thresholdOdds, trackPressure } from '../../src/analysis/detection/threshold.ts';
import { unitText } from '../../src/charts/number-text.ts';
import type { DetectionEvent } from '../../src/domain/detection.ts';
import { sameText } from '../../src/domain/text.ts';
import { durationText } from '../../src/text/duration.ts';
import { sampleDetectionEvent } from '../store/detection-samples.ts';
import { dailyWave, startMs } from './anomaly/series.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test('trackPressure() rises with each event and falls back at the pace of the budget, never below the line of the detector', () => {
  const risen = trackPressure({ pressure: 0, atMs: 0 }, hourMs, 2, 3);

  assert.ok(Math.abs(risen.pressure - 2 * step) < 1e-9);
  assert.ok(Math.abs(trackPressure(risen, hourMs + dayMs / 3, 0, 3).pressure - step) < 1e-9);
  assert.equal(trackPressure(risen, hourMs + 3 * dayMs, 0, 3).pressure, 0);
});

test('trackPressure() keeps the rate of any stream of scores at the budget in the long run', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1_000_000 }), (budget, seed) => {
      let state = { pressure: 0, atMs: 0 };
      let exceeded = 0;
      let random = seed;
      const days = 120;
      for (let hour = 0; hour < days * 24; hour += 1) {
        random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
        // Odds of exponential logarithm, one event an hour: far more than any budget.
        const odds = Math.exp(-Math.log((random + 1) / 2 ** 32));
        const eased = trackPressure(state, hour * hourMs, 0, budget);
        const isAbove = odds >= thresholdOdds(eased.pressure, 0);
        if (isAbove) exceeded += 1;
        state = trackPressure(state, hour * hourMs, isAbove ? 1 : 0, budget);
      }
      assert.ok(exceeded <= budget * days + 10 && exceeded >= budget * days * 0.8, `${exceeded} of ${budget * days}`);
    }),
    { numRuns: 20 },
  );
});

test('raiseByMarks() lays the line above what was called useless, and takes it back', () => {
  const useless = { seriesKey: 'a', odds: 8, mark: 'useless' as const };
  const useful = { seriesKey: 'a', odds: 8, mark: 'useful' as const };

  assert.ok(thresholdOdds(0, raiseByMarks([useless], 'a')) > 8);
  assert.ok(raiseByMarks([useless, useless], 'a') > raiseByMarks([useless], 'a'));
  assert.ok(raiseByMarks([useless, useful], 'a') < raiseByMarks([useless], 'a'));
  assert.ok(Math.abs(raiseByMarks([useless], 'b') - step / 2) < 1e-9, 'the others of the detection a little');
  assert.equal(raiseByMarks([], 'a'), 0);
  assert.equal(raiseByMarks([useful, useful], 'a'), 0);
});

test('odds and scores are the same scale', () => {
  for (const score of [0, 0.2, 0.5, 0.9]) assert.ok(Math.abs(scoreOf(oddsOf(score)) - score) < 1e-12);
  assert.ok(Number.isFinite(oddsOf(1)));
});

const verdictsOf = (values: readonly number[], stepMs: number): readonly Verdict[] => {
  const detector = createDetector();
  return values.flatMap((value, index) => stepDetector(detector, startMs + index * stepMs, value) ?? []);
};

test('observeAnomaly() tells what goes on at the end, on the side that is trouble, with odds and the reason', () => {
  const high = verdictsOf(
    dailyWave((value, index) => (index >= 3_450 ? 4 * value : value)),
    300_000,
  );

  const seen = observeAnomaly(high, 'high', 'UTC');

  assert.ok(seen !== null && seen.odds > 1);
  assert.match(seen.reason.en, /× the usual.*, since /);
  assert.equal(observeAnomaly(high, 'low', 'UTC'), null);
  assert.equal(observeAnomaly(high.slice(0, 3_000), 'both', 'UTC'), null, 'quiet before');
  const over = verdictsOf(
    dailyWave((value, index) => (index >= 3_400 && index < 3_410 ? 4 * value : value)),
    300_000,
  );
  assert.equal(observeAnomaly(over, 'both', 'UTC'), null, 'it is over');
});

const words = { duration: durationText, number: (value: number) => unitText(value, 'bytes') };
const giB = 2 ** 30;
const evenOf = (values: readonly number[]) => ({ values, stepMs: 900_000, startMs: 0, bridged: 0 });

test('observeForecast() tells of a disk that fills, with the interval and the rate', () => {
  const left = Array.from({ length: 400 }, (_, index) => (200 - 0.3 * index + 0.1 * Math.sin(index)) * giB);

  const { onset } = observeForecast(evenOf(left), { value: 0, direction: 'falling' }, 100 * hourMs, words);

  assert.match(onset?.reason.en ?? '', /^reaches 0 B in 2 d 1\d h \(2 d 1\d h – 2 d 1\d h\), rate −1\.2 GiB an hour$/);
  assert.match(onset?.reason['zh-CN'] ?? '', /^预计 2 天 1\d 小时后触及 0 B（.+），速率每小时 −1\.2 GiB$/);
  assert.ok((onset?.odds ?? 0) > 1 && (onset?.odds ?? 0) < 2);
  const far = observeForecast(evenOf(left), { value: 0, direction: 'falling' }, 24 * hourMs, words);
  assert.equal(far.onset, null);
});

test('observeForecast() opens nothing for what is not predictable, nor for what was always at its limit', () => {
  const wild = Array.from({ length: 200 }, (_, index) => ((index * 7_919) % 101) * giB + (index > 190 ? -40 * giB : 0));
  const always = Array.from({ length: 200 }, () => 0);

  const unknown = observeForecast(evenOf(wild), { value: -50 * giB, direction: 'falling' }, 1_000 * hourMs, words);
  const full = observeForecast(evenOf(always), { value: 0, direction: 'falling' }, 1_000 * hourMs, words);
  const reached = observeForecast(evenOf([...always.map(() => giB), 0]), { value: 0, direction: 'falling' }, hourMs, words);

  assert.notEqual(unknown.exhaustion.kind, 'expected');
  assert.equal(unknown.onset, null);
  assert.equal(full.onset, null);
  assert.match(reached.onset?.reason.en ?? '', /0 B is reached/);
});

const sighting = (key: string, odds: number | null, thresholdOf = 1): Sighting => ({
  ...{ key, name: key, thresholdOdds: thresholdOf },
  onset: odds === null ? null : { sinceMs: 0, odds, reason: sameText('r') },
});
const roomy = { left: 5, hasOpenIncident: false };
const going = (change: Partial<DetectionEvent>): DetectionEvent => sampleDetectionEvent(change);

test('decide() gives room to the surest, and what joins an incident costs nothing', () => {
  const { changes, exceeded } = decide([sighting('a', 2), sighting('b', 9), sighting('c', 3)], [], { ...roomy, left: 1 });

  assert.deepEqual(
    changes.map((change) => (change.kind === 'begin' ? [change.sighting.key, change.outcome, change.isLead] : change.kind)),
    [
      ['b', 'opened', true],
      ['c', 'opened', false],
      ['a', 'opened', false],
    ],
  );
  assert.equal(exceeded, 3);
});

test('decide() withholds what is below its threshold and what the budget has no room for, and opens it when that changes', () => {
  const first = decide([sighting('a', 2, 4), sighting('b', 9)], [], { ...roomy, left: 0 });
  assert.deepEqual(
    first.changes.map((change) => (change.kind === 'begin' ? [change.sighting.key, change.outcome] : change.kind)),
    [
      ['b', 'budget'],
      ['a', 'threshold'],
    ],
  );
  const withheld = [going({ seriesKey: 'a', outcome: 'threshold', odds: 2 }), going({ seriesKey: 'b', outcome: 'budget', odds: 9 })];

  const grown = decide([sighting('a', 5, 4), sighting('b', 9)], withheld, roomy);
  const still = decide([sighting('a', 3, 4), sighting('b', 9)], withheld, { ...roomy, left: 0 });

  assert.deepEqual(
    grown.changes.map((change) => (change.kind === 'open' ? [change.event.seriesKey, change.isLead] : change.kind)),
    [
      ['b', true],
      ['a', false],
    ],
  );
  assert.equal(grown.exceeded, 1, 'what exceeded before is not counted again');
  assert.deepEqual(
    still.changes.map((change) => change.kind),
    ['grow'],
  );
});

test('decide() ends what is over, and repeats nothing of what goes on', () => {
  const open = [going({ seriesKey: 'a', odds: 4 }), going({ id: 'det_2', seriesKey: 'b', odds: 4 })];

  const { changes } = decide([sighting('a', 4), sighting('b', null)], open, roomy);

  assert.deepEqual(
    changes.map((change) => (change.kind === 'end' ? change.event.seriesKey : change.kind)),
    ['b'],
  );
});
