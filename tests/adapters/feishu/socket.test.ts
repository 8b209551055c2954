import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inbound } from '../../../src/adapters/contract.ts';
import { ChatError } from '../../../src/adapters/contract.ts';
import { createFeishuAdapter, type FeishuAdapter } from '../../../src/adapters/feishu/adapter.ts';
import type { FeishuPace } from '../../../src/adapters/feishu/limits.ts';
import { fatalReason } from '../../../src/adapters/feishu/socket.ts';
import { exampleCard, options, say, settle, until } from '../../contracts/adapter-peer.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';
import { createAdapter } from './feishu-harness.ts';

describe('keepSocketOpen()', () => {
  let peer: FeishuPeer;
  let adapter: FeishuAdapter;
  let events: Inbound[];
  let logs: string[];
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);

  beforeEach(async () => {
    process.on('unhandledRejection', onRejection);
    rejections.length = 0;
    events = [];
    logs = [];
    peer = new FeishuPeer();
    await peer.start();
    create();
  });

  afterEach(async () => {
    await adapter.stop();
    await peer.stop();
    process.off('unhandledRejection', onRejection);
    assert.deepEqual(rejections, [], 'nothing may be left unhandled');
  });

  function create(pace: Partial<FeishuPace> = {}): void {
    adapter = createAdapter(peer, 'socket', createLog(logs), { pace });
  }
  const start = () => adapter.start((event) => void events.push(event));
  const up = () => until(() => adapter.health().state === 'up' && peer.sockets.count > 0, 'up');

  /**
   * The bot hears what is said: the proof that a connection is more than open. What is said in the moment in which it opens is lost
   * (F4) until it is delivered again; here the person says it again.
   */
  async function hears(): Promise<void> {
    const before = events.length;
    for (let times = 0; times < 10 && events.length === before; times += 1) {
      peer.say({ text: '@bot still there?' });
      for (let waitedMs = 0; waitedMs < 1_000 && events.length === before; waitedMs += 10) await sleep(10);
    }
    assert.ok(events.length > before, 'nothing was heard');
  }

  it('F1: a wrong secret is fatal and says what is needed, though the endpoint’s own answer to it can’t be read', async () => {
    const good = peer.appSecret;
    peer.appSecret = 'another';
    await start();
    await until(() => adapter.health().state === 'fatal', 'fatal');
    const { reason } = adapter.health();
    peer.appSecret = good;

    await up();

    assert.match(reason ?? '', /needs new secret: 10014/);
    await hears();
  });

  it('F1: a secret that is reset while a token still lives is told by the endpoint’s code', async () => {
    await start();
    await up();
    const good = peer.appSecret;
    peer.appSecret = 'another';
    peer.sockets.drop();
    await until(() => adapter.health().state === 'fatal', 'fatal');
    const { reason } = adapter.health();
    peer.appSecret = good;

    await up();

    assert.match(reason ?? '', /needs new secret: 514/);
    await hears();
  });

  it('F2: comes back whatever the endpoint answers, with data or without', async () => {
    await start();
    await up();
    for (const fault of [
      { kind: 'code', code: 1 },
      { kind: 'code', code: 1000040343 },
      { kind: 'code', code: 1000040350 },
      { kind: 'code-without-data', code: 1 },
      { kind: 'http-before' },
      { kind: 'drop-before' },
    ] as const) {
      peer.faults.add({ api: 'ws.endpoint', times: 2, ...fault });
    }
    peer.sockets.drop();
    await until(() => adapter.health().state === 'down', 'down');

    await up();

    assert.equal(peer.sockets.count, 1);
    await hears();
  });

  it('F2: comes back when many upgrades are refused', async () => {
    await start();
    await up();
    peer.sockets.refuse(6);
    peer.sockets.drop();
    await until(() => adapter.health().state === 'down', 'down');

    await up();

    await hears();
  });

  it('F3: a socket that is open and dead is replaced', async () => {
    peer.sockets.pingSeconds = 1;
    create({ pongWithinSeconds: 0.5 });
    await start();
    await up();
    peer.sockets.freeze();

    await until(() => peer.sockets.opened >= 2, 'replaced');
    await hears();
  });

  it('F3: a peer that never answers a ping is left', async () => {
    peer.sockets.pingSeconds = 1;
    peer.sockets.keepSilent(1);
    create({ pongWithinSeconds: 0.5 });
    await start();

    await until(() => peer.sockets.opened >= 2, 'replaced');
    await hears();
  });

  it('F3: an upgrade that is never answered is given up', async () => {
    create({ handshakeMs: 150, readyWithinMs: 400 });
    peer.sockets.leaveHanging(2);
    await start();

    await up();

    await hears();
  });

  it('F4: what was not acknowledged comes again, and is heard once', async () => {
    await start();
    await up();
    peer.sockets.drop();
    peer.say({ text: '@bot said in the gap' });
    await until(() => events.length === 1, 'heard');
    for (const { payload } of [...peer.deliveries]) await peer.deliver(payload).ack;
    await settle();

    assert.equal(events.length, 1);
  });

  it('F5: does not wait as long as the platform asks clients to', async () => {
    await start();
    await up();
    const startedAt = performance.now();
    peer.sockets.drop();
    await until(() => peer.sockets.opened === 2, 'back');

    // It asks for two minutes.
    assert.ok(performance.now() - startedAt < 60_000);
  });

  it('F6: two people’s clicks, and the same person’s second one, all count and each gets its toast', async () => {
    adapter = createAdapter(peer, 'socket', createLog(logs));
    await adapter.start((event) => {
      events.push(event);
      void event.responder.whisper({ level: 'warn', text: `no ${events.length}` });
    });
    await up();
    const ref = await adapter.post({ adapter: 'feishu', workspace: '', channel: 'oc_ops1' }, { card: exampleCard() }, options('card'));
    const card = peer.world.find(ref.id) ?? assert.fail('no card');

    const acks = [
      await peer.click(card, 'Approve').ack,
      await peer.click(card, 'Approve').ack,
      await peer.click(card, 'Approve', {}, 'ou_b0b00000000000000000000000000000').ack,
    ];

    assert.equal(events.length, 3);
    for (const [index, ack] of acks.entries()) {
      assert.deepEqual(ack?.answer, { toast: { type: 'warning', content: `no ${index + 1}` } });
      assert.ok(ack.afterMs < 3_000);
    }
  });

  it('F7: needs both secrets of HTTP mode, and answers nothing there with the long connection', async () => {
    const answer = await adapter.handleHttp('{}', {});
    const config = { mode: 'http', domain: peer.domain, appId: peer.world.appId, appSecret: { env: 'UNUSED' } } as const;
    const open = createFeishuAdapter(config, { appSecret: 'x', encryptKey: 'y' }, { clock: realClock, log: createLog(logs) });

    assert.equal(answer.status, 404);
    await assert.rejects(
      open.start(() => undefined),
      /needs encryptKey and verificationToken/,
    );
  });

  it('long events come whole, in any order of their fragments and beside others', async () => {
    peer.sockets.fragmentBytes = 64;
    await start();
    await up();
    const long = '长'.repeat(20_000);

    peer.say({ text: `@bot ${long}` });
    peer.say({ text: '@bot short' });
    await until(() => events.length === 2, 'heard');

    const texts = events.map((event) => (event.type === 'message' ? event.text : ''));
    assert.deepEqual(new Set(texts), new Set([long, 'short']));
  });

  it('what is hours old comes with the time at which it was said', async () => {
    await start();
    await up();
    const saidMs = Date.now() - 6 * 3_600_000;

    peer.say({ text: '@bot stop all', createdMs: saidMs });
    await until(() => events.length === 1, 'heard');

    assert.equal(events[0]?.at, new Date(saidMs).toISOString());
  });

  it('a token that is revoked costs no message; a secret that is revoked is told, and the end of it too', async () => {
    await start();
    await up();
    const place = { adapter: 'feishu', workspace: '', channel: 'oc_ops1' };
    await say(adapter, place, 'one', 'one');
    peer.revokeToken();
    await say(adapter, place, 'two', 'two');
    const good = peer.appSecret;
    peer.appSecret = 'reset in the console';
    peer.revokeToken();
    await assert.rejects(say(adapter, place, 'three', 'three'), (error: unknown) => error instanceof ChatError && error.kind === 'auth');
    const { state, reason } = adapter.health();
    peer.appSecret = good;
    await until(() => adapter.health().state === 'up', 'well again');
    await say(adapter, place, 'three', 'three');

    assert.deepEqual([state, reason], ['fatal', 'needs new secret: 10014']);
    assert.equal(peer.botMessages().length, 3);
  });
});

describe('fatalReason()', () => {
  it('says what a person has to mend', () => {
    assert.equal(fatalReason(new ChatError('auth', 'x', { platformCode: '10014' })), 'needs new secret: 10014');
    assert.match(
      fatalReason(new ChatError('forbidden', 'Feishu refused bot.info: 99991672', {})),
      /is not allowed: Feishu refused bot\.info/,
    );
  });
});
