import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { toFailure } from '../../src/activities/to-failure.ts';
import { SystemError, ZhibanError } from '../../src/domain/errors.ts';

const cases = [
  { name: 'a store that is away, at the first attempt', error: new ZhibanError('unavailable', 'away'), attempt: 1, isFinal: false },
  { name: 'a store that is away, at the hundredth attempt', error: new ZhibanError('unavailable', 'away'), attempt: 100, isFinal: false },
  { name: 'a system that may answer later', error: new SystemError('busy', { retry: 'later' }), attempt: 4, isFinal: false },
  { name: 'a system that had five chances', error: new SystemError('busy', { retry: 'later' }), attempt: 5, isFinal: true },
  { name: 'a system that will never do it', error: new SystemError('refused', { retry: 'never' }), attempt: 1, isFinal: true },
  { name: 'a mistake in the code, at first', error: new TypeError('x is undefined'), attempt: 1, isFinal: false },
  { name: 'a mistake in the code, again and again', error: new TypeError('x is undefined'), attempt: 5, isFinal: true },
  { name: 'what is no error at all', error: 'words', attempt: 5, isFinal: true },
] as const;

for (const { name, error, attempt, isFinal } of cases) {
  test(`toFailure() of ${name} ${isFinal ? 'ends it' : 'is tried again'}`, () => {
    const failure = toFailure(error, attempt);

    assert.ok(failure instanceof ApplicationFailure);
    assert.equal(failure.nonRetryable === true, isFinal);
  });
}

test('toFailure() masks secrets, drops causes and bounds the text', () => {
  const cause = new Error('postgresql://zhiban:hunter2hunter2@db/zhiban');
  const failure = toFailure(new Error(`login failed: password=hunter2hunter2 ${'x'.repeat(5_000)}`, { cause }), 1);

  assert.ok(!JSON.stringify([failure.message, failure.cause ?? null]).includes('hunter2hunter2'));
  assert.ok(failure.message.length <= 500);
});

test('toFailure() leaves alone what says for itself whether it may be tried again', () => {
  const decided = ApplicationFailure.nonRetryable('no');
  const cancelled = new CancelledFailure('over');

  assert.equal(toFailure(decided, 1), decided);
  assert.equal(toFailure(cancelled, 9), cancelled);
});
