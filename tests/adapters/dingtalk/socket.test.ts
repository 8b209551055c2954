import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createDingtalkClient } from '../../../src/adapters/dingtalk/client.ts';
import type { Frame } from '../../../src/adapters/dingtalk/frames.ts';
import { type DingtalkPace, defaultDingtalkPace } from '../../../src/adapters/dingtalk/limits.ts';
import { keepSocketOpen } from '../../../src/adapters/dingtalk/socket.ts';
import { settle, until } from '../../contracts/adapter-peer.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';
import { quickPace } from './dingtalk-harness.ts';

const gateway = '/v1.0/gateway/connections/open';
let peer: DingtalkPeer;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  peer = new DingtalkPeer();
  await peer.start();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await peer.stop();
});

/** A supervisor alone, with everything that it tells. */
function keepOpen(pace: Partial<DingtalkPace> = {}) {
  const states: string[] = [];
  const frames: Frame[] = [];
  const logs: string[] = [];
  const abort = new AbortController();
  const full = { ...defaultDingtalkPace, ...quickPace, ...pace };
  const base = { clientId: peer.clientId, clientSecret: peer.clientSecret, clock: realClock };
  const setting = { ...base, apiBase: peer.url, oapiBase: peer.url, pace: full, quota: { note: () => undefined } };
  const client = createDingtalkClient(setting);
  const running = keepSocketOpen(
    {
      ...{ ...base, pace: full, log: createLog(logs), openGateway: client.openGateway },
      onFrame(frame, link) {
        frames.push(frame);
        link.answer(frame.messageId, { response: null });
      },
      onUp: () => void states.push('up'),
      onDraining: () => void states.push('draining'),
      onDown: (reason) => void states.push(`down: ${reason}`),
      onFatal: (reason) => void states.push(`fatal: ${reason}`),
    },
    abort.signal,
  );
  const stop = async (): Promise<void> => {
    abort.abort();
    await running;
  };
  stops.push(stop);
  return { states, frames, logs, stop };
}

describe('keepSocketOpen()', () => {
  it('asks the gateway at most five times in four seconds of refused upgrades, and holds one socket when they end', async () => {
    peer.sockets.refuse(1_000);
    const { states } = keepOpen({ reconnectMinMs: defaultDingtalkPace.reconnectMinMs, reconnectMaxMs: defaultDingtalkPace.reconnectMaxMs });

    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const calls = peer.callsOf(gateway).length;
    peer.sockets.refuse(0);
    await until(() => states.includes('up'), 'up');
    await settle();

    assert.ok(calls >= 2 && calls <= 5, `${calls} calls`);
    assert.equal(peer.sockets.count, 1);
    assert.ok(states.some((state) => state.startsWith('down: ')));
  });

  it('dials one at a time, also while the gateway does not answer', async () => {
    peer.sockets.hang(2);
    const { states } = keepOpen({ openWithinMs: 150 });

    await until(() => states.includes('up'), 'up');
    await settle();

    assert.equal(peer.callsOf(gateway).length, 3);
    assert.equal(peer.sockets.count, 1);
  });

  it('has one socket after a drop, and hears over it', async () => {
    const { states, frames } = keepOpen();
    await until(() => peer.sockets.count === 1, 'open');

    peer.sockets.drop();
    await until(() => peer.sockets.opened === 2, 'open again');
    await peer.say({ text: 'hello' }).delivery.answer;

    assert.equal(peer.sockets.count, 1);
    assert.equal(frames.length, 1);
    assert.deepEqual(states, ['up', 'down: the socket was closed', 'up']);
  });

  it('dials no more after it was stopped, also in the middle of waiting', async () => {
    peer.sockets.refuse(1_000);
    const { stop } = keepOpen();
    await until(() => peer.callsOf(gateway).length >= 2, 'it tries');

    await stop();
    const calls = peer.callsOf(gateway).length;
    await settle();

    assert.equal(peer.callsOf(gateway).length, calls);
    assert.equal(peer.sockets.count, 0);
  });

  it('opens the next socket before the last is gone when the gateway asks for it, and loses nothing', async () => {
    const { states, frames } = keepOpen();
    await until(() => peer.sockets.count === 1, 'open');
    const counts: number[] = [];
    const watch = setInterval(() => counts.push(peer.sockets.count), 1);

    peer.sockets.askToGo(300);
    const answer = await peer.say({ text: 'in between' }).delivery.answer;
    await until(() => peer.sockets.opened === 2 && peer.sockets.count === 1, 'the last is gone');
    clearInterval(watch);

    assert.notEqual(answer, null);
    assert.equal(frames.length, 1);
    assert.ok(counts.includes(2) && !counts.includes(0), 'two at a time, never none');
    assert.deepEqual(states, ['up', 'draining', 'up']);
  });

  it('replaces a socket that has gone silent, and keeps one that the gateway pings', async () => {
    const { states } = keepOpen({ idleMs: 1_500 });
    await until(() => peer.sockets.count === 1, 'open');
    for (let turn = 0; turn < 6; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      peer.sockets.ping();
    }
    const opened = peer.sockets.opened;

    peer.sockets.freeze();
    await until(() => peer.sockets.opened > opened, 'replaced');

    assert.equal(opened, 1);
    assert.ok(peer.sockets.pongs >= 5, 'pings are answered');
    assert.ok(states.includes('down: the socket went silent'));
  });

  it('is fatal on a wrong secret, asks rarely then, and comes back by itself', async () => {
    peer.isSecretGood = false;
    const { states } = keepOpen({ fatalRetryMs: 150 });
    await until(() => states.some((state) => state.startsWith('fatal')), 'fatal');
    const before = peer.callsOf(gateway).length;

    const startedAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const turns = (performance.now() - startedAt) / 150;
    const asked = peer.callsOf(gateway).length - before;
    peer.isSecretGood = true;
    await until(() => states.includes('up'), 'up');

    assert.ok(asked <= turns + 1, `${asked} calls in ${turns} turns`);
    assert.match(states[0] ?? '', /^fatal: needs another clientId or clientSecret: authFailed$/);
  });

  it('outlives whatever comes down: no JSON, no frame, a topic that nobody knows', async () => {
    const { frames, logs } = keepOpen();
    await until(() => peer.sockets.count === 1, 'open');

    for (const raw of ['{', '[]', '1', '{"type":"SYSTEM"}', '{"type":"CALLBACK","headers":{"topic":3}}', 'x'.repeat(2_000_000)])
      peer.sockets.sendRaw(raw);
    const known = await peer.sockets.deliver('/v9.9/of/tomorrow', { a: 1 }).answer;

    assert.notEqual(known, null);
    assert.equal(frames.length, 1);
    assert.equal(logs.length, 6);
    assert.equal(peer.sockets.opened, 1);
  });

  it('leaves nothing behind in 1,000 reconnects', { timeout: 60_000 }, async () => {
    keepOpen({ reconnectMinMs: 0, reconnectMaxMs: 0 });
    await until(() => peer.sockets.count === 1, 'open');
    const reconnect = async (times: number): Promise<void> => {
      for (let turn = 0; turn < times; turn += 1) {
        const opened = peer.sockets.opened;
        peer.sockets.drop();
        while (peer.sockets.opened === opened) await new Promise((resolve) => setImmediate(resolve));
      }
    };

    await reconnect(50);
    const before = process.getActiveResourcesInfo().length;
    await reconnect(950);
    await settle();

    assert.equal(peer.sockets.opened, 1_001);
    assert.equal(peer.sockets.count, 1);
    assert.ok(process.getActiveResourcesInfo().length <= before + 3, `${before} handles became ${process.getActiveResourcesInfo().length}`);
  });
});
