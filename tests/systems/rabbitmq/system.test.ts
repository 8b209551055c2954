/** Everything that needs a real RabbitMQ, on one that is started once. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { rabbitmqKind } from '../../../src/systems/rabbitmq/system.ts';
import { contextOf, describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { describeActions } from './action-cases.ts';
import { describeFaults } from './fault-cases.ts';
import { clientOf, entryOf, type Scene, startScene, watcher } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene();
});
after(() => scene?.stop());

const nowhere = { id: 'orders-mq', kind: 'rabbitmq', username: 'admin', password: { env: 'PASSWORD' } };
const connection = { connection: '10.0.0.1:5000 -> 10.0.0.2:5672', user: 'shop', connectedAtMs: 1_795_903_627_468 };

function on(more: Readonly<Record<string, unknown>> = {}, password: string = scene.server.login.password): SuiteSystem {
  const { url, managementUrl, metricsUrl } = scene.server;
  return { entry: { ...nowhere, url, managementUrl, metricsUrl, ...more }, secrets: [password], resolveSecret: () => password };
}

function at(port: number, host = '127.0.0.1'): SuiteSystem {
  const address = `${host}:${String(port)}`;
  return { entry: { ...nowhere, url: `amqp://${address}`, managementUrl: `http://${address}` }, resolveSecret: () => 'x' };
}

describeSystem(rabbitmqKind, {
  live: () => Promise.resolve(on()),
  unreachable: {
    refused: { start: async () => at(await freePort()), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve(at(15_672, 'no-such-host.invalid')), problem: 'dns' },
    'wrong password': { start: () => Promise.resolve(on({}, 'a-wrong-secret')), problem: 'auth' },
    'TLS asked of a port without': {
      start: () => Promise.resolve(on({ managementUrl: scene.server.managementUrl.replace('http:', 'https:') })),
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { ...at(peer.port), stop: () => peer.stop() };
  },
  sampleArguments: {
    'close-connection': connection,
    'set-policy': {
      vhost: '/',
      name: 'bound-orders',
      pattern: '^orders$',
      applyTo: 'queues',
      priority: 5,
      setting: 'max-length',
      value: 1_000,
    },
    'delete-policy': { vhost: '/', name: 'bound-orders' },
    'set-vhost-limit': { vhost: '/', limit: 'max-connections', value: 100 },
  },
  sampleFacts: {
    'consumers.holder.connection': connection.connection,
    'consumers.holder.user': 'shop',
    'consumers.holder.connectedAtMs': connection.connectedAtMs,
    'connections.channelsConnection': connection.connection,
    'connections.channelsUser': 'shop',
    'connections.channelsConnectedAtMs': connection.connectedAtMs,
    'connections.vhost': '/',
    'queues.full.policyVhost': '/',
    'queues.full.policy': 'short',
    'queues.full.policyPattern': '^orders$',
    'queues.full.policyApplyTo': 'queues',
    'queues.full.policyPriority': 3,
    'queues.full.limit': 'max-length',
    'queues.full.suggestedLimit': 800,
  },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'logs.newestError'],
  hostKinds: [hostKind] as never,
});

describe('createRabbitmqClient()', () => {
  const limit = () => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) });

  it('looks with the rights that the guide asks for, and may change nothing with them', async () => {
    const seen = await scene.look({ as: scene.watcher });

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.ok(
      seen.evidence.every(({ status }) => status === 'ok'),
      JSON.stringify(seen.evidence.map(({ probe, status, reason }) => [probe, status, reason])),
    );
    const setting = scene.watcher.change('PUT', 'vhost-limits/%2F/max-connections', { value: 1 }, limit());
    await assert.rejects(setting, { problem: 'no-permission' });
    assert.deepEqual(await rabbitmqKind.check?.(scene.watcher, contextOf({ ...scene.entry, actionsEnabled: false }, 10_000)), [
      {
        level: 'ok',
        text: { 'zh-CN': '可以查看全部虚拟主机，没有多余权限', en: 'every virtual host can be seen, without rights beyond that' },
      },
    ]);
  });

  it('tells doctor that an administrator can be narrowed, and that virtual hosts are hidden', async () => {
    await scene.server.ask('PUT', 'vhosts/hidden');
    const texts = async (client = scene.client) =>
      (await rabbitmqKind.check?.(client, contextOf(scene.entry, 10_000)))?.map(({ text }) => text.en).join('\n') ?? '';

    assert.match(await texts(), /can administrate: narrow it/);
    assert.match(await texts(scene.watcher), /no queues of the virtual hosts hidden/);
    await scene.server.ask('DELETE', 'vhosts/hidden');
  });

  it('goes on without the metrics', async () => {
    const entry = entryOf(scene.server, { metricsUrl: `http://127.0.0.1:${String(await freePort())}` });
    const seen = await scene.look({ as: clientOf(entry, scene.server.login.password) });

    assert.equal(seen.facts['activity.isExact'], false);
    assert.ok(seen.evidence.every(({ status }) => status === 'ok'));
  });

  it('tells a management API that is gone from a broker that is gone', async () => {
    const managementUrl = `http://127.0.0.1:${String(await freePort())}`;
    const url = `amqp://127.0.0.1:${String(await freePort())}`;
    const look = async (more: object) => (await scene.look({ as: clientOf(entryOf(scene.server, more), 'x') })).causes;

    assert.deepEqual(await look({ managementUrl }), ['management-unavailable']);
    assert.deepEqual(await look({ managementUrl, url }), ['process-gone']);
    const closed = clientOf(entryOf(scene.server, { url }), scene.server.login.password);
    assert.deepEqual((await scene.look({ as: closed })).causes, ['listener-closed']);
  });

  it('asks with the name and password of the entry only', async () => {
    const refused = clientOf(entryOf(scene.server, { username: watcher.username }), 'not-its-password');

    assert.deepEqual((await scene.look({ as: refused, probes: ['server'] })).causes, ['credentials-refused']);
  });
});

describe('rabbitmqKind', () => {
  it('entry refuses logins, virtual hosts and what is no RabbitMQ in its addresses', () => {
    const good = { ...nowhere, url: 'amqp://10.0.0.1:5672', managementUrl: 'http://10.0.0.1:15672' };

    assert.ok(rabbitmqKind.entry.safeParse(good).success);
    for (const wrong of [
      { url: 'amqp://app:hidden@10.0.0.1' },
      { url: 'amqp://10.0.0.1/shop' },
      { url: 'http://10.0.0.1' },
      { managementUrl: 'http://app:hidden@10.0.0.1' },
      { managementUrl: undefined },
      { password: 'hidden' },
    ]) {
      const parsed = rabbitmqKind.entry.safeParse({ ...good, ...wrong });
      assert.equal(parsed.success, false, JSON.stringify(wrong));
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
  });
});

describe('on a broker in trouble', () => {
  afterEach(() => scene.clear());
  describeFaults(() => scene);
  describeActions(() => scene);
});

describe('a stopped process', () => {
  it('is told from one that is gone', async () => {
    scene.server.freeze();
    const seen = await scene.look({ probes: ['server'] });
    scene.server.thaw();

    assert.deepEqual(seen.causes, ['not-answering']);
  });
});
