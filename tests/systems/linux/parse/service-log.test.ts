import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLogFindings } from '../../../../src/systems/linux/parse/service-log.ts';

const endOf = (...lines: readonly string[]): string => readLogFindings(lines.join('\n')).endReason;

test('readLogFindings() tells the error that a log ends with, without its time, though a stack follows', () => {
  assert.equal(
    endOf('2026-11-30 06:00:00 INFO starting', '2026-11-30 06:00:01,120 ERROR cannot open /var/lib/orders.db: permission denied'),
    'ERROR cannot open /var/lib/orders.db: permission denied',
  );
  assert.equal(
    endOf(
      '[2026-11-30T06:00:01Z] Exception in thread "main" java.lang.IllegalStateException: no schema',
      '\tat a.b(C.java:1)',
      '\tat a.c(C.java:2)',
      'exiting',
    ),
    'Exception in thread "main" java.lang.IllegalStateException: no schema',
  );
});

test('readLogFindings() tells no such error of a log that went on', () => {
  const went = ['ok 1', 'ok 2', 'ok 3', 'ok 4', 'ok 5'];

  assert.equal(endOf('ERROR permission denied', ...went), '');
  assert.equal(endOf(...went), '');
});
