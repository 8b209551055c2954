/** What ctr prints, read: also of versions and machines that this one isn't. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failureOf } from '../../../src/systems/containerd/client.ts';
import { namesIn } from '../../../src/systems/containerd/probes/containers.ts';
import { readMetrics } from '../../../src/systems/containerd/read-metrics.ts';
import { readStorage } from '../../../src/systems/containerd/read-storage.ts';
import { readTasks } from '../../../src/systems/containerd/read-tasks.ts';
import { found } from './scene.ts';

const socket = '/run/containerd/containerd.sock';

it('readMetrics reads control groups of the second generation, where no limit is the largest number', () => {
  const measured = {
    pids: { current: 12, limit: Number.MAX_SAFE_INTEGER * 2_048 },
    cpu: { usage_usec: 5, nr_periods: 400, nr_throttled: 300 },
    memory: { usage: 9_000_000, usage_limit: 10_000_000, inactive_file: 1_000_000 },
    memory_events: { max: 9, oom: 2, oom_kill: 2 },
  };

  const [task, ...rest] = readMetrics(
    `@@task:k8s.io/web RUNNING\n${JSON.stringify(measured)}\n@@task:k8s.io/gone RUNNING\nctr: no running task`,
  );

  assert.deepEqual(rest, []);
  assert.deepEqual(task, {
    ...{ namespace: 'k8s.io', container: 'web', status: 'RUNNING', memoryBytes: 8_000_000, memoryLimitBytes: 10_000_000 },
    ...{ oomKills: 2, pids: 12, pidsLimit: 0, cpuPeriods: 400, throttledPeriods: 300 },
  });
});

it('readTasks leaves shims of another daemon and of namespaces that are not looked at alone', () => {
  const shim = (pid: number, id: string, address: string, namespace = 'shop'): string =>
    `${String(pid)} 500 /usr/bin/containerd-shim-runc-v2 -namespace ${namespace} -id ${id} -address ${address} `;
  const shims = [shim(7, 'web', socket), shim(8, 'lost', socket), shim(9, 'other', '/run/k3s/c.sock'), shim(10, 'x', socket, 'moby')];
  const text = `@@shims\n${shims.join('\n')}\n@@containers:shop\nCONTAINER IMAGE RUNTIME\nweb box io\n@@tasks:shop\nTASK PID STATUS\nweb 70 RUNNING\n`;

  const { containers, leftOver } = readTasks(text, socket);

  assert.deepEqual(containers, [{ namespace: 'shop', container: 'web', status: 'RUNNING' }]);
  assert.deepEqual(leftOver, [{ pid: 8, ageSeconds: 500, namespace: 'shop', container: 'lost' }]);
});

it('readStorage counts a blob that namespaces share once, and the share of what may be used', () => {
  const blobs = 'sha256:aa 1.5kB 2\nsha256:bb 2 MiB';
  const disk = 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda1 100 60 20 75% /var/lib';
  const text = `@@root\n/var/lib/containerd\n@@blocks\n${disk}\n@@inodes\n${disk}\n@@images:a\n2\n@@content:a\n${blobs}\n@@snapshots:a\n3 100\n@@snapshots:a\n1 50\n@@images:b\n1\n@@content:b\nsha256:aa 1.5kB 2\n@@snapshots:b\n0 0\n`;

  assert.deepEqual(readStorage(text), {
    ...{ root: '/var/lib/containerd', images: 3, blobs: 2, blobBytes: 1_500 + 2 * 2 ** 20, snapshots: 4, snapshotBytes: 150 },
    ...{ usedRatio: 0.75, freeBytes: 20_480, inodesUsedRatio: 0.6 },
  });
  assert.equal(readStorage('@@root\n\n').usedRatio, null);
});

it('namesIn takes what may be a container from labels first, then from words', () => {
  assert.deepEqual(namesIn('Container report does not run.', [{ name: 'report', pod: 'a_b.c' }]), [
    'report',
    'a_b.c',
    'Container',
    'does',
    'not',
    'run',
  ]);
});

describe('failureOf tells by what ctr or sudo says', () => {
  const dial = `ctr: failed to dial "${socket}": connection error: desc = "transport: error while dialing: dial unix ${socket}: connect: `;
  const cases: Readonly<Record<string, readonly [exitCode: number, stderr: string, status: string, problem: string | undefined]>> = {
    'no ctr': [66, '', 'failed', undefined],
    'no socket': [67, '', 'unreachable', 'refused'],
    'no folder of it': [
      68,
      `ctr: failed to dial "/nope": context deadline exceeded: connection error: desc = "transport: error while dialing: dial unix:///nope: timeout"`,
      'unreachable',
      'refused',
    ],
    'nobody behind it': [68, `${dial}connection refused"`, 'unreachable', 'refused'],
    'no right': [68, `${dial}permission denied"`, 'denied', 'auth'],
    'no sudo': [68, 'sudo: a password is required', 'denied', 'auth'],
    'no handshake': [
      68,
      `ctr: failed to dial "${socket}": context deadline exceeded: timed out waiting for server handshake`,
      'unreachable',
      'timed-out',
    ],
    'no answer at all': [68, '', 'unreachable', 'timed-out'],
    'a refusal of its own': [69, 'ctr: cannot resume a stopped container: unknown', 'failed', undefined],
  };
  for (const [name, [exitCode, stderr, status, problem]] of Object.entries(cases))
    it(name, () => {
      const failure = failureOf({ runsOn: 'here', socket }, { exitCode, stderr, stdout: '', isCut: false });

      assert.deepEqual([failure?.status, failure?.problem], [status, problem]);
    });
  it('none where it was asked', () =>
    assert.equal(failureOf({ runsOn: 'here', socket }, { exitCode: 0, stderr: 'warning', stdout: '', isCut: false }), null));
});

describe('faults by their facts', () => {
  const cases = {
    'disk-nearly-full': { 'storage.diskUsedRatio': 0.96 },
    'inodes-nearly-used-up': { 'storage.inodesUsedRatio': 0.97 },
    'memory-near-limit': { 'memory.usedRatio': 0.97 },
    'cpu-throttled': { 'cpu.throttledRatio': 0.6, 'cpu.periods': 500 },
    'container-not-running': { 'named.status': 'STOPPED' },
  } as const;
  for (const [id, facts] of Object.entries(cases)) it(id, () => assert.deepEqual(found(facts), [id]));
  it('a shim that has just come up is none left over, and few periods are no throttling', () => {
    assert.deepEqual(found({ 'shims.leftOver': 1, 'shims.leftOverSeconds': 3, 'cpu.throttledRatio': 0.9, 'cpu.periods': 20 }), []);
  });
});
