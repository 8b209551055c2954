import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { asStored, cleanText, fromInstant, json, text, toInstant, toJson } from '../../src/store/columns.ts';

describe('toInstant() and fromInstant()', () => {
  it('read and write moments in UTC to the millisecond', () => {
    assert.equal(toInstant('2026-11-21T09:10:54.123456789+08:00'), '2026-11-21T01:10:54.123Z');
    assert.equal(fromInstant('2026-11-21 01:10:54.123+00'), '2026-11-21T01:10:54.123Z');
    assert.equal(fromInstant('2026-11-21 01:10:54+00'), '2026-11-21T01:10:54.000Z');
    assert.equal(fromInstant('0001-01-01 00:00:00+00'), '0001-01-01T00:00:00.000Z');
  });

  it('refuse what is not a moment', () => {
    assert.throws(() => toInstant('yesterday'), { kind: 'invalid', message: /yesterday/ });
  });
});

describe('toJson()', () => {
  it('writes only what jsonb accepts, and leaves everything else alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = toJson(value);

        assert.doesNotMatch(written, /(?<!\\)(?:\\\\)*\\u0000/);
        if (!/\0/.test(JSON.stringify(value).replaceAll('\\u0000', '\0')))
          assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('replaces NUL and half surrogate pairs in values and keys', () => {
    assert.equal(toJson({ 'a\0': ['\ud800', 'ok 😀'] }), '{"a\u2400":["\ufffd","ok 😀"]}');
    assert.equal(toJson('an escaped \\u0000 stays'), '"an escaped \\\\u0000 stays"');
    assert.equal(toJson(undefined), 'null');
  });
});

describe('asStored()', () => {
  it('is what reads back: without undefined, with plain JSON values', () => {
    assert.deepEqual(asStored({ a: undefined, at: new Date(0), n: Number.NaN, list: [undefined] }), {
      at: '1970-01-01T00:00:00.000Z',
      n: null,
      list: [null],
    });
  });
});

describe('cleanText()', () => {
  it('keeps text as it is unless PostgreSQL can not hold it', () => {
    assert.equal(cleanText('值班 😀'), '值班 😀');
    assert.equal(cleanText('a\0b\udc00'), 'a\u2400b\ufffd');
  });
});

describe('text and json()', () => {
  it('make columns of the types that the migrations name', () => {
    assert.notEqual(text('a'), undefined);
    assert.notEqual(json<number>('b'), undefined);
  });
});
