import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExecLimit, ExecResult } from '../../../src/systems/linux/exec.ts';
import { shareRuns } from '../../../src/systems/linux/share-runs.ts';

const limit: ExecLimit = { timeoutMs: 1_000, signal: new AbortController().signal };

/** Each run ends when it is told to. */
function heldExec() {
  const runs: { readonly name: string; end(stdout: string): void; fail(): void }[] = [];
  return {
    runs,
    exec: shareRuns({
      run: (name) =>
        new Promise<ExecResult>((resolve, reject) => {
          runs.push({
            name,
            end: (stdout) => resolve({ stdout, stderr: '', exitCode: 0, isCut: false }),
            fail: () => reject(new Error('late')),
          });
        }),
      close: () => Promise.resolve(),
    }),
  };
}

describe('shareRuns()', () => {
  it('gives those who ask while it runs one answer, and the next one of its own', async () => {
    const { runs, exec } = heldExec();

    const [one, two] = [exec.run('process-stats', [], limit), exec.run('process-stats', [], limit)];
    runs[0]?.end('first');
    const answers = [(await one).stdout, (await two).stdout];
    const three = exec.run('process-stats', [], limit);
    runs[1]?.end('second');

    assert.deepEqual([...answers, (await three).stdout, runs.length], ['first', 'first', 'second', 2]);
  });
  it('lets each run by itself what another could not get', async () => {
    const { runs, exec } = heldExec();

    const [one, two] = [exec.run('sockets', [], limit), exec.run('sockets', [], limit)];
    runs[0]?.fail();
    await assert.rejects(() => one, /late/);
    await Promise.resolve();
    runs[1]?.end('own');

    assert.equal((await two).stdout, 'own');
  });
  it('shares nothing else: a change is made as often as it is asked for', () => {
    const { runs, exec } = heldExec();

    for (let count = 0; count < 2; count += 1) void exec.run('filesystems', [], limit);

    assert.equal(runs.length, 2);
  });
});
