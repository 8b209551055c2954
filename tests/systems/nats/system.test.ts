/** The contract on a real NATS that asks for a login, its doors told apart, and doctor. */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { checkNats, checksOf } from '../../../src/systems/nats/check.ts';
import { natsKind } from '../../../src/systems/nats/system.ts';
import { contextOf, describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { type NatsServers, startNats } from '../../support/nats.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { admin, clientOf, entryOf, lookAt } from './scene.ts';

const entry = { id: 'events', kind: 'nats' };
const login = { username: admin.username, password: { env: 'PASSWORD' } };
const users = `authorization { users: [
  { user: ${admin.username}, password: ${admin.password} }
  { user: watch, password: watch-only, permissions: { publish: ["$JS.API.INFO"], subscribe: ["_INBOX.>"] } }
] }`;

let nats: NatsServers;

before(async () => {
  nats = await startNats({ config: users });
});
after(() => nats?.stop());

function on(more: Readonly<Record<string, unknown>> = {}, password: string = admin.password): SuiteSystem {
  const { url, monitoringUrl } = nats.first;
  return { entry: { ...entry, ...login, url, monitoringUrl, ...more }, secrets: [password], resolveSecret: () => password };
}

function at(port: number, host = '127.0.0.1'): SuiteSystem {
  const address = `${host}:${String(port)}`;
  return { entry: { ...entry, url: `nats://${address}`, monitoringUrl: `http://${address}`, subjects: ['orders'] } };
}

const place = { stream: 'ORDERS', consumer: 'mailer' };

describeSystem(natsKind, {
  live: () => Promise.resolve(on({ subjects: ['orders.created'] })),
  unreachable: {
    refused: { start: async () => at(await freePort()), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve(at(8_222, 'no-such-host.invalid')), problem: 'dns' },
    'TLS asked of a port without': {
      start: () => Promise.resolve(on({ monitoringUrl: nats.first.monitoringUrl.replace('http:', 'https:') })),
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { ...at(peer.port), stop: () => peer.stop() };
  },
  sampleArguments: {
    'set-stream-limit': { stream: 'ORDERS', limit: 'max_msgs', value: 1_000 },
    'set-consumer-limit': { ...place, maxAckPending: 500 },
    'pause-consumer': { ...place, minutes: 10 },
    'resume-consumer': place,
    'step-down-stream-leader': { stream: 'ORDERS' },
    'purge-stream': { stream: 'ORDERS', keep: 0 },
  },
  sampleFacts: {
    'streams.refusing.stream': 'ORDERS',
    'streams.refusing.limit': 'max_msgs',
    'streams.refusing.suggested': 150,
    'consumers.held.stream': 'ORDERS',
    'consumers.held.consumer': 'mailer',
    'consumers.held.suggestedMax': 400,
    'consumers.paused.stream': 'ORDERS',
    'consumers.paused.consumer': 'mailer',
  },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'logs.*'],
});

describe('natsKind', () => {
  it('entry refuses logins in addresses, two logins at once, and wildcards', () => {
    const base = { ...entry, url: 'nats://10.0.0.1:4222', monitoringUrl: 'http://10.0.0.1:8222' };
    for (const more of [
      { url: 'nats://admin:hidden@10.0.0.1:4222' },
      { monitoringUrl: 'http://admin:hidden@10.0.0.1' },
      { url: 'http://10.0.0.1' },
      { username: 'a' },
      { ...login, token: { env: 'X' } },
      { subjects: ['orders.*'] },
    ]) {
      const parsed = natsKind.entry.safeParse({ ...base, ...more });
      assert.equal(parsed.success, false, JSON.stringify(more));
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
  });

  it('a monitoring port that is gone is not taken for a server that is', async () => {
    const own = entryOf({ url: nats.first.url, monitoringUrl: `http://127.0.0.1:${String(await freePort())}` }, login);

    const seen = await lookAt(own, { probes: ['server', 'streams'] });

    assert.deepEqual([seen.confirmed, seen.likely, seen.facts['reach.problem']], [[], [], undefined]);
    assert.match(seen.evidence[0]?.reason ?? '', /takes clients at .*, but cannot be looked at/);
  });

  it('a page that is none of its own is told as such', async () => {
    const site = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    const address = site.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const own = entryOf({ url: `nats://127.0.0.1:${String(port)}`, monitoringUrl: `http://127.0.0.1:${String(port)}` });

    const seen = await lookAt(own, { probes: ['server'] });
    site.close();

    assert.deepEqual([seen.evidence[0]?.status, seen.confirmed], ['failed', []]);
  });

  it('a wrong password is told as such, and does not show', async () => {
    const own = entryOf(nats.first, login);
    const client = clientOf(own, 'a-wrong-secret');
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) };

    assert.equal(await client.newcomers(limit), 'auth');
    await assert.rejects(client.api('INFO', null, natsKind.entry, limit), (error: Error) => !error.message.includes('a-wrong-secret'));
  });
});

describe('checkNats()', () => {
  const checked = async (more: object, password: string): Promise<string> => {
    const own = entryOf(nats.first, { ...more });
    return (await checkNats(clientOf(own, password), contextOf(own, 10_000))).map(({ level, text }) => `${level}: ${text.en}`).join('\n');
  };

  it('is content with a login that is let in, tells a wrong one, none, and peers that are not there', async () => {
    assert.match(await checked({ ...login, username: 'watch' }, 'watch-only'), /^ok: both doors/);
    assert.match(await checked(login, 'a-wrong-secret'), /login is refused/);
    assert.match(await checked({}, ''), /no login is configured/);
    assert.match(await checked({ ...login, peers: [`http://127.0.0.1:${String(await freePort())}`] }, admin.password), /do not answer/);
  });

  it('tells a cluster of which one server is named only, and a server that asks for no login', () => {
    const seen = { newcomers: 'answered', silent: [], refusal: '', actionsEnabled: true, hasLogin: false } as const;
    const checks = checksOf({ ...seen, asksForLogin: false, isClusterWithoutPeers: true });

    assert.deepEqual(
      checks.map(({ level }) => level),
      ['warn', 'warn'],
    );
  });
});
