import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createHaproxyClient } from '../../../src/systems/haproxy/client.ts';
import { failedLook, SocketFailure, socketFailure } from '../../../src/systems/haproxy/failure.ts';
import { runCommand } from '../../../src/systems/haproxy/socket.ts';
import { startHangingPeer } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type Haproxy, haproxyEntry, haproxyMissing, startHaproxy } from './scene.ts';

const limit = (timeoutMs = 3_000) => ({ timeoutMs, signal: new AbortController().signal });

async function problemOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'none',
    (error: unknown) => (error instanceof SocketFailure ? error.problem : String(error)),
  );
}

describe('runCommand()', { skip: haproxyMissing ?? false }, () => {
  let haproxy: Haproxy;
  before(async () => {
    haproxy = await startHaproxy({ sections: 'backend app\n  server s1 127.0.0.1:1' });
  });
  after(() => haproxy.stop());

  it('gives the answer, and tells a level that is too low from a command that is not known', async () => {
    assert.match(await runCommand(haproxy.socket, 'show info', limit()), /^Name: HAProxy$/m);
    assert.equal(await problemOf(runCommand(haproxy.operatorSocket, 'set server app/s1 state drain', limit())), 'no-permission');
    assert.equal(await problemOf(runCommand(haproxy.socket, 'make coffee', limit())), 'no-permission');
  });

  it('keeps one sample of some minutes ago, and none of an HAProxy that is away', async () => {
    let nowMs = 1_000_000;
    const clock = { ...systemClock, now: () => nowMs };
    const clientOf = (socket: string) => createHaproxyClient(haproxyEntry({ socket }), { clock, resolveSecret: () => '' });
    const [client, away] = [clientOf(haproxy.socket), clientOf('/nowhere/sock')];
    const ages: (number | null)[] = [];
    for (const stepMs of [0, 60_000, 300_000, 300_000, 300_000, 2_000_000]) {
      nowMs += stepMs;
      await client.warm?.();
      const at = client.earlier()?.atMs;
      ages.push(at === undefined ? null : (nowMs - at) / 1_000);
    }
    await away.warm?.();

    assert.deepEqual(ages, [0, 60, 360, 300, 300, 0]);
    assert.equal(away.earlier(), null);
  });
});

describe('a socket that fails', () => {
  it('is told apart: silent, cut off, ended from outside', async () => {
    const [silent, cutting] = [await startHangingPeer(), createServer((socket) => void socket.resetAndDestroy())];
    await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
    const address = cutting.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const problems = [
      await problemOf(runCommand(`127.0.0.1:${String(silent.port)}`, 'show info', limit(150))),
      await problemOf(runCommand(`127.0.0.1:${String(port)}`, 'show info', limit())),
      await problemOf(runCommand(`127.0.0.1:${String(silent.port)}`, 'show info', { timeoutMs: 3_000, signal: AbortSignal.abort() })),
    ];
    await silent.stop();
    await new Promise<void>((resolve) => cutting.close(() => resolve()));

    assert.deepEqual(problems, ['hung', 'reset', 'stopped']);
  });

  it('becomes an answer; a defect does not', () => {
    const denied = failedLook(socketFailure('/run/x', Object.assign(new Error('no'), { code: 'EACCES' })), 'show stat');

    assert.deepEqual([denied?.status, denied?.problem, denied?.facts['reach.problem']], ['denied', 'auth', 'auth']);
    assert.equal(failedLook(new TypeError('a defect'), 'show stat'), null);
  });
});
