import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { invocationOf, preludeOf } from '../../../src/systems/linux/commands/catalogue.ts';
import type { Exec } from '../../../src/systems/linux/exec.ts';
import { LinuxFailure } from '../../../src/systems/linux/failure.ts';
import { createSshClient } from '../../../src/systems/ssh/client.ts';
import { addressOf, openConnection } from '../../../src/systems/ssh/connection.ts';
import { createSshExec } from '../../../src/systems/ssh/exec.ts';
import { sshFailure } from '../../../src/systems/ssh/failure.ts';
import { fingerprintOf, hostKeyFailure, isExpectedKey } from '../../../src/systems/ssh/host-key.ts';
import { openShell } from '../../../src/systems/ssh/shell.ts';
import { createShellPool } from '../../../src/systems/ssh/shell-pool.ts';
import { type SshEntry, sshKind } from '../../../src/systems/ssh/system.ts';
import { type Sshd, sshdMissing, startSshd } from '../../support/sshd.ts';
import { systemClock } from '../../support/system-clock.ts';

const context = { clock: systemClock, resolveSecret: () => '' };
const limit = (timeoutMs = 10_000) => ({ timeoutMs, signal: AbortSignal.timeout(60_000) });

function open(test: TestContext, entry: SshEntry): Exec {
  const exec = createSshExec(entry, context);
  test.after(() => exec.close());
  return exec;
}

function entryOf({ port, user, privateKeyFile, hostKey }: Sshd, more: Readonly<Record<string, unknown>> = {}): SshEntry {
  return sshKind.entry.parse({ id: 'web-1', kind: 'ssh', host: '127.0.0.1', port, user, privateKeyFile, hostKey, ...more });
}

describe('a connection to a real sshd', { skip: sshdMissing() ?? false, timeout: 120_000 }, () => {
  let sshd: Sshd;
  before(async () => {
    sshd = await startSshd();
  });
  // Without their server what a failed assertion has left open closes too.
  after(() => sshd.stop());

  it('runs many commands at once, each with its own answer', async (test) => {
    const exec = open(test, entryOf(sshd));

    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => exec.run('real-path', [`/nowhere-${index}/x`, '/proc'], limit())),
    );

    for (const { stdout, exitCode } of answers) assert.deepEqual([stdout, exitCode], ['@@missing\n/proc\n', 0]);
  });
  it('keeps exit code, error text and hostile arguments apart', async (test) => {
    const exec = open(test, entryOf(sshd));

    const failed = await exec.run('restart-unit', ['no-such-unit.service'], limit());
    const declared = await exec.run('run-declared', ['printf', '%s|', "it's", '$(id)', '`id`', '; exit 9', '*'], limit());

    assert.notEqual(failed.exitCode, 0);
    assert.notEqual(failed.stderr, '');
    assert.deepEqual([declared.stdout, declared.exitCode], ["it's|$(id)|`id`|; exit 9|*|", 0]);
  });
  it('a command that hangs ends with its time; the next one works', async (test) => {
    const exec = open(test, entryOf(sshd));

    await assert.rejects(
      () => exec.run('run-declared', ['sleep', '60'], limit(1_500)),
      (error) => error instanceof LinuxFailure && error.status === 'timeout',
    );

    assert.equal((await exec.run('real-path', ['/proc'], limit())).stdout, '/proc\n');
  });
  it('opens a new connection after a loss', async (test) => {
    const pool = createShellPool(entryOf(sshd), context);
    const exec = open(test, entryOf(sshd));
    await exec.run('real-path', ['/proc'], limit());
    await pool.run(invocationOf('real-path', ['/proc']), AbortSignal.timeout(10_000));

    // The sessions are children of the server; it goes on without them.
    execFileSync('sh', ['-c', `for p in $(cat /proc/${sshd.pid}/task/*/children); do kill -9 $p; done`]);

    assert.equal((await exec.run('real-path', ['/sys'], limit())).stdout, '/sys\n');
    pool.close();
    assert.equal(pool.isConnected(), false);
  });
  it('a message about the host key tells what to write, and nothing is run before it is right', async () => {
    const client = createSshClient(entryOf(sshd, { hostKey: undefined }), context);

    await assert.rejects(
      () => client.exec.run('clock', [], limit()),
      (error) => error instanceof LinuxFailure && error.problem === 'host-key' && error.message.includes(`hostKey: "${sshd.hostKey}"`),
    );
    await client.close();
  });
  it('openShell() fails plainly when the account may not run commands', async (test) => {
    const restricted = await startSshd({ forcedCommand: 'echo this account may not; exit 126' });
    const exec = open(test, entryOf(restricted));

    await assert.rejects(
      () => exec.run('clock', [], limit()),
      (error) => error instanceof LinuxFailure && error.status === 'denied' && /may not/.test(error.message),
    );
    await restricted.stop();
  });
  it('openShell() reads output to its very end, line feed or not', async (test) => {
    const ssh = await openConnection(entryOf(sshd), context, () => undefined);
    test.after(() => ssh.dispose());
    assert.ok(ssh.connection !== null);
    const shell = await openShell(ssh.connection, preludeOf({ sudo: false }), 'x');

    const first = await shell.run(invocationOf('run-declared', ['printf', 'no line feed']), AbortSignal.timeout(10_000));
    const second = await shell.run(invocationOf('run-declared', ['printf', 'a\\n\\n']), AbortSignal.timeout(10_000));

    assert.deepEqual([first.stdout, second.stdout], ['no line feed', 'a\n\n']);
    assert.equal(shell.isUsable(), true);
    shell.close();
  });
  it('fingerprintOf() prints as ssh-keygen does', () => {
    const key = Buffer.from(readFileSync(join(sshd.folder, 'host.pub'), 'utf8').split(' ')[1] ?? '', 'base64');

    assert.equal(fingerprintOf(key), sshd.hostKey);
    assert.deepEqual(
      [
        isExpectedKey(sshd.hostKey, sshd.hostKey),
        isExpectedKey(sshd.hostKey, undefined),
        isExpectedKey(sshd.hostKey, `SHA256:${'B'.repeat(43)}`),
      ],
      [true, false, false],
    );
    assert.match(hostKeyFailure('x', sshd.hostKey, `SHA256:${'B'.repeat(43)}`).message, /has changed/);
    assert.equal(addressOf(entryOf(sshd)), `${sshd.user}@127.0.0.1:${sshd.port}`);
  });
});

describe('sshFailure()', () => {
  const cases: readonly (readonly [error: object, problem: string])[] = [
    [{ code: 'ECONNREFUSED', level: 'client-socket' }, 'refused'],
    [{ code: 'ENOTFOUND', level: 'client-dns' }, 'dns'],
    [{ code: 'EHOSTUNREACH' }, 'no-route'],
    [{ code: 'ECONNRESET' }, 'reset'],
    [{ level: 'client-timeout', message: 'Timed out while waiting for handshake' }, 'timed-out'],
    [{ level: 'client-authentication', message: 'All configured authentication methods failed' }, 'auth'],
    [{ message: 'Cannot parse privateKey: Encrypted private OpenSSH key detected, but no passphrase given' }, 'auth'],
    [{ message: '(SSH) Channel open failure: open failed' }, 'limit'],
    [{ message: 'Connection lost before handshake' }, 'reset'],
    [{ message: 'something else' }, 'other'],
  ];
  for (const [given, problem] of cases) {
    it(`is ${problem} for ${JSON.stringify(given)}`, () => {
      const failure = sshFailure('ops@x:22', Object.assign(new Error('message' in given ? String(given.message) : 'failed'), given));
      assert.deepEqual([failure.problem, failure.status], [problem, 'unreachable']);
    });
  }
});
