import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { richToParts, textContent } from '../../../src/adapters/slack/parts.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { checkBlocks } from '../../peers/slack/check-blocks.ts';

describe('richToParts()', () => {
  it('is one message where it fits, and calls people in it', () => {
    const { parts, file } = richToParts([paragraph('hi')], 'en', ['U0ALICE01', 'nobody']);

    assert.deepEqual([parts.length, parts[0]?.text, file], [1, '<@U0ALICE01> hi', null]);
  });

  it('is a few messages that Slack takes, and a file beyond that', () => {
    const words = '连接数 <&> '.repeat(300);
    const few = richToParts([paragraph(words)], 'zh-CN');
    const many = richToParts([paragraph(words), { type: 'code', text: words.repeat(4) }], 'zh-CN');

    assert.ok(few.parts.length > 1 && few.file === null);
    assert.equal(many.parts.length, 1);
    assert.ok(many.file?.includes(words.repeat(4)));
    assert.match(many.parts[0]?.text ?? '', /全文见下方文件/);
    for (const part of [...few.parts, ...many.parts]) assert.equal(checkBlocks(part.blocks, part.attachments), null);
  });
});

describe('textContent()', () => {
  it('is never empty: Slack refuses that', () => {
    assert.equal(checkBlocks(textContent('').blocks, []), null);
  });
});
