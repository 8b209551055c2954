import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createDeviation, stepDeviation } from '../../../src/analysis/anomaly/deviation.ts';
import { createFeatures, featureNames, readFeatures, setStep } from '../../../src/analysis/anomaly/features.ts';
import { addToHistory, createHistory, quantileOf } from '../../../src/analysis/anomaly/history.ts';
import { addMagnitude, binPosition, createPeakTail, rateOf } from '../../../src/analysis/anomaly/peak-tail.ts';
import { createScore, stepScore } from '../../../src/analysis/anomaly/score.ts';
import { addToSlot, createSeasonProfile, enterSlot, usualAt } from '../../../src/analysis/anomaly/season-profile.ts';
import { createSurprise, stepSurprise } from '../../../src/analysis/anomaly/surprise.ts';
import { addToWindows, createWindowSums, deviationBetween, meanBetween } from '../../../src/analysis/anomaly/window-sums.ts';
import { noise } from './series.ts';

test('quantileOf() of a short history is exact, and of a long one near', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 300 }), (values) => {
      const history = createHistory();
      for (const value of values) addToHistory(history, value);
      const sorted = [...values].sort((one, other) => one - other);
      // Of the two zeroes either may come first.
      assert.ok(quantileOf(history, 0) === sorted[0]);
      assert.ok(quantileOf(history, 1) === sorted.at(-1));
    }),
    { numRuns: 50 },
  );
  const long = createHistory();
  const random = noise(1);
  for (let index = 0; index < 50_000; index += 1) addToHistory(long, random());
  assert.ok(Math.abs(quantileOf(long, 0.5)) < 0.15);
  assert.ok(Math.abs(quantileOf(long, 0.9) - 0.8) < 0.1);
});

test('rateOf() falls with the magnitude, and counts what was seen', () => {
  const tail = createPeakTail(18);
  const random = noise(2);
  for (let index = 0; index < 5_000; index += 1) {
    const magnitude = Math.abs(random()) + (index % 500 === 250 ? 10 : 0);
    addMagnitude(tail, magnitude, binPosition(magnitude));
  }

  const digits = [0.5, 1, 5, 10, 100, 1e6].map((magnitude) => -Math.log10(rateOf(tail, binPosition(magnitude))));

  assert.deepEqual(
    [...digits].sort((one, other) => one - other),
    digits,
  );
  // Ten events in five thousand points are 2.7 digits; the fitted tail may say somewhat more.
  assert.ok(Math.abs((digits[2] ?? 0) - 2.7) < 0.5, String(digits[2]));
});

test('rateOf() is a share for any magnitudes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, noNaN: true }), { maxLength: 300 }), (magnitudes) => {
      const tail = createPeakTail(3);
      for (const magnitude of magnitudes) {
        const rate = rateOf(tail, binPosition(Math.min(magnitude, 1e300)));
        assert.ok(rate > 0 && rate <= 1, String(rate));
        addMagnitude(tail, Math.min(magnitude, 1e300), binPosition(Math.min(magnitude, 1e300)));
      }
    }),
    { numRuns: 100 },
  );
});

test('meanBetween() and deviationBetween() agree with sums from scratch', () => {
  const windows = createWindowSums([1, 6, 12]);
  const random = noise(5);
  const values = Array.from({ length: 400 }, () => 1e6 + random());
  for (const value of values) addToWindows(windows, value);

  const stretch = values.slice(-12, -6);
  const mean = stretch.reduce((sum, value) => sum + value, 0) / 6;
  const variance = stretch.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6;

  assert.ok(Math.abs(windows.origin + meanBetween(windows, 1, 2) - mean) < 1e-6);
  assert.ok(Math.abs(deviationBetween(windows, 1, 2) - Math.sqrt(variance)) < 1e-6);
});

test('usualAt() is the median of the last visits, from the third on', () => {
  const profile = createSeasonProfile(24, 24, 5);
  const day = (value: number, index: number): void => {
    for (let hour = 0; hour < 24; hour += 1) {
      enterSlot(profile, 24 * index + hour);
      addToSlot(profile, value + hour);
    }
  };
  for (const [index, value] of [10, 20].entries()) day(value, index);
  assert.equal(usualAt(profile, 5), null);
  for (const [index, value] of [30, 1_000].entries()) day(value, index + 2);

  assert.equal(usualAt(profile, 24 * 9 + 5), 30);
});

test('readFeatures() knows the flat line and the step', () => {
  const features = createFeatures();
  setStep(features, 60_000);
  const into = new Float64Array(featureNames.length);
  for (let index = 0; index < 100; index += 1) readFeatures(features, index * 60_000, index < 99 ? 5 : 9, into);

  assert.equal(into[featureNames.indexOf('step')], 4);
  assert.equal(into[featureNames.indexOf('flat')], 0);
});

test('stepSurprise() and stepDeviation() stay low in noise', () => {
  const [surprise, deviation, random] = [createSurprise(), createDeviation(), noise(9)];
  const seen = Array.from({ length: 3_000 }, (_, index) => {
    const value = random();
    return {
      digits: stepSurprise(surprise, index * 60_000, value, false).digits,
      size: stepDeviation(deviation, index * 60_000, value).size,
    };
  });

  assert.ok(Math.max(...seen.slice(1_000).map(({ digits }) => digits)) < 2.62);
  assert.ok(Math.max(...seen.slice(1_000).map(({ size }) => size)) < 6);
});

test('stepScore() bridges a lone usual point and tires of what keeps coming back', () => {
  const once = createScore();
  for (const size of [20, 20, 20]) stepScore(once, size);
  assert.ok(stepScore(once, 0) > 5);

  const often = createScore();
  const peaks = Array.from({ length: 10 }, () => {
    for (let quiet = 0; quiet < 20; quiet += 1) stepScore(often, 0.5);
    return stepScore(often, 20);
  });
  assert.ok((peaks[9] ?? 0) < 0.7 * (peaks[0] ?? 0), peaks.join());
});
