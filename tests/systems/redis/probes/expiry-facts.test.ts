import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryFacts } from '../../../../src/systems/redis/probes/expiry-facts.ts';

const key = (name: number, ttlMs: number | null, seenAtMs = 1_000) => ({
  ...{ name: String(name), database: 0, bytes: 60, type: '', length: 0 },
  ttlMs,
  seenAtMs,
});
const many = (ttlOf: (at: number) => number) => Array.from({ length: 200 }, (_, at) => key(at, ttlOf(at)));

test('expiryFacts() see keys that were loaded together, among some that are not', () => {
  const keys = [...many((at) => 20_000 + (at % 500)), ...many((at) => at * 30_000).slice(0, 50), key(1, -1), key(2, null)];

  const facts = expiryFacts(keys, 2 * keys.length, 1_000);

  assert.deepEqual([facts['expiry.sampled'], facts['expiry.togetherRatio'], facts['expiry.togetherInSeconds']], [250, 0.8, 20]);
  assert.equal(facts['expiry.togetherKeys'], 400);
});

test('expiryFacts() count from the moment in which each key was seen', () => {
  const walk = Array.from({ length: 100 }, (_, at) => key(at, 20_000 - at * 40, 1_000 + at * 40));

  assert.equal(expiryFacts(walk, 100, 5_000)['expiry.togetherRatio'], 1);
});

test('expiryFacts() of keys that are written one after the other are spread', () => {
  for (const seconds of [10, 60, 86_400]) {
    const ratio = Number(
      expiryFacts(
        many((at) => at * seconds * 5),
        200,
        1_000,
      )['expiry.togetherRatio'],
    );
    assert.ok(ratio <= 0.25, String(ratio));
  }
});

test('expiryFacts() without keys that expire', () => {
  const facts = expiryFacts([key(1, -1)], 1, 0);

  assert.deepEqual([facts['expiry.sampled'], facts['expiry.togetherRatio'], facts['expiry.togetherKeys']], [0, null, 0]);
});
