import assert from 'node:assert/strict';
import { it } from 'node:test';
import { richToPlainText, spansToPlainText } from '../../../src/adapters/rich/plain-text.ts';

it('richToPlainText() says every block', () => {
  const text = richToPlainText([
    { type: 'heading', text: 'H' },
    { type: 'list', items: [[{ type: 'text', text: 'a' }], [{ type: 'text', text: 'b' }]], isOrdered: true },
    { type: 'code', text: 'c' },
    { type: 'quote', spans: [{ type: 'text', text: 'q\nr' }] },
    { type: 'table', header: ['t'], rows: [['u']] },
    { type: 'divider' },
  ]);

  assert.equal(text, 'H\n\n1. a\n2. b\n\nc\n\n> q\n> r\n\nt\n-\nu\n\n---');
});

it('spansToPlainText() keeps addresses and names', () => {
  const text = spansToPlainText([
    { type: 'link', url: 'http://x', text: 'see' },
    { type: 'text', text: ' ' },
    { type: 'link', url: 'http://y', text: 'http://y' },
    { type: 'mention', userId: 'U1', name: '王芳' },
  ]);

  assert.equal(text, 'see (http://x) http://y@王芳');
});
