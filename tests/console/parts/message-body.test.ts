import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBody } from '../../../src/console/parts/message-body.ts';

test('readBody() tells text, rich text and cards apart', () => {
  const card = { title: 'ZB-1 x', sections: [], buttons: [] };

  assert.equal(readBody({ text: 'hello' }).kind, 'text');
  assert.equal(readBody({ rich: [{ type: 'divider' }] }).kind, 'rich');
  assert.equal(readBody({ card }).kind, 'card');
});

test('readBody() marks what it does not know', () => {
  for (const body of [{}, { card: null }, { card: { title: 7 } }, { rich: ['x'] }, { text: 3 }])
    assert.equal(readBody(body).kind, 'unreadable');
});
