import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkCodeOf, normalLinkCode } from '../../src/domain/link-code.ts';

test('linkCodeOf() writes all 80 bits', () => {
  assert.equal(linkCodeOf(new Uint8Array(10)), '0000-0000-0000-0000');
  assert.equal(linkCodeOf(new Uint8Array(10).fill(255)), 'ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  assert.equal(linkCodeOf(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 33])), '0000-0000-0000-0011');
  assert.throws(() => linkCodeOf(new Uint8Array(4)), /ten|10 random bytes/);
});

const typed: readonly [given: string, code: string | null][] = [
  ['7K2M-0QXA-9TBE-4WHC', '7K2M-0QXA-9TBE-4WHC'],
  [' 7k2moqxa 9tbe4whc\n', '7K2M-0QXA-9TBE-4WHC'],
  ['iLLi-0000-0000-0000', '1111-0000-0000-0000'],
  ['7K2M-0QXA-9TBE-4WH', null],
  ['7K2M-0QXA-9TBE-4WHCC', null],
  ['7K2M-0QXA-9TBE-4WHU', null],
  ['', null],
];

for (const [given, code] of typed) {
  test(`normalLinkCode() reads ${JSON.stringify(given)} as ${code}`, () => {
    assert.equal(normalLinkCode(given), code);
  });
}
