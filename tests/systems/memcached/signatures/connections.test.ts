import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionSignatures } from '../../../../src/systems/memcached/signatures/connections.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

for (const [timeout, kicks, share, expected] of [
  [10, 400, 0.8, ['idle-timeout-cuts-pools']],
  [0, 0, 0, []],
  [3_600, 400, 0.8, []],
] as const) {
  test(`connectionSignatures: an idle timeout of ${timeout} s that cut ${kicks} connections confirms ${expected.join() || 'nothing'}`, () => {
    const facts = { 'connections.idleTimeoutSeconds': timeout, 'connections.idleKicks': kicks, 'connections.idleKickedShare': share };

    const { confirmed } = judgeFacts(connectionSignatures, 'memcached', facts, '');

    assert.deepEqual(confirmed, expected);
  });
}
