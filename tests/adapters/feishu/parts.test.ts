import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { feishuLimits } from '../../../src/adapters/feishu/limits.ts';
import { richToParts } from '../../../src/adapters/feishu/parts.ts';
import { postContent, richToPost } from '../../../src/adapters/feishu/post.ts';
import { paragraph, type Rich } from '../../../src/domain/card.ts';
import { checkPost, readPost } from '../../peers/feishu/check-card.ts';

function requestBytes(content: string): number {
  return Buffer.byteLength(JSON.stringify({ receive_id: 'oc_ops1', msg_type: 'post', content, uuid: 'x'.repeat(50) }));
}

describe('richToPost()', () => {
  it('takes every kind of block, in a form that Feishu takes', () => {
    const rich: Rich[] = [
      {
        type: 'paragraph',
        spans: [
          { type: 'text', text: '<at user_id="all">' },
          { type: 'text', text: 'strong', style: 'bold' },
          { type: 'text', text: 'df -h', style: 'code' },
          { type: 'link', url: 'https://a.example', text: 'there' },
          { type: 'link', url: 'javascript:x', text: 'nowhere' },
          { type: 'mention', userId: 'ou_a11ce0000', name: 'Alice' },
          { type: 'mention', userId: 'all', name: 'everybody' },
        ],
      },
      { type: 'heading', text: 'Cause' },
      { type: 'list', isOrdered: false, items: [[{ type: 'text', text: 'one' }], [{ type: 'text', text: 'two' }]] },
      { type: 'code', text: '' },
      { type: 'quote', spans: [{ type: 'text', text: 'a\nb' }] },
      { type: 'table', header: ['a'], rows: [['1']] },
      { type: 'divider' },
    ];

    const content = postContent(richToPost(rich), 'zh-CN');

    assert.equal(checkPost(content, requestBytes(content)), null);
    const nodes = readPost(content).content.flat();
    assert.deepEqual(
      nodes.filter(({ tag }) => tag === 'at' || tag === 'a'),
      [
        { tag: 'a', text: 'there', href: 'https://a.example' },
        { tag: 'at', user_id: 'ou_a11ce0000' },
      ],
    );
  });
});

describe('richToParts()', () => {
  it('calls people at the beginning of the first part only', () => {
    const rich = [paragraph('长'.repeat(3_000)), paragraph('b'.repeat(3_000))];

    const { parts } = richToParts(rich, 'zh-CN', ['ou_a11ce0000', 'all']);

    assert.equal(parts.length, 2);
    assert.deepEqual(
      parts.map(({ content }) => content.match(/ou_a11ce0000/g)?.length ?? 0),
      [1, 0],
    );
    assert.ok(!parts[0]?.content.includes('"user_id":"all"'));
  });

  it('leaves a code block alone in its line, also after those who are called', () => {
    const { parts } = richToParts([{ type: 'code', text: 'x' }], 'en', ['ou_a11ce0000']);
    const [part] = parts;

    assert.equal(checkPost(part?.content ?? '', requestBytes(part?.content ?? '')), null);
  });

  it('90 kB of Chinese, emoji and code go on in a file, and the first part says so', () => {
    const lines = Array.from({ length: 1_500 }, (_, index) => `第 ${index} 行 🔥 慢查询耗时 ${index} ms`);

    const { parts, file } = richToParts([{ type: 'code', text: lines.join('\n') }], 'zh-CN');

    assert.equal(parts.length, 1);
    assert.match(parts[0]?.content ?? '', /全文见下方文件/);
    for (const line of lines) assert.ok(file?.includes(line));
  });

  it('no part is larger than its limit', () => {
    const { parts } = richToParts([paragraph('"\\"'.repeat(2_000)), paragraph('中'.repeat(2_000))], 'en');

    assert.ok(parts.length > 1);
    for (const { content } of parts) assert.ok(Buffer.byteLength(content) <= feishuLimits.textBytesMax + 200);
  });
});
