import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScreen } from '../../../src/main/dev/screen.ts';

const text = { 'zh-CN': '编译中 {seconds} 秒', en: 'compiling {seconds} s' };

test('createScreen() redraws progress in a terminal and clears it before the next line', () => {
  let written = '';
  const screen = createScreen({ write: (part) => (written += part), locale: 'en', isTerminal: true });

  screen.progress(text, { seconds: 1 });
  screen.progress(text, { seconds: 2 });
  screen.raw('done');

  assert.equal(written, '\r\u001b[2Kcompiling 1 s\r\u001b[2Kcompiling 2 s\r\u001b[2Kdone\n');
});

test('createScreen() writes progress every 15 s where lines can’t be redrawn', () => {
  let written = '';
  const screen = createScreen({ write: (part) => (written += part), locale: 'zh-CN', isTerminal: false });

  for (const seconds of [1, 2, 15, 16, 17, 31]) screen.progress(text, { seconds });

  assert.equal(written, '编译中 1 秒\n编译中 16 秒\n编译中 31 秒\n');
});
