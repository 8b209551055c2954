/** The cases that every way to a machine must pass; called for this machine and for one behind ssh. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { fillFile, type Started, startProgram, startVolume, stopPrograms, volumeMissing } from './faulty.ts';
import { type Bench, carryOut, precheckOf, takeBack } from './run-action.ts';

export interface OpenBench extends Bench {
  close(): Promise<void>;
}

/** Opens a client whose entry has these settings besides how to reach the machine. */
export type OpenClient = (settings: Readonly<Record<string, unknown>>) => OpenBench;

export function describeActions(name: string, open: OpenClient): void {
  describe(`actions on ${name}`, { timeout: 120_000 }, () => {
    afterEach(stopPrograms);
    describeProcessActions(open);
    describeServiceActions(open);
    describeFileActions(open);
  });
}

function stateOf(pid: number): string {
  return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
}

/** A signal is delivered when the process next runs. */
async function untilState(pid: number, isWanted: (state: string) => boolean): Promise<void> {
  for (let attempt = 0; !isWanted(stateOf(pid)); attempt += 1) {
    assert.ok(attempt < 100, `process ${pid} stays in state ${stateOf(pid)}`);
    await systemClock.sleep(50);
  }
}

function identityOf({ pid }: Started): { readonly pid: number; readonly startTicks: number; readonly name: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return { pid, startTicks: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]), name: /\((.*)\)/.exec(stat)?.[1] ?? '' };
}

const idle = ['-c', 'echo ready; while :; do sleep 0.2; done'];

function describeProcessActions(open: OpenClient): void {
  it('pause-process stops, its undo lets run on', async () => {
    const bench = open({});
    const program = await startProgram('sh', idle);
    const given = identityOf(program);

    const recorded = await carryOut(bench, 'pause-process', given);
    const paused = stateOf(program.pid);
    await takeBack(bench, 'pause-process', given, recorded);

    assert.equal(paused, 'T');
    await untilState(program.pid, (state) => state !== 'T');
    await bench.close();
  });
  it('resume-process lets run on, its undo stops again', async () => {
    const bench = open({});
    const program = await startProgram('sh', idle);
    process.kill(program.pid, 'SIGSTOP');
    await untilState(program.pid, (state) => state === 'T');

    const recorded = await carryOut(bench, 'resume-process', identityOf(program));
    await takeBack(bench, 'resume-process', identityOf(program), recorded);

    await untilState(program.pid, (state) => state === 'T');
    assert.equal((await precheckOf(bench, 'pause-process', identityOf(program))).state, 'already');
    await bench.close();
  });
  it('terminate-process and kill-process end it; the second time it is gone already', async () => {
    const bench = open({});
    for (const action of ['terminate-process', 'kill-process']) {
      const program = await startProgram('sh', idle);
      const given = identityOf(program);

      await carryOut(bench, action, given);

      assert.equal((await precheckOf(bench, action, given)).state, 'already');
    }
    await bench.close();
  });
  it('a pid that has passed to another process is never hit', async () => {
    const bench = open({});
    const program = await startProgram('sh', idle);
    const other = { ...identityOf(program), startTicks: identityOf(program).startTicks - 1 };

    const outcome = await bench.client.exec.run('signal-process', [String(other.pid), String(other.startTicks), 'KILL'], {
      timeoutMs: 5_000,
      signal: AbortSignal.timeout(5_000),
    });

    assert.equal(outcome.exitCode, 3);
    assert.equal((await precheckOf(bench, 'pause-process', other)).state, 'blocked');
    assert.doesNotThrow(() => process.kill(program.pid, 0));
    await bench.close();
  });
  it('renice-process lowers the priority, its undo restores it', {
    skip: process.getuid?.() === 0 ? false : 'only root may raise a priority',
  }, async () => {
    const bench = open({});
    const program = await startProgram('sh', idle);
    const given = { ...identityOf(program), nice: 12 };
    const niceOf = (): number => Number(readFileSync(`/proc/${program.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]);

    const recorded = await carryOut(bench, 'renice-process', given);
    const lowered = niceOf();
    await takeBack(bench, 'renice-process', given, recorded);

    assert.equal(lowered, 12);
    assert.equal(niceOf(), recorded.nice);
    await bench.close();
  });
}

function describeServiceActions(open: OpenClient): void {
  it('restart-service runs the declared argv until another process holds the port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiban-service-'));
    const port = await freePort();
    const script = `import { createServer } from 'node:http'; createServer((_, answer) => answer.end('ok')).listen(${port}, '127.0.0.1', () => console.log('up'));`;
    writeFileSync(join(folder, 'orders-server.mjs'), script);
    writeFileSync(
      join(folder, 'restart.sh'),
      `kill $(cat "${folder}/pid"); setsid "${process.execPath}" "${folder}/orders-server.mjs" >/dev/null 2>&1 </dev/null & echo $! > "${folder}/pid"\n`,
    );
    const first = await startProgram(process.execPath, [join(folder, 'orders-server.mjs')]);
    writeFileSync(join(folder, 'pid'), String(first.pid));
    const restart = { command: ['sh', join(folder, 'restart.sh')] };
    const bench = open({
      services: [
        { name: 'orders', check: { port, process: 'orders-server' }, restart },
        { name: 'other', check: port },
      ],
    });

    await carryOut(bench, 'restart-service', { service: 'orders' });

    const second = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    assert.notEqual(second, first.pid);
    assert.equal((await precheckOf(bench, 'restart-service', { service: 'other' })).state, 'blocked');
    assert.equal((await precheckOf(bench, 'restart-service', { service: 'nobody' })).state, 'blocked');
    process.kill(second, 'SIGKILL');
    await bench.close();
    await rm(folder, { recursive: true });
  });
}

function describeFileActions(open: OpenClient): void {
  describe('on a filesystem of its own', { skip: volumeMissing() ?? false }, () => {
    let volume: Awaited<ReturnType<typeof startVolume>>;
    let away: string;
    before(async () => {
      volume = await startVolume({ megabytes: 48 });
      away = await mkdtemp(join(tmpdir(), 'zhiban-quarantine-'));
    });
    after(async () => {
      await volume.stop();
      await rm(away, { recursive: true, force: true });
    });

    it('clean-path moves old files to another filesystem and back, exactly as they were', async () => {
      const bench = open({ cleanPaths: [volume.mount], quarantine: away });
      const path = join(volume.mount, "old dump's $(copy).bin");
      fillFile(path, 8);
      utimesSync(path, 1_700_000_000, 1_700_000_000);
      const [content, stat] = [readFileSync(path), statSync(path)];
      writeFileSync(join(volume.mount, 'fresh.log'), 'written a moment ago');

      const recorded = await carryOut(bench, 'clean-path', { path: volume.mount, minAgeMinutes: 10, filesMax: 10 });
      const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
      await takeBack(bench, 'clean-path', { path: volume.mount, minAgeMinutes: 10, filesMax: 10 }, recorded);

      assert.equal(isThere, false);
      assert.deepEqual(readFileSync(path), content);
      const { mode, uid, gid, mtimeMs } = statSync(path);
      assert.deepEqual({ mode, uid, gid, mtimeMs }, { mode: stat.mode, uid: stat.uid, gid: stat.gid, mtimeMs: stat.mtimeMs });
      assert.equal(readFileSync(join(volume.mount, 'fresh.log'), 'utf8'), 'written a moment ago');
      await bench.close();
      await rm(path);
    });
    it('clean-path never overwrites what has come into being since', async () => {
      const bench = open({ cleanPaths: [volume.mount], quarantine: away });
      const path = join(volume.mount, 'report.csv');
      const given = { path, minAgeMinutes: 0, filesMax: 1 };
      fillFile(path, 4);

      const recorded = await carryOut(bench, 'clean-path', given);
      writeFileSync(path, 'a new one');

      await assert.rejects(takeBack(bench, 'clean-path', given, recorded), /taken/);
      assert.equal(readFileSync(path, 'utf8'), 'a new one');
      await rm(path);
      await takeBack(bench, 'clean-path', given, recorded);
      await takeBack(bench, 'clean-path', given, recorded);
      assert.equal(statSync(path).size, 4 * 1_048_576);
      await bench.close();
      await rm(path);
    });
    it('what there is no room for any more leaves nothing behind, and comes back once there is', async () => {
      const bench = open({ cleanPaths: [volume.mount], quarantine: away });
      const path = join(volume.mount, 'export.csv');
      const ballast = join(volume.mount, 'ballast');
      const given = { path, minAgeMinutes: 0, filesMax: 1 };
      fillFile(path, 24);

      const recorded = await carryOut(bench, 'clean-path', given);
      fillFile(ballast, 30);

      await assert.rejects(takeBack(bench, 'clean-path', given, recorded), /failed/);
      assert.deepEqual(
        readdirSync(volume.mount).filter((name) => name.startsWith('export')),
        [],
      );
      await rm(ballast);
      await takeBack(bench, 'clean-path', given, recorded);
      assert.equal(statSync(path).size, 24 * 1_048_576);
      await bench.close();
      await rm(path);
    });
    it('clean-path compresses in place where there is no other filesystem', async () => {
      const bench = open({ cleanPaths: [volume.mount], quarantine: join(volume.mount, 'aside') });
      const path = join(volume.mount, 'plain.log');
      writeFileSync(path, 'the same line again and again\n'.repeat(200_000), { mode: 0o640 });
      const given = { path, minAgeMinutes: 0, filesMax: 1 };

      const recorded = await carryOut(bench, 'clean-path', given);
      const isPacked = statSync(`${path}.gz`, { throwIfNoEntry: false }) !== undefined;
      await takeBack(bench, 'clean-path', given, recorded);

      assert.ok(isPacked);
      assert.equal(statSync(path).mode & 0o777, 0o640);
      assert.equal(readFileSync(path, 'utf8').length, 30 * 200_000);
      await bench.close();
      await rm(path);
    });
    it('clean-path touches nothing outside of what is declared, whatever links say', async () => {
      const bench = open({ cleanPaths: [join(volume.mount, 'logs')], quarantine: away });
      const outside = await mkdtemp(join(tmpdir(), 'zhiban-outside-'));
      fillFile(join(outside, 'keep.bin'), 1);
      symlinkSync(outside, join(volume.mount, 'logs'));
      const cases = [
        outside,
        join(outside, 'keep.bin'),
        '/etc',
        volume.mount,
        join(volume.mount, 'logs'),
        join(volume.mount, 'logs', 'keep.bin'),
      ];

      for (const path of cases)
        assert.equal((await precheckOf(bench, 'clean-path', { path, minAgeMinutes: 0, filesMax: 5 })).state, 'blocked', path);
      assert.throws(() => precheckOf(bench, 'clean-path', { path: `${volume.mount}/logs/../../etc`, minAgeMinutes: 0, filesMax: 5 }));
      await bench.close();
      await rm(outside, { recursive: true });
      await rm(join(volume.mount, 'logs'));
    });
    it('clean-path leaves files alone that are open', async () => {
      const bench = open({ cleanPaths: [volume.mount], quarantine: away });
      const path = join(volume.mount, 'open.log');
      fillFile(path, 2);
      await startProgram('sh', ['-c', 'exec 9>>"$1"; echo ready; while :; do sleep 0.2; done', 'sh', path]);

      const check = await precheckOf(bench, 'clean-path', { path, minAgeMinutes: 0, filesMax: 5 });

      assert.equal(check.state, 'already');
      await stopPrograms();
      await bench.close();
      await rm(path);
    });
    it('truncate-deleted-file frees the space of a file without a name, and no other', async () => {
      const bench = open({});
      const path = join(volume.mount, 'rotated.log');
      fillFile(path, 20);
      const holder = await startProgram('sh', ['-c', 'exec 9>>"$1"; rm "$1"; echo ready; while :; do sleep 0.2; done', 'sh', path]);
      const given = { ...identityOf(holder), fd: 9, path };

      assert.equal((await precheckOf(bench, 'truncate-deleted-file', { ...given, fd: 1 })).state, 'blocked');
      await carryOut(bench, 'truncate-deleted-file', given);

      assert.equal(statSync(`/proc/${holder.pid}/fd/9`).size, 0);
      assert.equal((await precheckOf(bench, 'truncate-deleted-file', given)).state, 'already');
      await stopPrograms();
      await bench.close();
    });
  });
}
