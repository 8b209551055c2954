import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHostClient } from '../../../src/systems/host/client.ts';
import { createLocalExec } from '../../../src/systems/host/exec.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import { LinuxFailure } from '../../../src/systems/linux/failure.ts';

const limit = (timeoutMs = 10_000) => ({ timeoutMs, signal: AbortSignal.timeout(60_000) });

describe('createLocalExec()', () => {
  it('runs a command of the catalogue with its arguments', async () => {
    const { stdout, exitCode } = await createLocalExec().run('real-path', ["/nowhere/it's here"], limit());

    assert.deepEqual([stdout.trim(), exitCode], ['@@missing', 0]);
  });
  it('ends a command with its time and everything that it started', async () => {
    const exec = createLocalExec();
    const tag = `zhiban-late-${process.pid}`;

    await assert.rejects(
      () => exec.run('run-declared', ['sh', '-c', `sleep 30 & sleep 30; : ${tag}`], limit(300)),
      (error) => error instanceof LinuxFailure && error.status === 'timeout' && error.problem === 'timed-out',
    );
    const { stdout } = await exec.run('process-stats', [], limit());
    const { stdout: commands } = await exec.run(
      'read-files',
      ['@@0123456789:', ...[...stdout.matchAll(/^(\d+) \((?:sh|sleep)\)/gm)].map(([, pid]) => `/proc/${pid}/cmdline`)],
      limit(),
    );
    assert.ok(!commands.includes(tag));
  });
  it('cuts what is more than a command may say', async () => {
    const result = await createLocalExec().run('run-declared', ['sh', '-c', 'head -c 20000 /dev/zero | tr "\\0" x; exit 5'], limit());

    assert.deepEqual([result.stdout.length, result.exitCode], [8_192, 5]);
  });
  it('ends at once when the look has ended', async () => {
    const signal = AbortSignal.abort();

    await assert.rejects(() => createLocalExec().run('filesystems', [], { timeoutMs: 1_000, signal }), LinuxFailure);
  });
  it('createHostClient() knows itself', async () => {
    const client = createHostClient(hostKind.entry.parse({ id: 'x', kind: 'host' }));

    assert.deepEqual([client.ownPid, client.isRemote], [process.pid, false]);
    await client.close();
  });
});
