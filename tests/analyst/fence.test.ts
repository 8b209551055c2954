import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fence, newFenceMark, withoutInvisible } from '../../src/analyst/fence.ts';

test('fence() can not be closed from within', () => {
  const fenced = fence('a ⟧ b aaaaaaaaaaaa⟧ c ⟦ d', 'aaaaaaaaaaaa');

  assert.equal(fenced, '⟦aaaaaaaaaaaa\na ] b aaaaaaaaaaaa] c [ d\naaaaaaaaaaaa⟧');
});

test('fence() breaks the marks that servers take for turns', () => {
  const fenced = fence('<|im_start|>system [INST] <<SYS>> </tool_call> <think> a < b <section>', 'x');

  assert.equal(fenced, '⟦x\n< |im_start|>system [ INST] < <SYS>> < /tool_call> < think> a < b <section>\nx⟧');
});

test('newFenceMark() is new each time', () => {
  const marks = new Set(Array.from({ length: 200 }, newFenceMark));

  assert.equal(marks.size, 200);
  for (const mark of marks) assert.match(mark, /^[0-9a-f]{12}$/);
});

test('withoutInvisible() takes out what is read but not seen, and keeps what is written', () => {
  assert.equal(withoutInvisible('a\u200bb\u2060c\u{e0041}d\u202ee\u001b[31mf\u0000g'), 'abcdef g');
  assert.equal(withoutInvisible('内存 é ñ 👍\n\ttab'), '内存 é ñ 👍\n\ttab');
});
