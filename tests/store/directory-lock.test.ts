import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { lockDirectory } from '../../src/store/directory-lock.ts';

describe('lockDirectory()', () => {
  let parent: string;
  const directory = () => mkdtemp(join(parent, 'data-'));
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'zhiban-lock-'));
  });
  after(() => rm(parent, { recursive: true }));

  it('gives a directory to one of ten', async () => {
    const data = await directory();

    const ends = await Promise.allSettled(Array.from({ length: 10 }, () => lockDirectory(data)));

    assert.equal(ends.filter((end) => end.status === 'fulfilled').length, 1);
    assert.deepEqual(await readdir(data), ['lock']);
  });

  it('names the process that holds it, and is free after it was unlocked', async () => {
    const data = await directory();
    const unlock = await lockDirectory(data);

    await assert.rejects(lockDirectory(data), { kind: 'conflict', message: new RegExp(`process ${process.pid};`) });
    await unlock();

    await (await lockDirectory(data))();
  });

  it('takes over from a process that is gone, one of ten', async () => {
    const gone = spawn('true');
    await once(gone, 'exit');
    for (let round = 0; round < 20; round += 1) {
      const data = await directory();
      await writeFile(join(data, 'lock'), JSON.stringify({ pid: gone.pid, birth: 'x' }));

      const ends = await Promise.allSettled(Array.from({ length: 10 }, () => lockDirectory(data)));

      assert.equal(ends.filter((end) => end.status === 'fulfilled').length, 1);
      assert.equal(JSON.parse(await readFile(join(data, 'lock'), 'utf8')).pid, process.pid);
      assert.deepEqual(await readdir(data), ['lock'], 'no claim is left');
    }
  });

  it('takes over from an earlier process of the same number', { skip: process.platform !== 'linux' && 'needs /proc' }, async () => {
    const data = await directory();
    await writeFile(join(data, 'lock'), JSON.stringify({ pid: process.pid, birth: 'another boot/1' }));

    await (await lockDirectory(data))();
  });

  it('takes over from a process that has ended and that nobody has buried', {
    skip: process.platform !== 'linux' && 'needs /proc',
  }, async () => {
    // The shell becomes a program that never asks after its child, and only then does the child end: a shell would have buried it.
    const parentOfIt = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 600 3<&-'], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
    const { stdout, stdio } = parentOfIt;
    assert.ok(stdout);
    const [said] = (await once(stdout, 'data')) as [Buffer];
    const pid = Number(said.toString());
    while ((await readFile(`/proc/${parentOfIt.pid}/comm`, 'utf8')) !== 'sleep\n') await setTimeout(5);
    stdio[3]?.destroy();
    while (!/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) await setTimeout(5);
    const data = await directory();
    await writeFile(join(data, 'lock'), JSON.stringify({ pid, birth: 'unknown' }));

    const unlock = await lockDirectory(data);
    assert.equal(JSON.parse(await readFile(join(data, 'lock'), 'utf8')).pid, process.pid);
    await unlock();

    const ended = once(parentOfIt, 'exit');
    parentOfIt.kill('SIGKILL');
    await ended;
  });

  it('takes over a lock that was cut off', async () => {
    const data = await directory();
    await writeFile(join(data, 'lock'), '{"pid":');

    await (await lockDirectory(data))();
  });
});
