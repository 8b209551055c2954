import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector, stepDetector } from '../../../src/analysis/anomaly/detector.ts';
import { createTrendLine, stepTrendLine } from '../../../src/analysis/anomaly/trend-line.ts';
import { dailyWave, minuteMs, noise, startMs } from './series.ts';

const stepMs = 5 * minuteMs;

/** Which points lie on the line so far. */
function onLine(values: readonly number[]): readonly boolean[] {
  const line = createTrendLine();
  return values.map((value, index) => stepTrendLine(line, startMs + index * stepMs, value));
}

function alerts(values: readonly number[]): readonly number[] {
  const detector = createDetector();
  return values.flatMap((value, index) => (stepDetector(detector, startMs + index * stepMs, value)?.isAlert === true ? [index] : []));
}

function filling(points: number, seed: number): readonly number[] {
  const random = noise(seed);
  return Array.from({ length: points }, (_, index) => 50 + 0.05 * index + random());
}

test('stepTrendLine() finds a steady growth, and neither noise, a wave nor a flat series', () => {
  const random = noise(2);

  assert.ok(onLine(filling(1_000, 1)).slice(200).every(Boolean));
  assert.ok(!onLine(Array.from({ length: 1_000 }, random)).some(Boolean));
  assert.ok(!onLine(dailyWave()).slice(600).some(Boolean));
  assert.ok(!onLine(new Array<number>(500).fill(7)).some(Boolean));
});

test('stepTrendLine() sees what leaves the line', () => {
  const values = filling(1_000, 3).map((value, index) => (index === 700 ? value + 6 : value));

  assert.equal(onLine(values)[700], false);
  assert.equal(onLine(values)[702], true);
});

test('stepDetector() is silent about a disk that fills evenly, and tells when it leaps', () => {
  for (const seed of [1, 2, 3]) assert.deepEqual(alerts(filling(3_000, seed)), []);
  const leaping = filling(3_000, 4).map((value, index) => (index >= 2_000 ? value + 15 : value));

  const found = alerts(leaping)[0] ?? 0;
  assert.ok(found >= 2_000 && found < 2_012, String(found));
});
