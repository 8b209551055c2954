import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from '../../src/bot/parse-command.ts';
import { parseMoves } from '../../src/bot/parse-moves.ts';

for (const [words, command] of [
  ['merge ZB-12 into ZB-10', { name: 'merge', target: 'ZB-12', into: 'ZB-10' }],
  ['merge #zb-12 to zb-10.', { name: 'merge', target: '#zb-12', into: 'zb-10' }],
  ['merge into ZB-10', { name: 'merge', target: '', into: 'ZB-10' }],
  ['merge this into ZB-10', { name: 'merge', target: '', into: 'ZB-10' }],
  ['合并 ZB-12 到 ZB-10', { name: 'merge', target: 'ZB-12', into: 'ZB-10' }],
  ['把 ZB-12 合并到 ZB-10。', { name: 'merge', target: 'ZB-12', into: 'ZB-10' }],
  ['合并到ZB-10', { name: 'merge', target: '', into: 'ZB-10' }],
  ['split instance=db-2:9100', { name: 'split', target: '', matchers: 'instance=db-2:9100' }],
  ['split off ZB-10: job="orders" env=~"a|b"', { name: 'split', target: 'ZB-10', matchers: 'job="orders" env=~"a|b"' }],
  ['拆分 ZB-10 instance=db-2', { name: 'split', target: 'ZB-10', matchers: 'instance=db-2' }],
  ['拆分 instance=db-2', { name: 'split', target: '', matchers: 'instance=db-2' }],
  ['undo merge', { name: 'undo-move', target: '' }],
  ['undo the merge of ZB-12', { name: 'undo-move', target: 'ZB-12' }],
  ['unmerge ZB-12', { name: 'undo-move', target: 'ZB-12' }],
  ['撤销合并', { name: 'undo-move', target: '' }],
  ['撤销拆分 ZB-13', { name: 'undo-move', target: 'ZB-13' }],
] as const) {
  test(`parseMoves() hears “${words}”`, () => {
    assert.deepEqual(parseCommand(words), command);
  });
}

for (const words of ['merge the branches', 'can we merge ZB-12 into ZB-10?', 'split the work', 'merge ZB-12', '为什么合并到主干', 'undo']) {
  test(`parseMoves() leaves “${words}” alone`, () => {
    assert.equal(parseMoves(words), null);
  });
}
