import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { escapeMrkdwn, linkToMrkdwn, mentionToMrkdwn, richToMrkdwn, spansToMrkdwn } from '../../../src/adapters/slack/dialect.ts';
import { paragraph } from '../../../src/domain/card.ts';

/** As a reader sees it: without the invisible space. */
const seen = (text: string): string => text.replaceAll('\u200b', '');

describe('richToMrkdwn()', () => {
  it('renders every block', () => {
    const text = richToMrkdwn([
      { type: 'heading', text: '根因' },
      { type: 'list', items: [[{ type: 'text', text: 'a' }], [{ type: 'text', text: 'b', style: 'code' }]], isOrdered: false },
      { type: 'list', items: [[{ type: 'text', text: 'x', style: 'bold' }]], isOrdered: true },
      { type: 'code', text: 'a < b' },
      { type: 'quote', spans: [{ type: 'text', text: 'one\ntwo' }] },
      { type: 'table', header: ['n', 'ms'], rows: [['a&b', '1']] },
      { type: 'divider' },
    ]);

    assert.equal(
      seen(text),
      '*根因*\n\n• a\n• `b`\n\n1. *x*\n\n```\na &lt; b\n```\n\n> one\n> two\n\n```\nn    ms\n---  --\na&amp;b  1\n```\n\n———',
    );
  });

  it('keeps a fence inside of code from closing it', () => {
    const text = richToMrkdwn([{ type: 'code', text: 'x\n```\n<!channel>\n```\ny`' }]);

    assert.equal(text.match(/```/g)?.length, 2);
    assert.ok(text.includes('&lt;!channel&gt;'));
  });
});

describe('spansToMrkdwn()', () => {
  it('parts a style from the Chinese beside it, and not from a space', () => {
    assert.equal(
      spansToMrkdwn([
        { type: 'text', text: '值', style: 'bold' },
        { type: 'text', text: '班' },
      ]),
      '*值*\u200b班',
    );
    assert.equal(
      spansToMrkdwn([
        { type: 'text', text: 'a ' },
        { type: 'text', text: 'b', style: 'code' },
        { type: 'text', text: ' c' },
      ]),
      'a `b` c',
    );
  });

  it('styles line by line and keeps marks out of the styled text', () => {
    assert.equal(seen(spansToMrkdwn([{ type: 'text', text: 'a\n b*c ', style: 'bold' }])), '*a*\n *b∗c* ');
  });
});

describe('escapeMrkdwn()', () => {
  it('leaves ordinary text readable', () => {
    for (const text of ['orders_db_1 at 12:30:45', '5 * 3 = 15', 'key: value', '/var/log/a.log', '值班：排查']) {
      assert.equal(escapeMrkdwn(text), text);
    }
  });

  it('leaves nothing that Slack would read as a call, a link, an emoji, a quote or a style', () => {
    const piece = fc.constantFrom('<', '>', '!channel', '@U1', '|', ':fire:', ':', '*', '_', '~', 'x', ' ', '\n', '&', 'http://e.example');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');

        const escaped = escapeMrkdwn(text);

        assert.ok(!/[<>]/.test(escaped));
        assert.ok(!/:[a-z_+-]+:/.test(escaped));
        assert.ok(!/^&gt;/m.test(escaped));
        assert.ok(!/(?<![\p{L}\p{N}])[*_~`](?=[^\s\u200b])/u.test(escaped));
        assert.equal(seen(escaped).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'), text);
      }),
    );
  });
});

describe('mentionToMrkdwn()', () => {
  it('calls users and groups only', () => {
    assert.equal(mentionToMrkdwn('U0ALICE01'), '<@U0ALICE01>');
    assert.equal(mentionToMrkdwn('S0ONCALL1'), '<!subteam^S0ONCALL1>');
    for (const id of ['channel', '!here', 'U1> <!channel', 'C0OPS0001', '']) assert.equal(mentionToMrkdwn(id), null);
  });
});

describe('linkToMrkdwn()', () => {
  it('links what can be followed, and says the rest as text', () => {
    assert.equal(linkToMrkdwn('https://x.example/a?b=1&c=2', 'a|b <c>'), '<https://x.example/a?b=1&amp;c=2|a¦b &lt;c&gt;>');
    for (const url of ['javascript:alert(1)', 'https://x|y', 'https://x><!channel>', 'slack://open']) {
      assert.equal(linkToMrkdwn(url, 'text'), 'text');
    }
  });
});

describe('plain paragraphs', () => {
  it('come out as they went in', () => {
    assert.equal(richToMrkdwn([paragraph('09:12 起连接数上升')]), '09:12 起连接数上升');
  });
});
