import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientSignatures } from '../../../../src/systems/zookeeper/signatures/clients.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

for (const [watches, perConnection, znodes, confirmed, likely] of [
  [60_000, 60_000, 45, ['too-many-watches'], []],
  [25_000, 25_000, 20_000, [], ['too-many-watches']],
  [25_000, 50, 20_000, [], []],
  [900, 900, 45, [], []],
] as const)
  test(`clientSignatures: ${watches} watches on ${znodes} znodes, ${perConnection} a connection`, () => {
    const facts = { 'activity.watches': watches, 'activity.watchesPerConnection': perConnection, 'activity.znodes': znodes };

    assert.deepEqual(judgeFacts(clientSignatures, 'zookeeper', facts), { confirmed, likely });
  });

test('clientSignatures: who is at the limit of one address is why connections are rejected', () => {
  const limit = clientSignatures.find(({ id }) => id === 'zookeeper.connection-limit');

  assert.ok(limit?.explains?.includes('zookeeper.connections-rejected'));
});
