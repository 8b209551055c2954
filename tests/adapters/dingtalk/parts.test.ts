import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dingtalkLimits } from '../../../src/adapters/dingtalk/limits.ts';
import { richToParts } from '../../../src/adapters/dingtalk/parts.ts';
import { paragraph } from '../../../src/domain/card.ts';

it('richToParts() is one message with a title where it fits, and calls people in its text', () => {
  const { parts, file } = richToParts([paragraph('ZB-1 · 已恢复')], 'zh-CN', ['staff-1', 'a b']);

  assert.deepEqual(parts, [{ title: 'ZB-1 · 已恢复', text: '@staff-1  \nZB-1 · 已恢复' }]);
  assert.equal(file, null);
});

it('richToParts() splits by bytes, and puts 90 kB of it into a file', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `第 ${index} 行 😀 查询用了 ${index} ms`).join('\n');

  const few = richToParts([paragraph('慢查询：'), { type: 'code', text: lines(600) }], 'zh-CN');
  const long = richToParts([{ type: 'code', text: lines(2_200) }], 'zh-CN');

  assert.ok(few.parts.length > 1 && few.file === null);
  assert.equal(
    few.parts
      .map(({ text }) => text)
      .join('\n')
      .match(/第 \d+ 行/g)?.length,
    600,
  );
  assert.equal(long.parts.length, 1);
  assert.equal(long.file?.match(/第 \d+ 行/g)?.length, 2_200);
  assert.match(long.parts[0]?.text ?? '', /全文见下方文件/);
  for (const { text } of [...few.parts, ...long.parts]) {
    assert.ok(Buffer.byteLength(text) <= dingtalkLimits.textBytesMax);
    assert.equal((text.match(/```/g) ?? []).length % 2, 0);
  }
});
