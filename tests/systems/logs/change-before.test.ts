import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogEntry } from '../../../src/analysis/logs/log-reader.ts';
import { changeBefore } from '../../../src/systems/logs/change-before.ts';

/** A line a second. */
const log = (...lines: readonly (readonly [level: LogEntry['level'], message: string, attributes?: LogEntry['attributes']])[]) =>
  lines.map(
    ([level, message, attributes = {}], index): LogEntry => ({
      ...{ message, level, attributes, atMs: 1_700_000_000_000 + index * 1_000 },
      ...{ component: '', pid: '', lines: 1 },
    }),
  );

describe('changeBefore()', () => {
  it('is the last change that was logged before the first error', () => {
    const entries = log(
      ['info', 'config loaded from /etc/shop.yaml'],
      ['info', 'GET /price 200'],
      ['info', 'feature flag use_tax_engine_v2 rollout 10% -> 100%'],
      ['info', 'GET /price 200'],
      ['error', 'nil pointer dereference'],
      ['info', 'feature flag dark_mode enabled'],
      ['error', 'nil pointer dereference'],
    );

    assert.equal(changeBefore(entries), 'feature flag use_tax_engine_v2 rollout 10% -> 100%');
  });

  it('reads the fields of a structured entry, and tells no secret', () => {
    const entries = log(['info', 'flag changed', { flag: 'new-checkout', rollout: '100', password: 'hunter2secret' }], ['error', 'boom']);

    assert.match(changeBefore(entries), /^flag changed flag=new-checkout rollout=100/);
    assert.ok(!changeBefore(entries).includes('hunter2secret'));
  });

  it('is nothing where no change was logged, where it began with an error, or long before', () => {
    assert.equal(changeBefore(log(['info', 'GET /price 200'], ['error', 'boom'])), '');
    assert.equal(changeBefore(log(['error', 'boom'], ['info', 'config reloaded'], ['error', 'boom'])), '');
    const [change, error] = log(['info', 'config reloaded'], ['error', 'boom']);
    assert.ok(change !== undefined && error !== undefined);
    assert.equal(changeBefore([{ ...change, atMs: error.atMs - 3_600_000 }, error]), '');
    assert.equal(changeBefore([]), '');
  });
});
