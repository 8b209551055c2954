import assert from 'node:assert/strict';
import { it } from 'node:test';
import { shortHash } from '../../../src/adapters/rich/short-hash.ts';

it('shortHash() is stable, short and tells keys apart', () => {
  assert.equal(shortHash('a'), shortHash('a'));
  assert.notEqual(shortHash('a'), shortHash('b'));
  assert.match(shortHash('a'), /^[0-9a-f]{16}$/);
});
