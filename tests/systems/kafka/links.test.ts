import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Links } from '../../../src/systems/kafka/links.ts';
import { kafkaKind } from '../../../src/systems/kafka/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';

const context = { clock: systemClock, resolveSecret: () => 'x' };

it('Links tell a broker that is not there from one that is silent, and forget both', async () => {
  const peer = await startHangingPeer();
  const [gone, silent] = [`127.0.0.1:${String(await freePort())}`, `127.0.0.1:${String(peer.port)}`];
  const links = new Links(kafkaKind.entry.parse({ id: 'k', kind: 'kafka', brokers: [gone, silent] }), context);
  const limit = { timeoutMs: 300, signal: AbortSignal.timeout(20_000) };

  await assert.rejects(links.open(gone, { ...limit, timeoutMs: 10_000 }), { problem: 'refused', stage: 'connect' });
  await assert.rejects(links.open(silent, limit), { problem: 'hung', stage: 'login' });

  assert.deepEqual([links.has(gone), links.has(silent)], [false, false]);
  await links.close();
  await peer.stop();
});
