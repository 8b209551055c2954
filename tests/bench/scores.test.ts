import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchAnalysis } from '../../bench/analysis/bench.ts';
import { rollingGaussian, windowedGaussian } from '../../bench/analysis/score/baselines.ts';
import { averagePrecision, countEvents, eventF1 } from '../../bench/analysis/score/detections.ts';
import { intervalScore, scaledError, symmetricError } from '../../bench/analysis/score/forecast.ts';
import { bestThreshold, nabProfiles, nabScore, probationRows } from '../../bench/analysis/score/nab.ts';
import { formatScores } from '../../bench/analysis/score-table.ts';

const quiet = (rows: number, ...at: readonly number[]) => Float64Array.from({ length: rows }, (_, row) => (at.includes(row) ? 1 : 0));
const nab = (scores: Float64Array) => [{ name: 'one', scores, windows: [[500, 599] as const] }];

test('nabScore() gives 0 to silence, 100 to the first row of the window, and less the later it is', () => {
  const { standard } = nabProfiles;

  assert.equal(nabScore(nab(quiet(1_000)), 0.5, standard), 0);
  assert.ok(Math.abs(nabScore(nab(quiet(1_000, 500)), 0.5, standard) - 100) < 1e-9);
  // The middle of the window is worth 2/(1+e^-2.5)-1 = 0.848 of 0.987.
  assert.ok(Math.abs(nabScore(nab(quiet(1_000, 550)), 0.5, standard) - 100 * ((1 + 0.848_28 / 0.986_61) / 2)) < 0.01);
});

test('nabScore() takes a false positive by its distance, and nothing in the first 15 percent', () => {
  const { standard, lowFalsePositives } = nabProfiles;

  assert.equal(probationRows(1_000), 150);
  assert.equal(probationRows(20_000), 750);
  assert.equal(nabScore(nab(quiet(1_000, 100)), 0.5, standard), 0);
  assert.ok(Math.abs(nabScore(nab(quiet(1_000, 200)), 0.5, standard) + 100 * (0.11 / 2)) < 1e-9);
  assert.ok(Math.abs(nabScore(nab(quiet(1_000, 200)), 0.5, lowFalsePositives) + 100 * (0.22 / 2)) < 1e-9);
  assert.ok(nabScore(nab(quiet(1_000, 605)), 0.5, standard) > nabScore(nab(quiet(1_000, 990)), 0.5, standard));
  assert.equal(bestThreshold(nab(quiet(1_000, 520)), standard).threshold, 1);
});

test('averagePrecision() is the share of labels under chance, and 1 for a perfect order', () => {
  const labels = Array.from({ length: 100 }, (_, row) => row >= 90);

  assert.equal(averagePrecision(Float64Array.from(labels, Number), labels, 0), 1);
  assert.ok(Math.abs(averagePrecision(new Float64Array(100), labels, 0) - 0.1) < 1e-12);
  assert.ok(Number.isNaN(averagePrecision(new Float64Array(100), labels.fill(false), 0)));
  assert.equal(averagePrecision([Number.NaN, 1], [false, true], 0), 1);
});

test('countEvents() hits within the tolerance and counts a run of strays once', () => {
  const labels = Array.from({ length: 100 }, (_, row) => row >= 50 && row < 55);
  const at = (...rows: readonly number[]) => countEvents((row) => rows.includes(row), labels, 15, 3);

  assert.deepEqual(at(47), { hit: 1, missed: 0, false: 0 });
  assert.deepEqual(at(46, 45), { hit: 0, missed: 1, false: 1 });
  assert.deepEqual(at(10), { hit: 0, missed: 1, false: 0 });
  assert.deepEqual(
    countEvents(() => true, labels, 15, 3),
    { hit: 1, missed: 0, false: 2 },
  );
  assert.equal(eventF1([{ hit: 1, missed: 0, false: 2 }]), 0.5);
});

test('windowedGaussian() and rollingGaussian() rank the spike first', () => {
  const values = Array.from({ length: 300 }, (_, row) => Math.sin(row) + (row === 250 ? 50 : 0));
  for (const scores of [windowedGaussian(values, 100, 10), rollingGaussian(values, 100)])
    assert.equal(scores.subarray(10).indexOf(Math.max(...scores.subarray(10))), 240);
});

test('benchAnalysis() says which sets are missing instead of measuring nothing', async () => {
  assert.match((await benchAnalysis(null)).missing.join(), /--data DIR/);
  const { tables, missing } = await benchAnalysis('/nonexistent');
  // Services are simulated where nothing was recorded, and their table says so.
  assert.ok(tables.every(({ title }) => /simulated/i.test(title)));
  assert.ok(missing.some((line) => /nab' is missing: get it from https:/.test(line)));
});

test('formatScores() aligns numbers and leaves words', () => {
  const text = formatScores({
    title: 'T',
    columns: ['file', 'x'],
    rows: [
      ['a', 0.5],
      ['bb', Number.NaN],
    ],
    notes: ['n'],
  });
  assert.equal(text, 'T\nfile      x\na     0.500\nbb        –\n  n\n');
});

test('symmetricError(), scaledError() and intervalScore() follow the rules of M4', () => {
  assert.equal(symmetricError([100, 0], [300, 0]), 50);
  assert.equal(scaledError([1, 2, 3, 4], [10, 10], [8, 12], 1), 2);
  // Width 4 everywhere; one value lies 1 above, which costs 2 / 0.05.
  assert.equal(intervalScore([1, 2, 3, 4], [10, 13], [8, 8], [12, 12], { season: 1, alpha: 0.05 }), 4 + 20);
});
