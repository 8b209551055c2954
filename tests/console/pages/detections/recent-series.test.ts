import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentOf, recentSeries } from '../../../../src/console/pages/detections/recent-series.ts';

const names = { measured: 'm', usualLow: 'ul', usualHigh: 'uh', ahead: 'a', aheadLow: 'al', aheadHigh: 'ah' };

test('recentSeries() has a line for what was measured, and those of the band and of what comes where there are any', () => {
  const seen = { times: [1, 2, 3], values: [4, 5, 6], low: [1, 1], high: [9, 9] };
  const ahead = { times: [4], values: [7], low: [6], high: [8] };

  assert.deepEqual(
    recentSeries({ ...seen, ahead }, 'bytes', names).map(({ role, times }) => [role ?? 'measured', times.length]),
    [
      ['measured', 3],
      ['usual-low', 2],
      ['usual-high', 2],
      ['forecast', 1],
      ['forecast-low', 1],
      ['forecast-high', 1],
    ],
  );
  assert.equal(recentSeries({ ...seen, low: [], high: [] }, '', names).length, 1);
});

test('recentOf() reads from the lines of evidence what recentSeries() made of it', () => {
  const seen = { times: [1, 2], values: [4, 5], low: [1, 1], high: [9, 9] };
  const ahead = { times: [3], values: [7], low: [6], high: [8] };

  assert.deepEqual(recentOf(recentSeries({ ...seen, ahead }, 'bytes', names), 2), { ...seen, ahead, movedAtMs: 2 });
  assert.equal(recentOf([], null), null);
});
