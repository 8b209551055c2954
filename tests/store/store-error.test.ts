import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZhibanError } from '../../src/domain/errors.ts';
import { DrizzleQueryError } from '../../src/store/drizzle.ts';
import { fromDriver, isConnectionLost, isVictim, toStoreError } from '../../src/store/store-error.ts';

const withCode = (code: string, message = 'a message', more: object = {}) => Object.assign(new Error(message), { code, ...more });

describe('fromDriver()', () => {
  const cases: readonly [unknown, string | undefined, RegExp][] = [
    [withCode('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:5432'), 'unavailable', /can't be reached \(ECONNREFUSED\)/],
    [new AggregateError([withCode('ECONNREFUSED')], ''), 'unavailable', /ECONNREFUSED/],
    [new Error('Connection terminated unexpectedly'), 'unavailable', /can't be reached/],
    [new Error('timeout exceeded when trying to connect'), 'unavailable', /timeout exceeded/],
    [withCode('57P01', 'terminating connection due to administrator command'), 'unavailable', /57P01/],
    [withCode('57014', 'canceling statement due to statement timeout'), 'unavailable', /statement timeout/],
    [withCode('40P01', 'deadlock detected'), 'unavailable', /deadlock/],
    [withCode('53300', 'too many clients'), 'unavailable', /too many/],
    [withCode('28P01', 'password authentication failed for user "zhiban"'), 'forbidden', /28P01/],
    [withCode('42501', 'permission denied'), 'forbidden', /permission denied/],
    [withCode('23505', 'duplicate key', { table: 'plans', detail: 'Key (secret)=(hunter2)' }), 'conflict', /\(plans\)/],
    [withCode('23503', 'violates', { table: 'evidence' }), 'not-found', /evidence/],
    [withCode('22P02', 'invalid input syntax: "hunter2"'), 'invalid', /\(22P02\)$/],
    [withCode('42P01', 'relation does not exist'), undefined, /The store failed: 42P01/],
  ];
  for (const [error, kind, message] of cases) {
    it(`makes ${kind ?? 'a plain error'} of ${error instanceof Error ? error.message || 'several addresses' : error}`, () => {
      const made = fromDriver(error);

      assert.ok(made instanceof Error);
      assert.equal(made instanceof ZhibanError ? made.kind : undefined, kind);
      assert.match(made.message, message);
      assert.doesNotMatch(JSON.stringify(made) + made.message + made.stack, /hunter2|10\.0\.0\.1/);
    });
  }
});

describe('toStoreError()', () => {
  it('leaves the statement and its parameters behind', () => {
    const failed = new DrizzleQueryError('insert into x values ($1)', ['hunter2'], withCode('23514', 'violates check'));

    const made = toStoreError(failed);

    assert.ok(made instanceof ZhibanError);
    assert.doesNotMatch(`${made.message} ${made.stack} ${made.cause}`, /hunter2|insert into/);
  });

  it("lets the caller's own errors through, also when they look like the driver's", () => {
    const own = withCode('ECONNREFUSED');

    assert.equal(toStoreError(own), own);
  });
});

describe('isVictim() and isConnectionLost()', () => {
  it('tell a deadlock from a lost connection', () => {
    assert.equal(isVictim(fromDriver(withCode('40P01'))), true);
    assert.equal(isVictim(fromDriver(withCode('ECONNRESET'))), false);
    assert.equal(isConnectionLost(new DrizzleQueryError('select 1', [], withCode('ECONNRESET'))), true);
    assert.equal(isConnectionLost(withCode('40P01')), false);
    assert.equal(isConnectionLost('text'), false);
  });
});
