import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMeant, wordsOf } from '../../../../src/systems/linux/probes/cgroups.ts';

test('isMeant() holds of a group that the words name, and of all where they speak of throttling', () => {
  const path = '/sys/fs/cgroup/system.slice/lab-pricing-12.service';
  const cases: readonly (readonly [words: string, expected: boolean])[] = [
    ['lab-pricing on web-1 is slow', true],
    ['CPUThrottlingHigh: 48% throttling', true],
    ['web-1 的容器被限流', true],
    ['web-1 is slow, the whole system', false],
    ['orders-api answers slowly', false],
  ];

  for (const [words, expected] of cases) assert.equal(isMeant(path, wordsOf(words).meant), expected, words);
  assert.equal(isMeant('', wordsOf('throttling').meant), false);
});
