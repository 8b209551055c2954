import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Inbound } from '../../../src/adapters/contract.ts';
import type { SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { until } from '../../contracts/adapter-peer.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { createAdapter, createLog } from './slack-harness.ts';

describe('keepSocketOpen()', () => {
  let peer: SlackPeer;
  let adapter: SlackAdapter;
  let events: Inbound[];
  let logs: string[];
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);

  beforeEach(async () => {
    process.on('unhandledRejection', onRejection);
    rejections.length = 0;
    events = [];
    logs = [];
    peer = new SlackPeer();
    await peer.start();
    adapter = createAdapter(peer, 'socket', createLog(logs), { pongWithinMs: 300 });
  });

  afterEach(async () => {
    await adapter.stop();
    await peer.stop();
    process.off('unhandledRejection', onRejection);
    assert.deepEqual(rejections, [], 'nothing may be left unhandled');
  });

  const start = () => adapter.start((event) => void events.push(event));
  const up = () => until(() => adapter.health().state === 'up' && peer.sockets.count > 0, 'up');

  /** The bot hears what is said from now on: the proof that a connection is more than open. */
  async function hears(): Promise<void> {
    const before = events.length;
    peer.say({ text: `<@${peer.workspace.botUserId}> still there?` });
    await until(() => events.length === before + 1, 'heard');
  }

  for (const kind of ['http-before', 'drop-before', 'hang-after', 'rate'] as const) {
    it(`comes back when apps.connections.open fails many times (${kind})`, async () => {
      await start();
      await up();
      peer.faults.add({
        method: 'apps.connections.open',
        kind,
        times: kind === 'hang-after' || kind === 'rate' ? 1 : 12,
        retryAfterSeconds: 1,
      });
      peer.sockets.drop();

      await until(() => adapter.health().state === 'down', 'down');
      await up();

      await hears();
    });
  }

  it('comes back when Slack had an error of its own', async () => {
    peer.faults.add({ method: 'apps.connections.open', kind: 'error', times: 3, code: 'internal_error' });
    peer.faults.add({ method: 'auth.test', kind: 'http-before', times: 3 });
    await start();

    await up();

    await hears();
  });

  it('gives up a socket that never says hello', async () => {
    peer.sockets.keepSilent(1);
    await start();

    await up();

    assert.equal(peer.sockets.opened, 1);
    await hears();
  });

  it('replaces a socket that is dead without having said so', async () => {
    await start();
    await up();
    peer.sockets.freeze();

    await until(() => peer.sockets.opened === 2 && adapter.health().state === 'up', 'replaced');

    await hears();
  });

  for (const reason of ['warning', 'refresh_requested', 'link_disabled'] as const) {
    it(`moves on to a new socket when Slack asks (${reason})`, async () => {
      await start();
      await up();
      peer.sockets.askToReconnect(reason);

      await until(() => peer.sockets.opened === 2 && adapter.health().state === 'up', 'moved');

      assert.equal(peer.sockets.count, 1);
      await hears();
    });
  }

  it('says what it needs when the app-level token is refused, and goes on when it is good again', async () => {
    peer.faults.add({ method: 'apps.connections.open', kind: 'error', times: 2, code: 'invalid_auth' });
    await start();

    await until(() => adapter.health().state === 'fatal', 'fatal');
    const { reason } = adapter.health();
    await up();

    assert.equal(reason, 'needs a new app-level token: invalid_auth');
  });

  it('says what it needs when the bot token is revoked, at the start and later, and goes on when it is good again', async () => {
    peer.revokeBotToken();
    await start();
    await until(() => adapter.health().state === 'fatal', 'fatal at the start');
    assert.equal(adapter.health().reason, 'needs a new token: invalid_auth');
    peer.restoreBotToken();
    await up();

    peer.revokeBotToken();
    const place = { adapter: 'slack', workspace: '', channel: 'C0OPS0001' };
    const post = { idempotencyKey: 'k', locale: 'en', priority: 'state' } as const;
    await assert.rejects(adapter.post(place, { rich: [paragraph('x')] }, post), { kind: 'auth' });
    assert.equal(adapter.health().state, 'fatal');
    peer.restoreBotToken();
    await until(() => adapter.health().state === 'up', 'good again');
    await adapter.post(place, { rich: [paragraph('x')] }, post);
    await until(() => adapter.health().state === 'up', 'up');
  });

  it('starts without the mode’s secret never', async () => {
    const { createSlackAdapter } = await import('../../../src/adapters/slack/adapter.ts');
    const clock = { now: () => 0, sleep: async () => undefined };
    const unused = { env: 'UNUSED' };
    for (const mode of ['socket', 'http'] as const) {
      const lacking = createSlackAdapter(
        { mode, apiUrl: peer.apiUrl, botToken: unused, privateRooms: false },
        { botToken: 'x' },
        { clock, log: createLog([]) },
      );
      await assert.rejects(
        lacking.start(() => undefined),
        { kind: 'auth' },
      );
    }
  });
});
