import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escapeMarkdown, linkToMarkdown, mentionToMarkdown, richToMarkdown } from '../../../src/adapters/dingtalk/dialect.ts';
import { parseMarkdown } from '../../../src/adapters/rich/parse-markdown.ts';
import { paragraph, type Rich } from '../../../src/domain/card.ts';
import { seen } from './dingtalk-harness.ts';

describe('richToMarkdown()', () => {
  const cases: readonly [claim: string, rich: readonly Rich[], text: string][] = [
    ['ends a line with two spaces, or it would not end', [paragraph('one\ntwo')], 'one  \ntwo'],
    ['parts blocks with an empty line', [paragraph('one'), paragraph('two')], 'one\n\ntwo'],
    ['has headings', [{ type: 'heading', text: 'Plan' }], '#### Plan'],
    ['has lists', [{ type: 'list', isOrdered: true, items: [[{ type: 'text', text: 'a' }], [{ type: 'text', text: 'b' }]] }], '1. a\n2. b'],
    ['has bold and links', parseMarkdown('**慢** [here](http://x.example/a)'), '**慢** [here](http://x.example/a)'],
    ['quotes every line', [{ type: 'quote', spans: [{ type: 'text', text: 'a\nb' }] }], '> a  \n> b'],
    [
      'shows a table as aligned code',
      [{ type: 'table', header: ['名', 'ms'], rows: [['慢查询', '12']] }],
      '```\n名      ms\n------  --\n慢查询  12\n```',
    ],
    ['calls nobody by an API message', [{ type: 'paragraph', spans: [{ type: 'mention', userId: 'staff-1', name: '王芳' }] }], '@王芳'],
  ];
  for (const [claim, rich, text] of cases) it(claim, () => assert.equal(richToMarkdown(rich), text));

  it('calls people where the message carries their ids', () => {
    const rich: Rich[] = [{ type: 'paragraph', spans: [{ type: 'mention', userId: 'staff-1', name: '王芳' }] }];

    assert.equal(richToMarkdown(rich, true), '@staff-1');
  });

  it('closes every fence, whatever is in the code', () => {
    const text = richToMarkdown([{ type: 'code', text: 'a\n```\nb`' }]);

    assert.equal((text.match(/```/g) ?? []).length, 2);
  });
});

describe('escapeMarkdown()', () => {
  for (const text of [
    '**b** _i_ `c`',
    '[a](http://evil.example)',
    '<font color=red>x</font>',
    '# head',
    '- item',
    '1. item',
    '> quote',
    'www.evil.example',
    '@all',
    '@所有人',
    '[微笑]',
    'dtmd://dingtalkclient/x',
  ])
    it(`shows ${text} as it is, without its meaning`, () => {
      const escaped = escapeMarkdown(text);

      assert.equal(seen(escaped), text);
      assert.notEqual(escaped, text);
    });

  it('leaves plain words alone', () => assert.equal(escapeMarkdown('9:30 下单变慢, 12.5 ms - ok'), '9:30 下单变慢, 12.5 ms - ok'));
});

it('linkToMarkdown() links what people can follow, and nothing else', () => {
  assert.equal(linkToMarkdown('http://x.example/a', 'a'), '[a](http://x.example/a)');
  for (const url of ['javascript:alert(1)', 'http://x.example/a b', 'http://x.example/)(', 'dtmd://x'])
    assert.equal(linkToMarkdown(url, 'a'), 'a');
});

it('mentionToMarkdown() calls a person by id, never everybody', () => {
  assert.deepEqual(['staff-1', 'all', 'ALL', 'a b'].map(mentionToMarkdown), ['@staff-1', null, null, null]);
});
