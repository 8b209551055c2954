import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainValue, readLogLine } from '../../src/main/log-line.ts';

describe('readLogLine()', () => {
  it('reads what the log writes', () => {
    const line = '{"level":"warn","time":"2026-01-02T03:04:05.000Z","part":"store","message":"A part is away"}';

    assert.deepEqual(readLogLine(line), {
      level: 'warn',
      time: '2026-01-02T03:04:05.000Z',
      message: 'A part is away',
      fields: { part: 'store' },
    });
  });

  for (const line of ['Error: none of ours', '{"level":', '[1]', '']) {
    it(`takes ${JSON.stringify(line)} for none`, () => assert.equal(readLogLine(line), null));
  }
});

describe('plainValue()', () => {
  it('quotes what would be several', () => {
    assert.deepEqual(['one', 'two words', '', 3, { a: 1 }, undefined].map(plainValue), [
      'one',
      '"two words"',
      '""',
      '3',
      '{"a":1}',
      'undefined',
    ]);
  });
});
