import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from '../../../src/main/cli/width.ts';

test('displayWidth() counts two cells for Chinese and emoji, none for marks and colours', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['abc', 3],
    ['值班', 4],
    ['（已恢复）', 10],
    ['🔎 ZB-42', 8],
    ['e\u0301', 1],
    ['\u001b[31mred\u001b[0m', 3],
    ['█░ ·', 4],
  ];
  for (const [text, width] of cases) assert.equal(displayWidth(text), width, text);
});

test('padToWidth() lines up columns of both kinds', () => {
  assert.equal(padToWidth('严重', 8), '严重    ');
  assert.equal(padToWidth('critical', 4), 'critical');
});

test('cutToWidth() never splits a character and stays within the width', () => {
  assert.equal(cutToWidth('数据库连接数耗尽', 9), '数据库连…');
  assert.equal(cutToWidth('short', 9), 'short');
});

test('wrapToWidth() breaks at spaces, and within Chinese but not before a closing mark', () => {
  assert.deepEqual(wrapToWidth('one two three four', 10), ['one two', 'three four']);
  assert.deepEqual(wrapToWidth('数据库连接数耗尽，请处理。', 16), ['数据库连接数耗', '尽，请处理。']);
  assert.deepEqual(wrapToWidth('a\n\nb', 10), ['a', '', 'b']);
});

test('wrapToWidth() breaks a word that is longer than the line', () => {
  for (const line of wrapToWidth(`see ${'x'.repeat(45)} there`, 20)) assert.ok(displayWidth(line) <= 20, line);
});
