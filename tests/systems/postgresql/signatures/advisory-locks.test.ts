import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advisoryLockSignatures } from '../../../../src/systems/postgresql/signatures/advisory-locks.ts';
import { lockSignatures } from '../../../../src/systems/postgresql/signatures/locks.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

/** The root of a queue of two that wait for nine seconds. */
const root = (state: string) => ({
  ...{
    'locks.waiting': 2,
    'locks.longestWaitSeconds': 9,
    'locks.root.waiters': 2,
    'locks.root.state': state,
    'locks.root.stateSeconds': 30,
  },
  ...{ 'locks.root.isIdle': state === 'idle in transaction', 'locks.root.backend': 'client backend' },
});
const cases = [
  ['idle', ['advisory-lock-held']],
  ['idle in transaction', ['idle-transaction-blocks']],
  ['active', ['active-transaction-blocks']],
] as const;

for (const [state, expected] of cases) {
  test(`advisoryLockSignatures: a root that is ${state} is ${expected.join()}`, () => {
    const { confirmed } = judgeFacts([...lockSignatures, ...advisoryLockSignatures], 'postgresql', root(state));

    assert.deepEqual(confirmed, expected);
  });
}

test('advisoryLockSignatures: nobody waits, nothing is wrong', () => {
  const { confirmed, likely } = judgeFacts(
    advisoryLockSignatures,
    'postgresql',
    { ...root('idle'), 'locks.waiting': 0 },
    'migrations hang',
  );

  assert.deepEqual([...confirmed, ...likely], []);
});
