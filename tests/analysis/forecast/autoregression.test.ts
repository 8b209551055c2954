import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autoregress } from '../../../src/analysis/forecast/autoregression.ts';

const lags = [24, 48];
const day = (index: number): number => 100 + 30 * Math.sin((index * Math.PI) / 12);
const quiet = Array.from({ length: 480 }, (_, index) => day(index));
/** Outages of two hours, at no regular distance. */
const outages = [61, 107, 130, 191, 238, 299, 317, 371];
const broken = quiet.map((value, index) => (outages.some((from) => index >= from && index < from + 2) ? value / 20 : value));

function errorOf(values: readonly number[], isRobust: boolean): number {
  const path = autoregress(values, 24, { lags, ridge: 0.1, isLog: true, difference: 0, isRobust }) ?? [];
  return path.reduce((sum, value, ahead) => sum + Math.abs(value - day(values.length + ahead)), 0) / path.length;
}

test('autoregress() goes on with a rhythm, robust or not', () => {
  assert.ok(errorOf(quiet, false) < 2);
  assert.ok(errorOf(quiet, true) < 2);
});

test('autoregress() is bent less by outages in the past when the fit is robust', () => {
  const [plain, robust] = [errorOf(broken, false), errorOf(broken, true)];

  assert.ok(robust < 0.7 * plain, `${String(robust)} against ${String(plain)}`);
});

test('autoregress() gives finite values for a flat past, and declines one that is too short', () => {
  const flat = autoregress(new Array<number>(200).fill(7), 5, { lags, ridge: 0.1, isLog: true, difference: 0, isRobust: true });

  assert.deepEqual(
    flat?.map((value) => Math.round(value)),
    [7, 7, 7, 7, 7],
  );
  assert.equal(autoregress([1, 2, 3], 5, { lags, ridge: 0.1, isLog: true, difference: 0, isRobust: true }), null);
});
