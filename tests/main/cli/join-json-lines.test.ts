import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createJsonLines } from '../../../src/main/cli/join-json-lines.ts';

function joined(lines: readonly string[]): readonly string[] {
  const reader = createJsonLines();
  return [...lines.flatMap((line) => reader.push(line)), ...reader.flush()];
}

test('createJsonLines() brings any printed objects back to a line each, in an array or one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), { minLength: 1, maxLength: 5 }), (entries) => {
      const plain = JSON.parse(JSON.stringify(entries)) as unknown[];
      const asArray = joined(JSON.stringify(plain, null, 2).split('\n'));
      const inTurn = joined(plain.flatMap((entry) => JSON.stringify(entry, null, 1).split('\n')));
      for (const lines of [asArray, inTurn]) {
        assert.deepEqual(
          lines.map((line) => JSON.parse(line) as unknown),
          plain,
        );
      }
    }),
    { numRuns: 80 },
  );
});

test('createJsonLines() leaves other lines alone, and gives back what never ends', () => {
  const plain = ['2026-11-28 14:06:00 INFO started', '{"message":"whole"}', '  at main()', '}'];

  assert.deepEqual(joined(plain), plain);
  assert.deepEqual(joined(['{', 'not json at all', 'nor this']), ['{', 'not json at all', 'nor this']);
  const endless = ['{', ...Array.from({ length: 2_000 }, (_, index) => `line ${String(index)}`)];
  assert.deepEqual(joined(endless), endless);
});
