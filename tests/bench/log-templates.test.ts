import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreTemplates } from '../../bench/analysis/score/log-templates.ts';
import { readCsv } from '../../bench/analysis/score/read-csv.ts';

const lines = (pairs: readonly (readonly [truth: string, mined: string])[]) => pairs.map(([truth, mined]) => ({ truth, mined }));

test('scoreTemplates() gives one to what is right', () => {
  const score = scoreTemplates(
    lines([
      ['a <*>', 'a <*>'],
      ['a <*>', 'a <*>'],
      ['b', 'b'],
    ]),
  );

  assert.deepEqual(
    [score.groupingAccuracy, score.groupingF1, score.parsingAccuracy, score.templateF1, score.mined, score.truth],
    [1, 1, 1, 1, 2, 2],
  );
});

test('scoreTemplates() tells a split from a merge from a wrong text', () => {
  // a is right; b is split in two, one of them with the right text; c and d are merged; e is grouped rightly with the wrong text.
  const score = scoreTemplates(
    lines([
      ['a', 'a'],
      ['a', 'a'],
      ['b', 'b'],
      ['b', 'b2'],
      ['c', 'c'],
      ['d', 'c'],
      ['e', 'e <*>'],
      ['e', 'e <*>'],
    ]),
  );

  assert.equal(score.groupingAccuracy, 4 / 8);
  assert.equal(score.groupingF1, (2 * 2) / (5 + 5));
  assert.equal(score.parsingAccuracy, 4 / 8);
  assert.equal(score.templateF1, (2 * 2) / (5 + 5));
});

test('scoreTemplates() refuses an empty set', () => {
  assert.throws(() => scoreTemplates([]), /no lines/);
});

test('readCsv() reads quotes, commas and line ends inside a cell', () => {
  assert.deepEqual(readCsv('id,text\r\n1,"a ""b"", c\nd"\n2,\n'), [
    { id: '1', text: 'a "b", c\nd' },
    { id: '2', text: '' },
  ]);
});
