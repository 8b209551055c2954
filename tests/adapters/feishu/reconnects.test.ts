import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FeishuAdapter } from '../../../src/adapters/feishu/adapter.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { createLog } from '../slack/slack-harness.ts';
import { createAdapter } from './feishu-harness.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

it('sockets, timers and memory stay flat over 1,000 reconnects', { timeout: 180_000 }, async () => {
  const peer = new FeishuPeer();
  await peer.start();
  const logs: string[] = [];
  const pace = { reconnectMinMs: 1, reconnectMaxMs: 1, healthyAfterMs: 0 };
  const adapter = createAdapter(peer, 'socket', createLog(logs), { pace });
  await adapter.start(() => undefined);
  await reconnect(peer, adapter, logs, 101);

  const before = measure();
  await reconnect(peer, adapter, logs, 900);
  const after = measure();
  const left = { sockets: peer.sockets.count, opened: peer.sockets.opened, tokens: peer.callsOf('auth.tenant_access_token').length };
  await adapter.stop();
  await peer.stop();

  assert.deepEqual(left, { sockets: 1, opened: 1_002, tokens: 1 });
  assert.ok(after.handles <= before.handles + 2, `handles grew from ${before.handles} to ${after.handles}`);
  assert.ok(after.heapBytes <= before.heapBytes + 6_000_000, `the heap grew from ${before.heapBytes} to ${after.heapBytes}`);
});

async function reconnect(peer: FeishuPeer, adapter: FeishuAdapter, logs: string[], times: number): Promise<void> {
  await isUp(peer, adapter, 1);
  for (let turn = 0; turn < times; turn += 1) {
    const { opened } = peer.sockets;
    peer.sockets.drop();
    await isUp(peer, adapter, opened + 1);
    // What the peer and the log remember would be taken for a leak; the first call, for the token, is kept.
    peer.calls.splice(1);
    logs.length = 0;
  }
}

async function isUp(peer: FeishuPeer, adapter: FeishuAdapter, opened: number): Promise<void> {
  while (peer.sockets.opened < opened || adapter.health().state !== 'up') await new Promise((resolve) => setTimeout(resolve, 1));
}

function measure(): { readonly handles: number; readonly heapBytes: number } {
  if (typeof collectGarbage === 'function') collectGarbage();
  return { handles: process.getActiveResourcesInfo().length, heapBytes: process.memoryUsage().heapUsed };
}
