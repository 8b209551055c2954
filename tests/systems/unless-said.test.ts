import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessSaid } from '../../src/systems/unless-said.ts';

const cases = [
  { words: 'cannot write: no space left on device', expected: true },
  { words: 'the disk is\nfull', expected: true },
  { words: 'no space left on device: /dev/shm/a', expected: false },
  { words: 'shared memory:\nthe disk is full', expected: false },
  { words: 'the device is slow', expected: false },
] as const;

for (const { words, expected } of cases) {
  test(`unlessSaid() ${expected ? 'holds' : 'does not hold'} of ${JSON.stringify(words)}`, () => {
    const pattern = new RegExp(unlessSaid('/dev/shm|shared memory', 'no space left|is\\sfull'), 'i');

    assert.equal(pattern.test(words), expected);
  });
}
