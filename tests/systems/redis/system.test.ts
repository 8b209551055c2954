import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redisEntry } from '../../../src/systems/redis/entry.ts';
import { redisKind } from '../../../src/systems/redis/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startRedis } from '../../support/redis.ts';

const secret = 'the-very-secret-password';
const entry = { id: 'cache', kind: 'redis' };

describeSystem(redisKind, {
  live: async () => {
    const server = await startRedis({ config: { requirepass: secret } });
    return {
      entry: { ...entry, url: server.url, password: { env: 'CACHE_PASSWORD' } },
      secrets: [secret],
      resolveSecret: () => secret,
      stop: () => server.stop(),
    };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `redis://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'redis://no-such-host.invalid:6379' } }), problem: 'dns' },
    'wrong password': {
      start: async () => {
        const server = await startRedis({ config: { requirepass: secret } });
        const url = server.url;
        return {
          entry: { ...entry, url, password: { env: 'X' } },
          secrets: ['a-wrong-secret'],
          resolveSecret: () => 'a-wrong-secret',
          stop: () => server.stop(),
        };
      },
      problem: 'auth',
    },
    'no password given': {
      start: async () => {
        const server = await startRedis({ config: { requirepass: secret } });
        return { entry: { ...entry, url: server.url }, stop: () => server.stop() };
      },
      problem: 'auth',
    },
    'client limit': {
      start: async () => {
        const server = await startRedis({ config: { maxclients: '2' } });
        await Promise.all([server.connect(), server.connect()]);
        return { entry: { ...entry, url: server.url }, stop: () => server.stop() };
      },
      problem: 'limit',
    },
    'TLS spoken to a server without': {
      start: async () => {
        const server = await startRedis();
        return { entry: { ...entry, url: server.url.replace('redis:', 'rediss:') }, stop: () => server.stop() };
      },
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `redis://127.0.0.1:${String(peer.port)}` }, stop: () => peer.stop() };
  },
  sampleArguments: {
    'config-set': { parameter: 'maxmemory', value: '80mb' },
    'config-set-durability': { parameter: 'stop-writes-on-bgsave-error', value: 'no' },
    'kill-client': { id: '12', address: '127.0.0.1:5000' },
    'kill-idle-clients': { by: 'address', value: '127.0.0.1', idleSeconds: 60 },
    unpause: {},
    'script-kill': {},
    'acl-restrict-command': { user: 'app', command: 'keys' },
    'move-key-aside': { key: 'k', database: 0 },
    'expire-key': { key: 'k', database: 0, seconds: 600 },
    'trim-list': { key: 'k', database: 0, keep: 100 },
    bgsave: {},
    'memory-purge': {},
    replicaof: { host: '', port: 0 },
    'slot-stable': { slot: 6_000 },
  },
  sampleFacts: {
    'memory.suggestedMaxBytes': 104_857_600,
    'clients.suggestedMax': 1_500,
    'clients.heaviestId': '7',
    'clients.heaviestAddress': '10.0.0.1:4000',
    'clients.monitorId': '8',
    'clients.monitorAddress': '10.0.0.1:4001',
    'clients.topGroupBy': 'address',
    'clients.topGroupValue': '10.0.0.1',
    'slowlog.topUser': 'app',
    'bigkeys.topKey': 'queue',
    'bigkeys.topDatabase': 0,
    'bigkeys.topKeepLength': 100,
    'replication.suggestedBacklogBytes': 67_108_864,
    'cluster.movingSlot': 6_000,
    'pubsub.slowestId': '9',
    'pubsub.slowestAddress': '10.0.0.1:4002',
  },
  rareFacts: ['reach.reason', 'reach.code', 'server.wasBusy', 'cluster.*', 'sentinel.*', 'sentinels.*', 'members.*', 'replication.*'],
});

describe('redisKind', () => {
  it('entry refuses a password in the address and names the way to give it', () => {
    const parsed = redisKind.entry.safeParse({ ...entry, url: 'redis://:hidden@127.0.0.1:6379' });

    assert.equal(parsed.success, false);
    assert.match(parsed.error?.message ?? '', /password: \{ env: NAME \}/);
    assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
  });

  it('entry takes either an address or sentinels, and says what is missing beside either', () => {
    const sentinels = ['10.0.0.1:26379', '10.0.0.2:26379'];
    const told = (more: Readonly<Record<string, unknown>>): string => redisEntry.safeParse({ ...entry, ...more }).error?.message ?? '';

    assert.equal(told({ sentinels, masterName: 'orders' }), '');
    assert.match(told({ sentinels }), /expected masterName beside sentinels/);
    assert.match(told({ url: 'redis://10.0.0.3', sentinels, masterName: 'orders' }), /either url, or sentinels/);
    assert.match(told({}), /either url, or sentinels/);
    assert.match(told({ url: 'redis://10.0.0.3', seeds: ['10.0.0.4:6379'] }), /cluster: true beside seeds/);
    assert.match(told({ sentinels: ['no-port'], masterName: 'orders' }), /expected host:port/);
  });

  it('entry refuses what is not Redis and what is not a database number', () => {
    for (const url of ['http://127.0.0.1', 'redis://127.0.0.1/orders', 'nonsense'])
      assert.equal(redisKind.entry.safeParse({ ...entry, url }).success, false, url);
  });
});
