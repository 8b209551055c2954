/** The contract, against a local peer that speaks the wire protocol: a real MongoDB cannot be had where the tests run. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkMongodb, checksOf } from '../../../src/systems/mongodb/check.ts';
import { mongodbKind } from '../../../src/systems/mongodb/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { healthy } from './answers.ts';
import { type MongoPeer, startMongoPeer } from './peer.ts';
import { clientOf, entryOf, lookAt } from './scene.ts';

const entry = { id: 'shop-db', kind: 'mongodb' };

let peer: MongoPeer;

before(async () => {
  peer = await startMongoPeer(healthy);
});
after(() => peer?.stop());

describeSystem(mongodbKind, {
  live: () => Promise.resolve({ entry: { ...entry, url: peer.url } }),
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `mongodb://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'mongodb://no-such-host.invalid' } }), problem: 'dns' },
  },
  hanging: async () => {
    const hanging = await startHangingPeer();
    return { entry: { ...entry, url: `mongodb://127.0.0.1:${String(hanging.port)}` }, stop: () => hanging.stop() };
  },
  sampleArguments: {
    'kill-operation': { operation: '7', namespace: 'shop.orders', atLeastSeconds: 60 },
    'set-profiling': { database: 'shop', slowMs: 100 },
    'step-down': { forSeconds: 60 },
  },
  sampleFacts: { 'operations.longest.id': '7', 'operations.longest.namespace': 'shop.orders', 'operations.longest.seconds': 60 },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason'],
});

describe('mongodbKind', () => {
  it('entry refuses logins, options and several servers in its address', () => {
    for (const url of ['mongodb://a:hidden@10.0.0.1', 'mongodb://10.0.0.1/?tls=true', 'mongodb://a,b', 'mongodb+srv://a', 'http://a']) {
      const parsed = mongodbKind.entry.safeParse({ ...entry, url });
      assert.equal(parsed.success, false, url);
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
    assert.equal(mongodbKind.entry.safeParse({ ...entry, url: 'mongodb://a', username: 'a' }).success, false);
  });

  it('a refused login is told as such, and what a server does not have is no error and no accusation', async () => {
    const strict = await startMongoPeer({
      ...healthy,
      saslStart: { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' },
    });
    const own = entryOf(strict.url, { username: 'zhiban', password: { env: 'X' } });
    const client = clientOf(own, 'a-wrong-secret');
    const [server] = mongodbKind.probes;
    const look = await server?.look(client, {}, contextOf(own, 10_000));
    await client.close();
    await strict.stop();
    const bare = await startMongoPeer();
    const seen = await lookAt(bare.url);
    await bare.stop();

    assert.deepEqual([look?.status, look?.facts['reach.problem']], ['denied', 'auth']);
    assert.doesNotMatch(JSON.stringify(look), /a-wrong-secret/);
    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.ok(seen.evidence.filter(({ status }) => status === 'ok').length >= 4);
  });
});

describe('checkMongodb()', () => {
  it('says that a server without access control is open, and which roles are too much', async () => {
    const own = entryOf(peer.url);
    const client = clientOf(own);
    const checks = await checkMongodb(client, contextOf(own, 10_000));
    await client.close();

    assert.match(checks[0]?.text.en ?? '', /access control is off/);
    const rights = { hasLogin: true, canLook: true, actionsEnabled: false };
    assert.equal(checksOf({ ...rights, roles: ['clusterMonitor@admin'] })[0]?.level, 'ok');
    assert.match(checksOf({ ...rights, roles: ['root@admin'] })[0]?.text.en ?? '', /too much \(root@admin\)/);
  });
});
