import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonErrorOffset, parseJsonBody } from '../../src/api/json-body.ts';

const faults: readonly { readonly text: string; readonly offset: number }[] = [
  { text: '{"a": 1,}', offset: 8 },
  { text: '{"a" 1}', offset: 5 },
  { text: '[1 2]', offset: 3 },
  { text: '[1,]', offset: 3 },
  { text: '{a: 1}', offset: 1 },
  { text: "{'a': 1}", offset: 1 },
  { text: '{"a": undefined}', offset: 6 },
  { text: '{"a": 01}', offset: 7 },
  { text: '[1}', offset: 2 },
  { text: '{} {}', offset: 3 },
  { text: ']', offset: 0 },
  { text: '{"a": "x\ny"}', offset: 6 },
  { text: '{"a": 1', offset: 7 },
  { text: '{"a": "cut', offset: 10 },
  { text: '{"a": tru', offset: 9 },
  { text: '{"a": "\\u00', offset: 11 },
];

for (const { text, offset } of faults) {
  test(`jsonErrorOffset() finds ${offset} in ${JSON.stringify(text)}`, () => {
    assert.equal(jsonErrorOffset(text), offset);
    assert.throws(() => JSON.parse(text));
  });
}

test('jsonErrorOffset() accepts whatever JSON accepts', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.equal(jsonErrorOffset(text), text.length);
    }),
  );
});

test('jsonErrorOffset() finds a foreign character wherever it stands', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, seed) => {
      const at = seed % (text.length + 1);
      const broken = `${text.slice(0, at)}\u0001${text.slice(at)}`;
      assert.ok(jsonErrorOffset(broken) <= at);
    }),
  );
});

test('parseJsonBody() names line and column and nothing of the content', () => {
  assert.throws(() => parseJsonBody('{\n  "token": hunter2\n}'), {
    kind: 'invalid',
    message: 'The body is not valid JSON: unexpected character at line 2, column 12',
  });
});

test('parseJsonBody() says that a body is empty or cut', () => {
  assert.throws(() => parseJsonBody('  '), /The body is empty/);
  assert.throws(() => parseJsonBody('{"a": ['), /it ends too early at line 1, column 8/);
});

test('parseJsonBody() skips a byte order mark and drops prototypes', () => {
  const parsed = parseJsonBody('\uFEFF{"a": 1, "__proto__": {"isAdmin": true}}');

  assert.deepEqual(parsed, { a: 1 });
});

test('parseJsonBody() does not fall over deep nesting', () => {
  assert.throws(() => parseJsonBody('['.repeat(200_000)), /not valid JSON/);
});
