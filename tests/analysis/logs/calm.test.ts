import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calmBefore } from '../../../src/analysis/logs/calm.ts';

/** `x` is the message, `.` any other. */
const calmOf = (picture: string): number => {
  const count = picture.replaceAll('.', '').length;
  return calmBefore({ firstAt: picture.indexOf('x'), lastAt: picture.lastIndexOf('x'), count }, picture.length);
};
const calm = '.'.repeat(40);

describe('calmBefore()', () => {
  it('is how many entries a log had before the message began', () => {
    assert.equal(calmOf(`${calm}..x.x..x.x`), 42);
    assert.equal(calmOf(`${calm}${'.......x'.repeat(6)}`), 47);
  });

  it('is 0 where chance may have kept it away for so long', () => {
    assert.equal(calmOf(`${calm}x${calm}x${calm}x`), 0);
  });

  it('is 0 where the beginning is too short, there are too few, or they have ended', () => {
    assert.equal(calmOf('........xxxxxxxx'), 0);
    assert.equal(calmOf(`${calm}xx`), 0);
    assert.equal(calmOf(`${calm}xxxxx${calm}${calm}`), 0);
    assert.equal(calmOf(calm), 0);
    assert.equal(calmOf(''), 0);
  });
});
