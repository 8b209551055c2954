import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
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

test('readLogFindings() tells whom the program could not reach, the newest first, and takes no time for an address', () => {
  const { connectionRefusedTo, unreached } = readLogFindings(
    [
      '2026-11-30T19:38:29Z ERROR cannot connect to orders-db.internal (10.1.2.3:3306): Connection refused',
      '2026-11-30T19:38:30Z WARN dial tcp 10.1.2.9:6379: i/o timeout',
      '2026-11-30T19:38:31Z ERROR cannot connect to orders-db.internal (10.1.2.3:3306): Connection refused',
      '2026-11-30T19:38:32Z ERROR cannot save the order: Connection refused',
    ].join('\n'),
  );

  assert.equal(connectionRefusedTo, '10.1.2.3:3306');
  assert.deepEqual(
    unreached.map(({ address, name }) => [address, name]),
    [
      ['10.1.2.3:3306', 'orders-db.internal'],
      ['10.1.2.9:6379', ''],
    ],
  );
  assert.equal(readLogFindings('2026-11-30T19:38:31Z ERROR Connection refused').connectionRefusedTo, '');
});

describe('timeoutMs', () => {
  const limitIn = (...lines: readonly string[]): number | null => readLogFindings(lines.join('\n')).timeoutMs;

  it('is the limit that a client names, in any unit, the shortest of several', () => {
    assert.equal(limitIn('ERROR AxiosError: timeout of 150ms exceeded'), 150);
    assert.equal(limitIn('ERROR request timed out after 3 s'), 3_000);
    assert.equal(limitIn('WARN gave up, stockTimeoutMs=250, attempt 2'), 250);
    assert.equal(limitIn('ERROR timed out after 3 s', 'ERROR timeout: no answer in 2.5 seconds'), 2_500);
  });
  it('is not told where no limit is named', () => {
    assert.equal(limitIn('ERROR connect ETIMEDOUT 10.0.0.5:5432'), null);
    assert.equal(limitIn('ERROR timed out at 12:30:15 in 7 tries'), null);
    assert.equal(limitIn('INFO answered after 20 ms'), null);
  });
});
