/** A real containerd that breaks in each way: what the looks bring, and what the faults make of it. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { failureOf } from '../../../src/systems/containerd/client.ts';
import type { ContainerdEntry } from '../../../src/systems/containerd/entry.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { type Containerd, containerdMissing, shimsOf } from '../../support/containerd.ts';
import { entryOf, found, look, openShop, type Shop } from './scene.ts';

describe('containerd', { skip: containerdMissing ?? false, timeout: 400_000 }, () => {
  let shop: Shop;
  let containerd: Containerd;
  let host: LinuxClient;
  let entry: ContainerdEntry;
  before(async () => {
    shop = await openShop();
    ({ containerd, host, entry } = shop);
  });
  after(() => shop.stop());

  it('serverProbe tells version, age and namespaces, and a namespace that is not there', async () => {
    const { facts, status } = await look(entryOf(containerd.socket, { namespaces: ['shop', 'k8s.io'] }), 'server', host);

    assert.equal(status, 'ok');
    assert.match(String(facts['server.version']), /^\d+\.\d+/);
    assert.ok(Number(facts['server.uptimeSeconds']) >= 0 && Number(facts['server.uptimeSeconds']) < 3_600);
    assert.equal(facts['server.namespaceNames'], 'shop');
    assert.equal(facts['server.missingNamespace'], 'k8s.io');
    assert.match(String(facts['server.snapshotters']), /native/);
  });

  it('containersProbe tells running, stopped and taskless apart, and finds whom the alert names', async () => {
    const { facts } = await look(entry, 'containers', host, { names: ['something', 'never'] });

    assert.deepEqual(
      ['containers.count', 'tasks.running', 'tasks.stopped', 'containers.withoutTask', 'tasks.paused', 'shims.leftOver'].map(
        (each) => facts[each],
      ),
      [3, 1, 1, 1, 0, 0],
    );
    assert.equal(facts['tasks.stoppedName'], 'shop/brief');
    assert.equal(facts['named.name'], 'shop/never');
    assert.deepEqual(found(facts), ['container-not-running']);
    assert.equal(Number(facts['shims.count']) >= 1, true);
  });

  it('storageProbe finds the data directory by what containerd says, with image, blobs and snapshots', async () => {
    const { facts } = await look(entry, 'storage', host);

    assert.equal(facts['storage.root'], join(containerd.directory, 'root'));
    assert.equal(facts['storage.images'], 1);
    assert.equal(facts['storage.blobs'], 3);
    assert.ok(Number(facts['storage.blobBytes']) > 100_000 && Number(facts['storage.snapshotBytes']) > 100_000);
    assert.ok(Number(facts['storage.diskUsedRatio']) > 0 && Number(facts['storage.diskUsedRatio']) <= 1);
  });

  it('a task that was killed at its memory limit is told by its own group, after its end too', async () => {
    await containerd.run('hog', 'head -c 60000000 /dev/zero > /dev/shm/x && exec sleep 100000', '--memory-limit', '20971520');
    await containerd.until('hog', 'STOPPED');

    const { facts } = await look(entry, 'metrics', host);

    assert.deepEqual(found(facts), ['out-of-memory']);
    assert.deepEqual([facts['oom.name'], facts['oom.status'], facts['oom.limitBytes']], ['shop/hog', 'STOPPED', 20_971_520]);
    assert.equal(facts['memory.name'], 'shop/web');
    await containerd.ctr('tasks', 'rm', 'hog');
  });

  it('a task that has as many processes as it may is told by its limit', async () => {
    await containerd.run('forks', 'sleep 100000 & exec sleep 100000');
    const pid = /^forks\s+(\d+)/m.exec(await containerd.ctr('tasks', 'ls'))?.[1] ?? '';
    const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    const first = /^\d+:pids:(.*)$/m.exec(groups)?.[1];
    const folder = first === undefined ? `/sys/fs/cgroup${/^0::(.*)$/m.exec(groups)?.[1] ?? ''}` : `/sys/fs/cgroup/pids${first}`;
    writeFileSync(join(folder, 'pids.max'), '2');

    const { facts } = await look(entry, 'metrics', host);

    assert.deepEqual([facts['pids.name'], facts['pids.current'], facts['pids.limit']], ['shop/forks', 2, 2]);
    assert.ok(found(facts).includes('pids-limit'));
    await containerd.ctr('tasks', 'rm', '-f', 'forks');
  });

  it('an account without the right is told so, by what ctr itself says to it', () => {
    chmodSync(containerd.directory, 0o755);
    const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const said = spawnSync('setpriv', [...nobody, 'ctr', '-a', containerd.socket, '--connect-timeout', '3s', 'namespaces', 'ls'], {
      encoding: 'utf8',
    });

    const failure = failureOf(entry, { stdout: said.stdout, stderr: said.stderr, exitCode: said.status ?? 1, isCut: false });

    assert.deepEqual([failure?.status, failure?.problem], ['denied', 'auth']);
    assert.deepEqual(found({ 'reach.reason': failure?.message ?? '' }), ['permission-denied']);
  });

  it('a daemon that hangs, one that is gone and a socket that is away are three answers, and a lost task leaves its shim', async () => {
    containerd.daemon().kill('SIGSTOP');
    const hung = await look(entry, 'server', host);
    containerd.daemon().kill('SIGCONT');
    const exit = once(containerd.daemon(), 'exit');
    containerd.daemon().kill('SIGKILL');
    await exit;
    const gone = await look(entry, 'server', host);
    rmSync(containerd.socket);
    const away = await look(entry, 'server', host);
    const state = join(containerd.directory, 'state', 'io.containerd.runtime.v2.task', 'shop', 'web');
    assert.ok(existsSync(state) && shimsOf(containerd.socket).length > 0);
    rmSync(join(state, 'address'), { force: true });
    spawnSync('umount', ['-l', join(state, 'rootfs')]);
    rmSync(state, { recursive: true, force: true });
    await containerd.start();
    const { facts } = await look(entry, 'containers', host);

    assert.deepEqual([hung.problem, found(hung.facts)], ['timed-out', ['not-answering']]);
    assert.deepEqual([gone.problem, found(gone.facts)], ['refused', ['daemon-gone']]);
    assert.deepEqual([away.problem, found(away.facts)], ['refused', ['socket-missing']]);
    assert.deepEqual([facts['shims.leftOver'], facts['shims.leftOverName']], [1, 'shop/web']);
    assert.deepEqual(found({ ...facts, 'shims.leftOverSeconds': 600 }), ['shim-left-over']);
  });
});
