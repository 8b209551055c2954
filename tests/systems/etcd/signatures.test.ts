/** Real members, broken for real: a full quota, killed and stopped processes, a certificate that ends soon. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { disarmAlarm } from '../../../src/systems/etcd/actions/alarm.ts';
import { moveLeader } from '../../../src/systems/etcd/actions/leader.ts';
import { compact, defragment } from '../../../src/systems/etcd/actions/space.ts';
import { etcdActions } from '../../../src/systems/etcd/actions.ts';
import { etcdSignatures } from '../../../src/systems/etcd/signatures.ts';
import { etcdKind } from '../../../src/systems/etcd/system.ts';
import { acting } from '../../support/acting.ts';
import { diagnoseSystem } from '../../support/diagnose.ts';
import { startEtcd } from '../../support/etcd.ts';
import { freePort } from '../../support/peers.ts';
import { daysFromNow, makeAuthority } from '../http/certificates.ts';
import { base64, clientOf, entryOf, fill, lookAt, untilServer } from './scene.ts';

/** How fast the disk of this machine is, is not what these tests are about. */
const ofDisk = /^(slow-disk|slow-commits|heartbeats-fail)$/;
const without = (causes: readonly string[]) => causes.filter((cause) => !ofDisk.test(cause));

describe('etcdSignatures', () => {
  it('have advice even where there is no action, and no action writes or deletes a key', () => {
    assert.ok(etcdSignatures.every((signature) => signature.advice.en.length > 20));
    assert.deepEqual(
      etcdActions.filter(({ name }) => /put|delete|restore/.test(name)),
      [],
    );
  });

  it('a quota full of history: compacted, defragmented and disarmed, step by step', async () => {
    const cluster = await startEtcd({ options: ['--quota-backend-bytes', '2000000'] });
    const { first } = cluster;
    const entry = entryOf(first.url);
    const client = clientOf(entry);
    try {
      for (const name of ['a', 'b', 'c']) await first.call('/v3/kv/put', { key: base64(`/app/users/${name}`), value: base64('x') });
      const healthy = await lookAt(first.url);
      assert.deepEqual(without(healthy.confirmed), []);
      assert.deepEqual([healthy.facts['keys.topPrefix'], healthy.facts['keys.topCount']], ['/app/users/', 3]);

      assert.match(await fill(first, 10_000), /database space exceeded/);
      const full = await lookAt(first.url);
      assert.deepEqual(without(full.causes), ['filled-with-history']);
      assert.equal((await acting(disarmAlarm, { alarm: 'NOSPACE' }, client, entry).precheck()).state, 'ready');

      const compacting = acting(compact, { revision: Number(full.facts['space.revision']) }, client, entry);
      const compacted = await compacting.run();
      assert.deepEqual([await compacting.isApplied(compacted), (await compacting.precheck()).state], [true, 'already']);
      assert.deepEqual(without((await lookAt(first.url)).causes), ['compacted-not-defragmented']);

      const defragmenting = acting(defragment, { member: 'each' }, client, entry);
      assert.equal(await defragmenting.isApplied(await defragmenting.run()), true);
      assert.deepEqual(without((await lookAt(first.url)).causes), ['alarm-left-on']);

      await acting(disarmAlarm, { alarm: 'NOSPACE' }, client, entry).run();
      assert.deepEqual(without((await lookAt(first.url)).confirmed), []);
      await first.call('/v3/kv/put', { key: base64('/app/users/d'), value: base64('x') });
    } finally {
      await cluster.stop();
    }
  });

  it('a cluster of three: the leader moves and moves back, one member goes, then the quorum', async () => {
    const cluster = await startEtcd({ size: 3 });
    const { first, members } = cluster;
    const entry = entryOf(first.url);
    const client = clientOf(entry);
    try {
      const healthy = await lookAt(first.url);
      assert.deepEqual(without(healthy.confirmed), []);
      assert.deepEqual([healthy.facts['members.reachable'], healthy.facts['peers.count']], [3, 2]);
      const leader = healthy.facts['server.leader'];

      const moving = acting(moveLeader, { member: String(healthy.facts['members.followerId']) }, client, entry);
      const before = await moving.run();
      assert.equal((await lookAt(first.url, { probes: ['server'] })).facts['server.leader'], healthy.facts['members.followerId']);
      await moving.undo(before);
      await untilServer(first.url, 'server.leader', leader);

      await members[2]?.kill();
      await untilServer(first.url, 'server.hasLeader', true);
      const short = await lookAt(first.url, { probes: ['server', 'members', 'space'] });
      assert.deepEqual(short.causes, ['member-down']);
      assert.equal(short.facts['members.unreachableNames'], 'm3');
      assert.equal((await acting(defragment, { member: 'each' }, client, entry).precheck()).state, 'blocked');

      await members[1]?.kill();
      await untilServer(first.url, 'server.hasLeader', false);
      const lost = await lookAt(first.url, { probes: ['server', 'members', 'space'] });
      assert.deepEqual(lost.causes, ['quorum-lost']);
      assert.equal((await acting(moveLeader, { member: 'abc' }, client, entry).precheck()).state, 'blocked');
    } finally {
      await cluster.stop();
    }
  });

  it('a certificate that ends soon, seen by a client that shows its own', async () => {
    const authority = await makeAuthority();
    const directory = await mkdtemp(join(tmpdir(), 'zhiban-etcd-tls-'));
    const [server, own] = [await authority.issue({ to: daysFromNow(5) }), await authority.issue()];
    await writeFile(join(directory, 'server.pem'), server.cert);
    await writeFile(join(directory, 'server.key'), server.key);
    const files = [
      '--cert-file',
      join(directory, 'server.pem'),
      '--key-file',
      join(directory, 'server.key'),
      '--trusted-ca-file',
      authority.caFile,
    ];
    const cluster = await startEtcd({ protocol: 'https', options: [...files, '--client-cert-auth'] });
    const { url } = cluster.first;
    try {
      const secrets = { CERT: own.cert, KEY: own.key };
      const entry = entryOf(url, { tls: { caFile: authority.caFile, cert: { env: 'CERT' }, key: { env: 'KEY' } } });
      const resolveSecret = (ref: { readonly env: string } | { readonly file: string }) =>
        'env' in ref && ref.env === 'CERT' ? secrets.CERT : secrets.KEY;
      const client = etcdKind.connect(entry, { clock: { now: Date.now, sleep: (ms: number) => sleep(ms) }, resolveSecret });
      const seen = await diagnoseSystem(etcdKind, client, entry, { probes: ['server', 'certificate'] });
      const anonymous = entryOf(url, { tls: { caFile: authority.caFile } });
      const refused = await diagnoseSystem(etcdKind, clientOf(anonymous), anonymous, { probes: ['server'] });

      assert.deepEqual(seen.causes, ['certificate-expires-soon']);
      assert.deepEqual(refused.causes, ['tls-failed']);
    } finally {
      await cluster.stop();
      await authority.remove();
      await rm(directory, { recursive: true });
    }
  });

  it('a process that is gone, and one that is stopped', async () => {
    assert.deepEqual((await lookAt(`http://127.0.0.1:${String(await freePort())}`, { probes: ['server'] })).causes, ['process-gone']);
    const cluster = await startEtcd();
    cluster.first.signal('SIGSTOP');

    const stopped = await lookAt(cluster.first.url, { probes: ['server', 'space'] });
    cluster.first.signal('SIGCONT');
    const resumed = await lookAt(cluster.first.url, { probes: ['server', 'space'] });
    await cluster.stop();

    assert.deepEqual([stopped.causes, resumed.confirmed], [['not-answering'], []]);
  });
});
