import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { autoregress } from '../../../src/analysis/forecast/autoregression.ts';
import { candidatesFor } from '../../../src/analysis/forecast/candidates.ts';
import { toEvenSteps } from '../../../src/analysis/forecast/even-series.ts';
import { timeToLimit } from '../../../src/analysis/forecast/exhaustion.ts';
import { forecast } from '../../../src/analysis/forecast/forecast.ts';
import {
  alignSeasons,
  analogForecast,
  averageSeasons,
  doubleSeasonal,
  median,
  profileForecast,
  repeatSeason,
} from '../../../src/analysis/forecast/seasonal.ts';
import { lineForecast, smoothForecast } from '../../../src/analysis/forecast/smoothing.ts';
import { noise } from '../anomaly/series.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Hours with a daily wave, quieter weekends, a slope and noise. */
function hours(count: number, slope = 0): number[] {
  const random = noise(11);
  return Array.from({ length: count }, (_, hour) => {
    const weekend = Math.floor(hour / 24) % 7 >= 5 ? 0.6 : 1;
    return 200 + slope * hour + weekend * 80 * Math.sin((2 * Math.PI * hour) / 24) + 4 * random();
  });
}

test('forecast() follows the day and the week, and its interval holds', () => {
  const all = hours(24 * 7 * 5 + 48);
  const found = forecast({ values: all.slice(0, -48), stepMs: hourMs }, 48);

  assert.ok(found);
  const misses = all.slice(-48).map((value, ahead) => Math.abs(value - (found.values[ahead] ?? 0)));
  assert.ok(Math.max(...misses) < 15, String(Math.max(...misses)));
  const inside = all.slice(-48).filter((value, ahead) => value >= (found.low[ahead] ?? 0) && value <= (found.high[ahead] ?? 0)).length;
  assert.ok(inside >= 43, String(inside));
  assert.deepEqual(found.periods, [24, 168]);
  assert.equal(found.isPredictable, true);
  assert.ok(found.error < found.naiveError);
});

test('forecast() says of a random walk that it is not predictable', () => {
  const random = noise(5);
  let level = 1_000;
  const values = Array.from({ length: 400 }, () => {
    level += 10 * random();
    return level;
  });

  assert.equal(forecast({ values, stepMs: hourMs }, 200)?.isPredictable, false);
});

test('forecast() needs twelve numbers and a horizon', () => {
  assert.equal(forecast({ values: hours(11), stepMs: hourMs }, 5), null);
  assert.equal(forecast({ values: hours(50), stepMs: hourMs }, 0), null);
  assert.equal(forecast({ values: [...hours(50), Number.NaN], stepMs: hourMs }, 5), null);
  assert.equal(forecast({ values: hours(12), stepMs: hourMs }, 40)?.values.length, 40);
});

test('forecast() of anything is finite, ordered, repeatable, and never negative where nothing was', () => {
  const value = fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 3 }), fc.constant(0));
  fc.assert(
    fc.property(fc.array(value, { minLength: 12, maxLength: 90 }), fc.integer({ min: 1, max: 30 }), (values, horizon) => {
      const found = forecast({ values, stepMs: 6 * hourMs }, horizon);

      assert.ok(found);
      assert.deepEqual(forecast({ values, stepMs: 6 * hourMs }, horizon), found);
      const isNeverNegative = values.every((each) => each >= 0);
      for (const [ahead, middle] of found.values.entries()) {
        const [low, high] = [found.low[ahead] ?? Number.NaN, found.high[ahead] ?? Number.NaN];
        assert.ok(low <= middle && middle <= high, `${low} ${middle} ${high}`);
        assert.ok(!isNeverNegative || low >= 0);
      }
      const sum = found.models.reduce((total, { weight }) => total + weight, 0);
      assert.ok(sum > 0 && sum <= 1 + 1e-9);
    }),
    { numRuns: 60 },
  );
});

test('the models repeat a perfect season exactly, and decline a past that is too short', () => {
  const season = [1, 5, 9, 4];
  const values = Array.from({ length: 48 }, (_, index) => season[index % 4] ?? 0);
  const next = [1, 5, 9, 4, 1];
  const near = (found: readonly number[] | null): void => {
    assert.ok(found);
    for (const [ahead, value] of found.entries()) assert.ok(Math.abs(value - (next[ahead] ?? 0)) < 0.35, found.join());
  };

  near(repeatSeason(values, 5, 4));
  near(averageSeasons(values, 5, 4, 4, 0.7));
  near(alignSeasons(values, 5, 4, 3));
  near(profileForecast(values, 5, { period: 4, isRatio: true, rate: 0.5, seasonsMax: 14 }));
  near(analogForecast(values, 5, { window: 8, neighbours: 4, stride: 1 }));
  near(autoregress(values, 5, { lags: [1, 4], ridge: 0.1, isLog: true, difference: 0, isRobust: false }));
  near(doubleSeasonal(values, 5, [4, 8]));
  for (const { run } of candidatesFor([4, 8])) {
    const path = run([1, 2, 3], 2);
    assert.ok(path === null || path.length === 2);
  }
});

test('lineForecast() goes on with the line through the newest points', () => {
  assert.deepEqual(lineForecast([1, 3, 5, 7, 9], 2), [11, 13]);
  assert.equal(lineForecast([1, 2, 3, 4], 1), null);
});

test('smoothForecast() carries a level on and lets a trend fade', () => {
  const rising = Array.from({ length: 60 }, (_, index) => index);

  assert.deepEqual(smoothForecast([5, 5, 5, 5, 5, 5], 2, 0), [5, 5]);
  const path = smoothForecast(rising, 20, 0.9) ?? [];
  assert.ok((path[0] ?? 0) > 59 && (path[19] ?? 0) < 79);
  assert.equal(smoothForecast([1, 2], 2, 0), null);
  assert.equal(median([3, 1, 2, 10]), 2.5);
});

test('toEvenSteps() keeps the step, bridges gaps and thins what is long', () => {
  const even = toEvenSteps(
    [0, 60, 120, 300, 360].map((second) => second * 1_000),
    [0, 1, 2, 5, 6],
  );
  assert.deepEqual(even?.values, [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(even?.stepMs, 60_000);
  assert.equal(even?.bridged, 2 / 7);

  const minutes = Array.from({ length: 30 * 1_440 }, (_, minute) => minute * 60_000);
  const thinned = toEvenSteps(
    minutes,
    minutes.map(() => 3),
  );
  assert.equal(thinned?.stepMs, hourMs);
  assert.equal(thinned?.values.length, 720);
  assert.equal(toEvenSteps([5], [1]), null);
});

const disk = (count: number, perStep: number, jitter: number): number[] => {
  const random = noise(21);
  return Array.from({ length: count }, (_, index) => 40 + perStep * index + jitter * random());
};
const limits: readonly [claim: string, values: readonly number[], kind: string, days?: readonly [number, number]][] = [
  // At 0.05 an hour, 40 + 12 are 43 below 95: 35.8 days.
  ['a disk that fills', disk(240, 0.05, 0.3), 'expected', [33, 39]],
  ['a disk that fills again since it was cleaned up', [...disk(200, 0.25, 0.3), ...disk(240, 0.05, 0.3)], 'expected', [30, 42]],
  ['a full disk', disk(240, 0.25, 0.1), 'reached'],
  ['a disk that rests', disk(240, 0, 0.3), 'not-in-sight'],
  ['a disk that empties', disk(240, -0.05, 0.3), 'not-in-sight'],
  ['four points', disk(4, 1, 0.1), 'not-predictable'],
  ['a rise that turned into a fall', [...disk(160, 0.2, 0.2), ...disk(80, -0.2, 0.2).map((value) => value + 31)], 'not-predictable'],
];

for (const [claim, values, kind, days] of limits) {
  test(`timeToLimit() of ${claim} is ${kind}`, () => {
    const found = timeToLimit(values, hourMs, 0, { value: 95, direction: 'rising' });

    assert.equal(found.kind, kind, JSON.stringify(found));
    if (found.kind !== 'expected' || days === undefined) return;
    assert.ok(found.atMs / dayMs > days[0] && found.atMs / dayMs < days[1], String(found.atMs / dayMs));
    assert.ok(found.earliestMs <= found.atMs && (found.latestMs === null || found.latestMs >= found.atMs));
  });
}

test('timeToLimit() looks down to a floor as it looks up to a limit', () => {
  const values = disk(240, 0.05, 0.3);
  const up = timeToLimit(values, hourMs, 0, { value: 95, direction: 'rising' });
  const down = timeToLimit(
    values.map((value) => -value),
    hourMs,
    0,
    { value: -95, direction: 'falling' },
  );

  assert.ok(up.kind === 'expected' && down.kind === 'expected');
  assert.equal(down.atMs, up.atMs);
  assert.equal(down.perDay, -up.perDay);
});

test('timeToLimit() of anything is in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 60 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom('rising' as const, 'falling' as const),
      (values, value, direction) => {
        const found = timeToLimit(values, hourMs, 0, { value, direction });
        if (found.kind !== 'expected') return;
        assert.ok(found.earliestMs >= 0 && found.earliestMs <= found.atMs);
        assert.ok(found.latestMs === null || found.latestMs >= found.atMs);
      },
    ),
    { numRuns: 100 },
  );
});

test('forecast() goes on evenly with what grows or falls evenly, down to nothing', () => {
  for (const [first, step] of [
    [50, 0.5],
    [1_000, 0.5],
    [50, -0.15],
  ] as const) {
    const random = noise(6);
    const values = Array.from({ length: 240 }, (_, index) => first + step * index + random());

    const found = forecast({ values, stepMs: 15_000 }, 60);

    const truth = first + step * 299;
    const [last = Number.NaN, low = Number.NaN, high = Number.NaN] = [found?.values.at(-1), found?.low.at(-1), found?.high.at(-1)];
    assert.ok(Math.abs(last - truth) < 2, `${String(last)} instead of ${String(truth)}`);
    assert.ok(low <= truth && truth <= high);
  }
});
