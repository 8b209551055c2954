import assert from 'node:assert/strict';
import { it } from 'node:test';
import { alignTable, textWidth } from '../../../src/adapters/rich/align-table.ts';

it('alignTable() lines columns up, also with wide characters', () => {
  const text = alignTable(
    ['名称', 'ms'],
    [
      ['慢查询', '12'],
      ['ping', '3\nor 4'],
    ],
  );

  assert.equal(text, ['名称    ms', '------  ------', '慢查询  12', 'ping    3 or 4'].join('\n'));
});

it('alignTable() copes with short rows and no rows', () => {
  assert.equal(alignTable(['a', 'b'], [['1']]), 'a  b\n-  -\n1');
  assert.equal(alignTable([], []), '\n');
});

it('textWidth() counts wide characters twice', () => {
  assert.equal(textWidth('ab值班🔥'), 8);
});
