/** A real sshd on a free port of the loopback, with keys made for it; only the current account may log in, only by key. */

import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './peers.ts';

const run = promisify(execFile);
const sshdPath = '/usr/sbin/sshd';

export interface Sshd {
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile: string;
  /** The same key behind a passphrase. */
  readonly lockedKeyFile: string;
  readonly passphrase: string;
  /** A key that the server doesn't know. */
  readonly strangerKeyFile: string;
  /** `SHA256:…` of the server. */
  readonly hostKey: string;
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Why no sshd can be started here, or null. */
export function sshdMissing(): string | null {
  return existsSync(sshdPath) ? null : 'openssh-server is not installed';
}

/** `forcedCommand` stands before every login of the key, as a restricted account has it. */
export async function startSshd(options: { readonly forcedCommand?: string; readonly config?: readonly string[] } = {}): Promise<Sshd> {
  const folder = await mkdtemp(join(tmpdir(), 'zhiban-sshd-'));
  const passphrase = 'correct horse battery staple';
  const keys = {
    host: join(folder, 'host'),
    user: join(folder, 'user'),
    locked: join(folder, 'locked'),
    stranger: join(folder, 'stranger'),
  };
  await Promise.all([makeKey(keys.host, ''), makeKey(keys.user, ''), makeKey(keys.locked, passphrase), makeKey(keys.stranger, '')]);
  const restriction = options.forcedCommand === undefined ? '' : `restrict,command="${options.forcedCommand}" `;
  const allowed = await Promise.all([keys.user, keys.locked].map(async (key) => `${restriction}${await readFile(`${key}.pub`, 'utf8')}`));
  await writeFile(join(folder, 'authorized_keys'), allowed.join(''), { mode: 0o600 });
  const port = await freePort();
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${keys.host}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `PidFile ${join(folder, 'pid')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'LogLevel ERROR',
    ...(options.config ?? []),
  ];
  await writeFile(join(folder, 'sshd_config'), `${config.join('\n')}\n`);
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const server = spawn(sshdPath, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  await untilListening(port);
  const { stdout } = await run('ssh-keygen', ['-lf', `${keys.host}.pub`]);
  return {
    port,
    user: userInfo().username,
    privateKeyFile: keys.user,
    lockedKeyFile: keys.locked,
    passphrase,
    strangerKeyFile: keys.stranger,
    hostKey: stdout.split(' ')[1] ?? '',
    folder,
    pid: server.pid ?? 0,
    async stop() {
      const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
      server.kill('SIGKILL');
      if (server.exitCode === null && server.signalCode === null) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeKey(path: string, passphrase: string): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'zhiban-test', '-f', path]);
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isUp) return;
    await wait(50);
  }
  throw new Error(`sshd did not start on port ${port}`);
}
