import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  escapeMarkdown,
  isFollowable,
  linkToMarkdown,
  mentionToMarkdown,
  richToMarkdown,
  spansToMarkdown,
} from '../../../src/adapters/feishu/dialect.ts';
import type { Span } from '../../../src/domain/card.ts';

describe('escapeMarkdown()', () => {
  const cases: readonly (readonly [text: string, escaped: string])[] = [
    ['a < b > c & d', 'a &#60; b &#62; c &#38; d'],
    ['<at id=all></at>', '&#60;at id=all&#62;&#60;/at&#62;'],
    ['[click](http://evil.example)', '&#91;click&#93;(http://evil.example)'],
    ['**bold** ~~gone~~ `code`', '&#42;&#42;bold&#42;&#42; &#126;&#126;gone&#126;&#126; &#96;code&#96;'],
    ['orders_db_main', 'orders_db_main'],
    ['_private', '&#95;private'],
    [':DONE: at 09:12:44', '&#58;DONE: at 09&#58;12:44'],
    ['# not a heading', '&#35; not a heading'],
    ['1. not a list', '&#49;. not a list'],
    ['- not a list', '&#45; not a list'],
    ['one\ntwo', 'one  \ntwo'],
    ['&#42; as written', '&#38;#42; as written'],
  ];
  for (const [text, escaped] of cases) {
    it(`makes ${JSON.stringify(text)} inert`, () => assert.equal(escapeMarkdown(text), escaped));
  }
});

describe('spansToMarkdown()', () => {
  it('parts a style from a letter right next to it, as Chinese has it', () => {
    const spans: Span[] = [
      { type: 'text', text: '服务' },
      { type: 'text', text: 'orders-api', style: 'bold' },
      { type: 'text', text: '超时' },
    ];

    assert.equal(spansToMarkdown(spans), '服务\u200a**orders-api**\u200a超时');
  });

  it('keeps code as it is, but for what looks like one of Feishu’s own tags', () => {
    const code: Span = { type: 'text', text: 'if a<b && c*d "<table>" <at id=all>`x`', style: 'code' };

    assert.equal(spansToMarkdown([code]), '`if a<b && c*d "<table>" <\u200bat id=all>ˋxˋ`');
  });
});

describe('richToMarkdown()', () => {
  it('renders every block', () => {
    const text = richToMarkdown([
      { type: 'heading', text: 'Cause' },
      { type: 'list', isOrdered: true, items: [[{ type: 'text', text: 'first\nline' }], [{ type: 'text', text: 'second' }]] },
      { type: 'list', isOrdered: false, items: [[{ type: 'text', text: 'point' }]] },
      { type: 'code', text: 'a\n```\nb' },
      { type: 'quote', spans: [{ type: 'text', text: 'said\nso' }] },
      { type: 'table', header: ['id', 'time'], rows: [['1', '9 s']] },
      { type: 'divider' },
    ]);

    assert.equal(
      text,
      [
        '**Cause**',
        '1. first  \n    line\n2. second',
        '- point',
        '```\na\n``\u200b`\nb\n```',
        '> said  \n> so',
        '```\nid  time\n--  ----\n1   9 s\n```',
        '---',
      ].join('\n\n'),
    );
  });
});

describe('links and mentions', () => {
  it('only addresses that people can follow become links', () => {
    assert.equal(linkToMarkdown('https://a.example/x(1)', 'see [1]'), '[see &#91;1&#93;](https://a.example/x%281%29)');
    assert.equal(linkToMarkdown('javascript:alert(1)', 'x'), 'x');
    assert.equal(isFollowable('https://a.example/"><at id=all>'), false);
  });

  it('only a person’s id becomes a mention', () => {
    assert.equal(mentionToMarkdown('ou_a11ce0000'), '<at id=ou_a11ce0000></at>');
    assert.equal(mentionToMarkdown('all'), null);
    assert.equal(mentionToMarkdown('ou_x></at>'), null);
  });
});
