import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSeries } from '../../../src/systems/prometheus/judge-series.ts';
import { noise } from '../../analysis/anomaly/series.ts';

const startMs = Date.UTC(2026, 10, 28, 14);
const stepMs = 15_000;

function series(values: readonly number[]) {
  return { name: 'latency_seconds', unit: 's', times: values.map((_, index) => startMs + index * stepMs), values };
}

test('judgeSeries() tells when the level moved, between which moments, and what is unusual', () => {
  const random = noise(4);
  const judged = judgeSeries(series(Array.from({ length: 240 }, (_, index) => (index < 180 ? 0.2 : 2) + 0.02 * random())));

  const at = new Date(startMs + 180 * stepMs).toISOString();
  assert.equal(judged.facts['range.shiftAt'], at);
  assert.ok(String(judged.facts['range.shiftEarliest']) < at && String(judged.facts['range.shiftLatest']) >= at);
  assert.equal(judged.facts['range.unusualSince'], at);
  assert.match(judged.reason?.en ?? '', /^\d+(\.\d)?× the usual.*, since Nov 28, 14:45$/);
  assert.match(judged.reason?.['zh-CN'] ?? '', /常态的 \d+(\.\d)? 倍.*，自 11月28日 14:45 起$/);
});

test('judgeSeries() draws the band of the usual and, of what is predictable, the forecast', () => {
  const random = noise(6);
  const judged = judgeSeries(series(Array.from({ length: 240 }, (_, index) => 50 + 0.5 * index + random())));

  assert.deepEqual(
    judged.series.map(({ role }) => role),
    ['usual-low', 'usual-high', 'forecast', 'forecast-low', 'forecast-high'],
  );
  assert.ok(judged.series.every(({ times, values }) => times.length === values.length && values.every(Number.isFinite)));
  assert.equal(judged.facts['range.isPredictable'], true);
  const forecast = Number(judged.facts['range.forecast']);
  assert.ok(forecast > 180 && forecast < 220, String(forecast));
});

test('judgeSeries() adds nothing to a handful of points', () => {
  assert.deepEqual(judgeSeries(series([1, 2, 3])), { facts: {}, series: [], reason: null });
});
