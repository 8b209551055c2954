import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, it, type TestContext } from 'node:test';
import { systemClock } from '../../support/system-clock.ts';
import { type Host, judge, openHost } from './diagnose.ts';
import { fillFile, type Started, startProgram, startScript, startVolume, stopPrograms, type Volume, volumeMissing } from './faulty.ts';

afterEach(stopPrograms);

const server = `import { createServer } from 'node:net';
const held = [];
createServer((socket) => held.push(socket)).listen({ port: 0, host: '127.0.0.1', backlog: 4 }, function () { console.log(this.address().port); });`;

/** Looks until the fault is seen, or the last look is the answer: a state may take a moment to come about. */
async function judgedAs(
  host: Host,
  fault: string,
  probes: readonly string[],
  wanted: string,
): Promise<{ state: string; facts: Awaited<ReturnType<Host['look']>> }> {
  for (let attempt = 0; ; attempt += 1) {
    const facts = await host.look(...probes);
    const state = judge(fault, facts);
    if (state === wanted || attempt >= 10) return { state, facts };
    await systemClock.sleep(300);
  }
}

async function withVolume(
  test: TestContext,
  options: Parameters<typeof startVolume>[0],
  use: (volume: Volume) => Promise<void>,
): Promise<void> {
  const missing = volumeMissing();
  if (missing !== null) return test.skip(missing);
  const volume = await startVolume(options);
  try {
    await use(volume);
  } finally {
    await volume.stop();
  }
}

describe('faults of filesystems, on one of their own', { timeout: 120_000 }, () => {
  it('a filesystem that one file fills is confirmed with the file', async (test) => {
    await withVolume(test, { megabytes: 64 }, async ({ mount }) => {
      fillFile(join(mount, 'heapdump.hprof'), 100);

      const facts = await openHost().look('disk', 'disk-usage');

      assert.equal(facts['disk.worst.mount'], mount);
      assert.equal(facts['usage.biggest.path'], join(mount, 'heapdump.hprof'));
      assert.equal(judge('disk-full-big-file', facts), 'confirmed');
      assert.equal(judge('disk-full', facts), 'confirmed');
      assert.equal(judge('inodes-exhausted', facts), 'refuted');
    });
  });
  it('a deleted file that is still open is confirmed with its holder, also beside a larger one where there is room', async (test) => {
    const hold = (path: string) => startProgram('sh', ['-c', 'exec 9>>"$1"; rm "$1"; echo ready; while :; do sleep 1; done', 'sh', path]);
    await withVolume(test, { megabytes: 400 }, async (roomy) => {
      await withVolume(test, { megabytes: 64 }, async ({ mount }) => {
        const path = join(mount, 'orders.log');
        const larger = join(roomy.mount, 'export.csv');
        fillFile(path, 55);
        fillFile(larger, 90);
        const [holder, other] = [await hold(path), await hold(larger)];

        const facts = await openHost().look('disk', 'open-files');

        assert.equal(facts['files.deleted.path'], path);
        assert.equal(facts['files.deleted.pid'], holder.pid);
        assert.equal(facts['files.deleted.mount'], mount);
        assert.equal(judge('disk-full-deleted-file', facts), 'confirmed');
        await holder.stop();
        await other.stop();
      });
    });
  });
  it('a file that grows is confirmed with its writer', async (test) => {
    await withVolume(test, { megabytes: 200 }, async ({ mount }) => {
      fillFile(join(mount, 'debug.log'), 160);
      const script = `import { appendFileSync, openSync, writeSync } from 'node:fs';
        const file = openSync(process.argv[1], 'a'); const block = Buffer.alloc(65536, 'x');
        console.log('ready'); setInterval(() => writeSync(file, block), 100);`;
      const writer = await startScript(script, [join(mount, 'debug.log')]);

      const { state, facts } = await judgedAs(openHost(), 'disk-full-growing-file', ['disk', 'disk-usage'], 'confirmed');

      assert.equal(state, 'confirmed');
      assert.equal(facts['usage.growing.path'], join(mount, 'debug.log'));
      assert.equal(facts['usage.writer.pid'], writer.pid);
      await writer.stop();
    });
  });
  it('a filesystem out of inodes is confirmed with the crowded directory', async (test) => {
    await withVolume(test, { megabytes: 32, inodes: 128 }, async ({ mount }) => {
      mkdirSync(join(mount, 'sessions'));
      assert.throws(() => {
        for (let index = 0; index < 500; index += 1) writeFileSync(join(mount, 'sessions', `s${index}`), '');
      }, /ENOSPC/);

      const facts = await openHost().look('disk', 'disk-usage');

      assert.equal(facts['disk.inodes.mount'], mount);
      assert.equal(facts['usage.crowd.path'], join(mount, 'sessions'));
      assert.equal(judge('inodes-exhausted', facts), 'confirmed');
      assert.equal(judge('disk-full', facts), 'refuted');
    });
  });
  it('a filesystem that became read-only is seen', async (test) => {
    await withVolume(test, { megabytes: 32 }, async ({ mount }) => {
      execFileSync('mount', ['-o', 'remount,ro', mount]);

      const facts = await openHost().look('disk');

      assert.equal(facts['disk.readOnly.mount'], mount);
      assert.equal(judge('filesystem-read-only', { ...facts, 'kernel.readOnlyRemounts': 1, 'kernel.fsErrors': 0 }), 'confirmed');
      assert.equal(judge('filesystem-read-only', { ...facts, 'kernel.readOnlyRemounts': 0, 'kernel.fsErrors': 0 }), 'likely');
    });
  });
});

describe('faults of processes', { timeout: 120_000 }, () => {
  it('a stopped server is confirmed, its waiting connections are seen', async () => {
    const host = openHost({ services: [{ name: 'orders', check: { process: 'no-such-service' } }] });
    const served = await startScript(server);
    process.kill(served.pid, 'SIGSTOP');
    const sockets = await connectMany(Number(served.said), 12);

    const { facts } = await judgedAs(host, 'accept-queue-full', ['processes', 'services', 'sockets'], 'confirmed');

    assert.equal(judge('process-stopped', facts), 'confirmed');
    assert.ok(Number(facts['stopped.count']) >= 1);
    assert.equal(judge('accept-queue-full', facts), 'confirmed');
    // One's own service is no peer that doesn't answer.
    assert.notEqual(facts['sockets.synSentTop.remote'], `127.0.0.1:${served.said.trim()}`);
    for (const socket of sockets) socket.destroy();
    await served.stop();
  });
  it('a process near its limit of open files is confirmed by name', async () => {
    const script =
      'ulimit -n 100; i=10; while [ $i -lt 98 ]; do eval "exec $i</dev/null" || break; i=$((i+1)); done; echo ready; exec sleep 60';
    const leaking = await startProgram('bash', ['-c', script]);

    const facts = await openHost().look('open-files');

    assert.equal(facts['files.top.pid'], leaking.pid);
    assert.equal(facts['files.top.limit'], 100);
    assert.equal(judge('too-many-open-files', facts), 'confirmed');
    await leaking.stop();
  });
  it('connections that are never closed are confirmed with their owner', async () => {
    const leaking = await startScript(
      `import { createServer } from 'node:net';
       const held = [];
       createServer({ allowHalfOpen: true }, (socket) => { held.push(socket); socket.on('error', () => {}); socket.resume(); })
         .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`,
    );
    const sockets = await connectMany(Number(leaking.said), 60);
    for (const socket of sockets) socket.end();

    const { state, facts } = await judgedAs(openHost(), 'close-wait-leak', ['sockets'], 'confirmed');

    assert.equal(state, 'confirmed');
    assert.equal(facts['sockets.closeWaitTop.pid'], leaking.pid);
    for (const socket of sockets) socket.destroy();
    await leaking.stop();
  });
  it('a parent that does not reap is confirmed', async () => {
    const script = 'i=0; while [ $i -lt 30 ]; do sleep 0.7 & i=$((i+1)); done; echo ready; exec sleep 60';
    const parent = await startProgram('sh', ['-c', script]);

    const { state, facts } = await judgedAs(openHost(), 'zombies', ['processes'], 'confirmed');

    assert.equal(state, 'confirmed');
    assert.equal(facts['zombies.parent.pid'], parent.pid);
    await parent.stop();
  });
  it('a busy process is seen with what it has used', async () => {
    const hog = await startProgram('sh', ['-c', 'echo ready; while :; do :; done']);

    const { 'cpu.top.pid': pid, 'cpu.top.usedCores': cores, 'cpu.group.count': count } = await openHost().look('cpu');

    assert.ok(Number(cores) > 0 && Number(count) >= 1 && Number(pid) > 0);
    await hog.stop();
  });
});

describe('faults of declared services', { timeout: 120_000 }, () => {
  const declare = (port: number, word: string) => openHost({ services: [{ name: 'orders', check: { port, process: word } }] });

  it('another process on the port of a service is confirmed as the squatter', async () => {
    const squatter = await startScript(server);

    const facts = await declare(Number(squatter.said), 'orders-server').look('services', 'service-logs');

    assert.equal(facts['services.squatter.pid'], squatter.pid);
    assert.equal(judge('port-squatter', facts), 'confirmed');
    assert.equal(judge('service-down', facts), 'no');
    await squatter.stop();
  });
  it('a service that is up is not found guilty', async () => {
    const served = await startScript(`${server} // orders-server`);

    const facts = await declare(Number(served.said), 'orders-server').look('services', 'service-logs', 'identity');

    assert.equal(facts['services.downCount'], 0);
    for (const fault of ['port-squatter', 'service-down', 'crash-loop', 'service-misconfigured'])
      assert.equal(judge(fault, facts), 'refuted', fault);
    await served.stop();
  });
  it('a service that is gone is confirmed, a stopped one is told apart', async () => {
    const served: Started = await startScript(`${server} // orders-server`);
    const host = declare(Number(served.said), 'orders-server');
    process.kill(served.pid, 'SIGSTOP');
    const stopped = await host.look('services', 'processes');
    await served.stop();

    const gone = await host.look('services');

    assert.equal(stopped['services.stopped.pid'], served.pid);
    assert.equal(judge('process-stopped', stopped), 'confirmed');
    assert.equal(gone['services.down.reason'], 'process');
    assert.equal(judge('service-down', gone), 'confirmed');
  });
});

async function connectMany(port: number, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
  for (const socket of sockets) socket.on('error', () => undefined);
  await Promise.race([
    Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('connect', () => resolve())))),
    systemClock.sleep(1_500),
  ]);
  return sockets;
}
