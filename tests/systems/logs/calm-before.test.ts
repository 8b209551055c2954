import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogEntry } from '../../../src/analysis/logs/log-reader.ts';
import { calmBefore } from '../../../src/systems/logs/calm-before.ts';

/** `.` is an entry without an error, `x` one with an error. */
const log = (picture: string): readonly LogEntry[] =>
  [...picture].map(
    (mark, index): LogEntry => ({
      ...{ message: 'GET /price', level: mark === 'x' ? 'error' : 'info', attributes: {}, atMs: 1_700_000_000_000 + index * 1_000 },
      ...{ component: '', pid: '', lines: 1 },
    }),
  );
const calm = '.'.repeat(40);

describe('calmBefore()', () => {
  it('is how many entries a log had before its errors began', () => {
    assert.equal(calmBefore(log(`${calm}..x.x..x.x`)), 42);
    assert.equal(calmBefore(log(`${calm}${'.......x'.repeat(6)}`)), 47);
  });

  it('is 0 where chance may have kept them away for so long', () => {
    assert.equal(calmBefore(log(`${calm}${'x'}${calm}x${calm}x`)), 0);
  });

  it('is 0 where the beginning is too short, there are too few, or they have ended', () => {
    assert.equal(calmBefore(log('........xxxxxxxx')), 0);
    assert.equal(calmBefore(log(`${calm}xx`)), 0);
    assert.equal(calmBefore(log(`${calm}xxxxx${calm}${calm}`)), 0);
    assert.equal(calmBefore(log(calm)), 0);
    assert.equal(calmBefore([]), 0);
  });
});
