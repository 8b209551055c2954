import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCounter, stepCounter } from '../../../src/analysis/anomaly/counter.ts';
import { createDetector, type Detector, scoreThreshold, stepDetector, type Verdict } from '../../../src/analysis/anomaly/detector.ts';
import { joinEvents } from '../../../src/analysis/anomaly/events.ts';
import { loadDetector, saveDetector } from '../../../src/analysis/anomaly/snapshot.ts';
import { dailyWave, minuteMs, noise, startMs } from './series.ts';

function judge(values: readonly number[], stepMs = 5 * minuteMs, detector: Detector = createDetector(), from = 0): Verdict[] {
  return values.flatMap((value, index) => stepDetector(detector, startMs + (from + index) * stepMs, value) ?? []);
}

const spike = 2_500;
const troubles: readonly [claim: string, values: number[]][] = [
  ['a spike', dailyWave((value, index) => (index === spike ? value + 120 : value))],
  ['a drop to nothing', dailyWave((value, index) => (index >= spike && index < spike + 20 ? 0 : value))],
  ['a level shift', dailyWave((value, index) => (index >= spike ? value + 90 : value))],
  ['noise that grows', dailyWave((value, index) => (index >= spike ? 100 + (value - 100) * (index % 2 === 0 ? 4 : -4) : value))],
  ['a night without its fall', dailyWave((value, index) => (index >= spike && index < spike + 92 ? Math.max(value, 97) : value))],
  ['a flat line', dailyWave((value, index) => (index >= spike && index < spike + 200 ? 100 : value))],
];

for (const [claim, values] of troubles) {
  test(`stepDetector() raises an alert at ${claim} and is quiet before it`, () => {
    const verdicts = judge(values);

    const alerts = verdicts.flatMap(({ isAlert }, index) => (isAlert ? [index] : []));
    assert.ok(
      alerts.some((index) => index >= spike && index < spike + 100),
      `alerts at ${alerts.join()}`,
    );
    const early = alerts.filter((index) => index > 900 && index < spike);
    assert.ok(early.length <= 3, `early alerts at ${early.join()}`);
  });
}

test('stepDetector() finds the daily season and expects its values', () => {
  const verdicts = judge(dailyWave());

  const last = verdicts.slice(-288);
  assert.deepEqual([...new Set(last.map(({ season }) => season))], ['day']);
  assert.ok(last.every(({ expected, value }) => Math.abs(expected - value) < 12));
  assert.ok(last.every(({ score }) => score < scoreThreshold));
});

test('stepDetector() reports a gap and judges the points behind it', () => {
  const detector = createDetector();
  judge(dailyWave(undefined, 3), 5 * minuteMs, detector);

  const behind = stepDetector(detector, startMs + 3 * 86_400_000 + 3_600_000, 100);

  assert.equal(behind?.gapMs, 3_600_000 + 5 * minuteMs);
});

test('stepDetector() leaves out what is no number and what is not later', () => {
  const detector = createDetector();
  judge([1, 2, 3], minuteMs, detector);

  assert.equal(stepDetector(detector, startMs + 3 * minuteMs, Number.NaN), null);
  assert.equal(stepDetector(detector, startMs + 2 * minuteMs, 5), null);
  assert.notEqual(stepDetector(detector, startMs + 3 * minuteMs, 5), null);
});

test('stepCounter() tells a total from a gauge and reads its rate over a reset', () => {
  const counter = createCounter();
  const values = Array.from({ length: 70 }, (_, index) => 60 * index);

  const readings = values.map((value, index) => stepCounter(counter, index * minuteMs, value));
  const afterReset = stepCounter(counter, 70 * minuteMs, 30);

  assert.equal(counter.isCounter, true);
  assert.equal(readings.filter(({ isNews }) => isNews).length, 1);
  assert.equal(readings.at(-1)?.value, 1);
  assert.equal(afterReset.value, 0.5);
  const gauge = createCounter();
  for (const [index, value] of dailyWave(undefined, 1).entries()) stepCounter(gauge, index * minuteMs, value);
  assert.equal(gauge.isCounter, false);
});

test('joinEvents() makes one event of one disturbance', () => {
  const verdicts = judge(dailyWave((value, index) => (index >= spike && index < spike + 12 ? value + 400 : value)));

  const events = joinEvents(verdicts).filter(({ worst }) => worst.score >= scoreThreshold);

  assert.equal(events.length, 1);
  assert.equal(events[0]?.isOpen, false);
  const from = startMs + spike * 5 * minuteMs;
  assert.ok(events[0] !== undefined && events[0].fromMs >= from - 600_000 && events[0].fromMs <= from + 600_000);
});

const anySeries = fc.array(
  fc.oneof(
    fc.double({ noNaN: false }),
    fc.integer({ min: -5, max: 5 }),
    fc.constant(0),
    fc.double({ min: -1e300, max: 1e300, noNaN: true }),
  ),
  { maxLength: 400 },
);

test('stepDetector() gives numbers between 0 and 1 for whatever comes', () => {
  fc.assert(
    fc.property(anySeries, (values) => {
      for (const { score, surprise, size, expected } of judge(values)) {
        assert.ok(score >= 0 && score <= 1, `score ${score}`);
        assert.ok(surprise >= 0 && surprise <= 1, `surprise ${surprise}`);
        assert.ok(size >= 0 && Number.isFinite(expected));
      }
    }),
    { numRuns: 60 },
  );
});

test('loadDetector() goes on exactly where saveDetector() stopped', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 300 }), fc.nat(), (values, cut) => {
      const at = cut % values.length;
      const whole = createDetector();
      const expected = judge(values, minuteMs, whole).slice(at);

      const half = createDetector();
      judge(values.slice(0, at), minuteMs, half);
      const restored = loadDetector(saveDetector(half));

      assert.ok(restored);
      assert.deepEqual(judge(values.slice(at), minuteMs, restored, at), expected);
      assert.equal(saveDetector(restored), saveDetector(whole));
    }),
    { numRuns: 25 },
  );
});

test('loadDetector() refuses what is not a detector', () => {
  for (const text of [
    '',
    '{}',
    '[]',
    'null',
    '{"counter":{}}',
    saveDetector(createDetector()).replace('"features":{', '"features":{"x":1},"y":{'),
  ])
    assert.equal(loadDetector(text), null);
});

test('stepDetector() keeps its memory within bounds', () => {
  const detector = createDetector();
  const random = noise(3);
  judge(Array.from({ length: 3_000 }, random), minuteMs, detector);
  const before = saveDetector(detector).length;

  judge(Array.from({ length: 30_000 }, random), minuteMs, detector, 3_000);

  assert.ok(saveDetector(detector).length < 2 * before, `${before} → ${saveDetector(detector).length}`);
  assert.ok(saveDetector(detector).length < 400_000);
});
