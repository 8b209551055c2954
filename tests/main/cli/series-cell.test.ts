import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSeriesValue } from '../../../src/main/cli/series-cell.ts';

const cases: readonly (readonly [cell: string, separator: string, value: number])[] = [
  [' 12.5 ', ',', 12.5],
  ['-1e-3', ',', -0.001],
  ['60.2%', ',', 60.2],
  ['60.2 ％', ';', 60.2],
  ['1,234', ',', 1_234],
  ['1,234,567.8', ',', 1_234_567.8],
  ['1 234 567', ',', 1_234_567],
  ['12,5', ';', 12.5],
  ['1,234', ';', 1.234],
  ['1.234.567,8', ';', 1_234_567.8],
];
for (const [cell, separator, value] of cases)
  test(`parseSeriesValue() reads '${cell}' between '${separator}' as ${String(value)}`, () => {
    assert.equal(parseSeriesValue(cell, separator), value);
  });

test('parseSeriesValue() takes no words, and what JavaScript prints it reads', () => {
  for (const cell of ['', 'web-1', '12,5,7', '1,23', '10.0.0.1', '%', '1,2345']) assert.ok(Number.isNaN(parseSeriesValue(cell, ',')), cell);
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (value) => parseSeriesValue(String(value), ',') === Number(String(value)),
    ),
  );
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(',', ';', '\t'), (cell, separator) => typeof parseSeriesValue(cell, separator) === 'number'),
  );
});
