import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { anyAnswer as etcdAny } from '../../../src/systems/etcd/answers.ts';
import { checkEtcd } from '../../../src/systems/etcd/check.ts';
import { etcdKind } from '../../../src/systems/etcd/system.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { type EtcdCluster, startEtcd } from '../../support/etcd.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { clientOf, entryOf } from './scene.ts';

const secret = 'the-very-secret-password';
const entry = { id: 'registry', kind: 'etcd' };
const login = { username: 'zhiban', password: { env: 'X' } };
const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'systems', 'etcd.md'), 'utf8');

let cluster: EtcdCluster;

before(async () => {
  cluster = await startEtcd();
  const { first } = cluster;
  // As the guide has it.
  assert.match(guide, /etcdctl role grant-permission zhiban read "" --from-key/);
  await first.call('/v3/auth/role/add', { name: 'root' });
  await first.call('/v3/auth/user/add', { name: 'root', password: 'root' });
  await first.call('/v3/auth/user/grant', { user: 'root', role: 'root' });
  await first.call('/v3/auth/role/add', { name: 'zhiban' });
  await first.call('/v3/auth/role/grant', { name: 'zhiban', perm: { permType: 'READ', key: 'AA==', range_end: 'AA==' } });
  await first.call('/v3/auth/user/add', { name: 'zhiban', password: secret });
  await first.call('/v3/auth/user/grant', { user: 'zhiban', role: 'zhiban' });
  await first.call('/v3/auth/enable', {});
});
after(() => cluster.stop());

describeSystem(etcdKind, {
  live: () => Promise.resolve({ entry: { ...entry, ...login, url: cluster.first.url }, secrets: [secret], resolveSecret: () => secret }),
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid:2379' } }), problem: 'dns' },
    'TLS spoken to a member without': {
      start: () => Promise.resolve({ entry: { ...entry, url: cluster.first.url.replace('http:', 'https:') } }),
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `http://127.0.0.1:${String(peer.port)}` }, stop: () => peer.stop() };
  },
  sampleArguments: {
    compact: { revision: 1_000 },
    defragment: { member: 'each' },
    'disarm-alarm': { alarm: 'NOSPACE' },
    'move-leader': { member: '8e9e05c52164694d' },
  },
  sampleFacts: { 'space.revision': 1_000, 'members.followerId': '8e9e05c52164694d' },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'certificate.*'],
  hostKinds: [hostKind] as never,
});

describe('etcdKind', () => {
  it('entry refuses logins in addresses, halves of a login, and halves of a certificate', () => {
    const url = 'https://10.0.0.1:2379';
    for (const more of [
      { url: 'https://root:hidden@10.0.0.1:2379' },
      { url: 'ftp://10.0.0.1' },
      { username: 'a' },
      { tls: { cert: { env: 'X' } } },
      { metricsUrl: 'nonsense' },
    ]) {
      const parsed = etcdKind.entry.safeParse({ ...entry, url, ...more });
      assert.equal(parsed.success, false, JSON.stringify(more));
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
  });

  it('a wrong password is told as such, and does not show', async () => {
    const own = entryOf(cluster.first.url, login);
    const client = clientOf(own, 'a-wrong-secret');
    const [server] = etcdKind.probes;

    const look = await server?.look(client, {}, contextOf(own, 10_000));

    assert.deepEqual([look?.status, look?.problem, look?.facts['reach.problem']], ['denied', 'auth', 'auth']);
    assert.doesNotMatch(JSON.stringify(look), /a-wrong-secret/);
  });
});

describe('checkEtcd()', () => {
  const checked = async (more: object, password: string, actionsEnabled: boolean): Promise<string> => {
    const own = entryOf(cluster.first.url, { ...more, actionsEnabled });
    return (await checkEtcd(clientOf(own, password), contextOf(own, 10_000))).map(({ level, text }) => `${level}: ${text.en}`).join();
  };

  it('is content with the rights that the guide asks for, and the account can write nothing', async () => {
    assert.match(await checked(login, secret, false), /^ok: /);
    const client = clientOf(entryOf(cluster.first.url, login), secret);
    const limit = { timeoutMs: 3_000, signal: AbortSignal.timeout(10_000) };
    const put = client.call('/v3/kv/put', { key: 'YQ==', value: 'YQ==' }, etcdAny, limit);

    await assert.rejects(put, { problem: 'no-permission' });
  });

  it('says what is too much and what is too little', async () => {
    assert.match(await checked({ ...login, username: 'root' }, 'root', false), /the account is root/);
    assert.match(await checked(login, secret, true), /not root: plans/);
  });
});
