import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSustained, stepSustained } from '../../../src/analysis/anomaly/sustained.ts';
import { noise } from './series.ts';

function quiet() {
  const [state, random] = [createSustained(), noise(5)];
  const sizes = Array.from({ length: 1_000 }, () => stepSustained(state, 1.7 * random(), true));
  return { state, loudest: Math.max(...sizes) };
}

test('stepSustained() finds in a dozen points what one point does not show', () => {
  const { state, loudest } = quiet();
  const shifted = Array.from({ length: 12 }, () => stepSustained(state, 2.5, false));

  assert.ok(loudest < 3.5, String(loudest));
  assert.ok((shifted.at(-1) ?? 0) > 5, shifted.join());
});

test('stepSustained() neither rings on after one spike nor adds up what goes up and down', () => {
  const { state } = quiet();
  const after = [1_000, ...new Array<number>(20).fill(0)].map((distance) => stepSustained(state, distance, false));
  const swinging = Array.from({ length: 24 }, (_, index) => stepSustained(state, index % 2 === 0 ? 4 : -4, false));

  assert.ok(Math.max(...after) < 5, after.join());
  assert.ok((swinging.at(-1) ?? 9) < 1);
});

test('stepSustained() has not learned from what does not teach', () => {
  const { state } = quiet();
  const long = Array.from({ length: 500 }, () => stepSustained(state, 2.5, false));

  assert.ok(Math.abs((long.at(-1) ?? 0) - (long[20] ?? 0)) < 1e-9);
});
