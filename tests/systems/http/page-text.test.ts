import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageTextOf } from '../../../src/systems/http/page-text.ts';

describe('pageTextOf()', () => {
  it('leaves what a person reads', () => {
    const page =
      '<!doctype html><title>Shop</title><script>let a = 1 < 2;</script><!-- x --><h1>We&#39;ll be&nbsp;back</h1>\n<p>soon &amp; well</p>';

    assert.equal(pageTextOf(page), "Shop We'll be back soon & well");
  });

  it('is short, empty where nothing is said, and shows no secret', () => {
    assert.equal(pageTextOf('x'.repeat(1_000)).length, 200);
    assert.equal(pageTextOf('<div></div>'), '');
    assert.doesNotMatch(pageTextOf('token=sk-abcdefghijklmnopqrstuvwx1234567890'), /abcdefghij/);
  });
});
