import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSpans } from '../../../src/adapters/rich/parse-spans.ts';

describe('parseSpans()', () => {
  it('reads styles and links', () => {
    assert.deepEqual(parseSpans('a **b** *c* _d_ ~~e~~ `f*` [g](https://h/i)'), [
      { type: 'text', text: 'a ' },
      { type: 'text', text: 'b', style: 'bold' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'c', style: 'italic' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'd', style: 'italic' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'e', style: 'strike' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'f*', style: 'code' },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://h/i', text: 'g' },
    ]);
  });

  it('leaves names, arithmetic and escapes as they are', () => {
    for (const text of ['orders_db_1', '2 * 3 * 4', 'a ** b', '[x](javascript:alert(1))', '<b>x</b>', '`open']) {
      assert.deepEqual(parseSpans(text), [{ type: 'text', text }]);
    }
    assert.deepEqual(parseSpans('\\*not\\*'), [{ type: 'text', text: '*not*' }]);
  });
});
