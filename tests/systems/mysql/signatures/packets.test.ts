import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packetSignatures } from '../../../../src/systems/mysql/signatures/packets.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const kib = 1_024;
const cases = [
  { packet: 16 * kib, aborted: 600, words: '', state: 'confirmed' },
  { packet: 16 * kib, aborted: 0, words: 'uploads fail', state: 'confirmed' },
  { packet: 16 * kib, aborted: 0, words: '', state: 'no' },
  { packet: 1_024 * kib, aborted: 600, words: 'uploads fail', state: 'likely' },
  { packet: 16_384 * kib, aborted: 600, words: 'uploads fail', state: 'no' },
] as const;

for (const { packet, aborted, words, state } of cases) {
  test(`packetSignatures: ${packet / kib} KiB with ${aborted} broken connections an hour, told '${words}', is ${state}`, () => {
    const facts = { 'settings.max_allowed_packet': packet, 'connections.abortedClientsPerHour': aborted };

    const { confirmed, likely } = judgeFacts(packetSignatures, 'mysql', facts, words);

    assert.equal(confirmed.length > 0 ? 'confirmed' : likely.length > 0 ? 'likely' : 'no', state);
  });
}
