import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFall, learnRatios, sizeOfFall } from '../../../src/analysis/anomaly/fall.ts';
import { dailyWave, noise } from './series.ts';

const usual = { median: 100, seasonal: 100, noise: 30 };

/** A traffic that swings between 40 and 160. */
function seen() {
  const [fall, random] = [createFall(), noise(3)];
  for (let point = 0; point < 500; point += 1) learnRatios(fall, 100 + 60 * random(), usual);
  return fall;
}

test('sizeOfFall() tells nearly nothing from a low that is usual, though both are near in the unit of the series', () => {
  const fall = seen();

  assert.ok(sizeOfFall(fall, 40, usual) < 3);
  assert.ok(sizeOfFall(fall, 1, usual) > 5);
});

test('sizeOfFall() is 0 for what rose, and finite for zeros', () => {
  const fall = seen();

  assert.equal(sizeOfFall(fall, 500, usual), 0);
  for (const value of [0, 1e-300, 50])
    for (const level of [0, 1e-12, 1e12]) {
      const size = sizeOfFall(createFall(), value, { median: level, seasonal: level, noise: 0 });
      assert.ok(Number.isFinite(size) && size >= 0, `${String(value)} under ${String(level)}: ${String(size)}`);
    }
});

test('learnRatios() takes a daily wave for usual', () => {
  const fall = createFall();
  const values = dailyWave();
  for (const value of values) learnRatios(fall, value, usual);

  assert.ok(Math.max(...values.map((value) => sizeOfFall(fall, value, usual))) < 3);
});
