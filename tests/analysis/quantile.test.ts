import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantile } from '../../src/analysis/quantile.ts';

describe('quantile()', () => {
  it('interpolates between neighbours', () => {
    assert.deepEqual(
      [0, 0.25, 0.5, 1].map((share) => quantile([10, 20, 40], share)),
      [10, 15, 20, 40],
    );
  });
});
