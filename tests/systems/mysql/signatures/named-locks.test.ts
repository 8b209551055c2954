import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedLockSignatures } from '../../../../src/systems/mysql/signatures/named-locks.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const cases = [
  { name: 'an idle session holds what others wait for', waiting: 3, seconds: 12, isHolderIdle: true, words: '', state: 'confirmed' },
  {
    name: 'the holder works, told of a deploy that hangs',
    waiting: 1,
    seconds: 12,
    isHolderIdle: false,
    words: 'deploy hangs',
    state: 'likely',
  },
  { name: 'the holder works, told of nothing', waiting: 1, seconds: 12, isHolderIdle: false, words: '', state: 'no' },
  { name: 'nobody waits', waiting: 0, seconds: 0, isHolderIdle: true, words: 'deploy hangs', state: 'no' },
] as const;

for (const { name, waiting, seconds, isHolderIdle, words, state } of cases) {
  test(`namedLockSignatures: ${name}: ${state}`, () => {
    const facts = { 'locks.named.waiting': waiting, 'locks.named.seconds': seconds, 'locks.named.isHolderIdle': isHolderIdle };

    const { confirmed, likely } = judgeFacts(namedLockSignatures, 'mysql', facts, words);

    assert.equal(confirmed.length > 0 ? 'confirmed' : likely.length > 0 ? 'likely' : 'no', state);
  });
}
