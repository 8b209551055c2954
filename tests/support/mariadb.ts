/** A real MariaDB of its own: a copy of a fresh data directory, on a free port, gone at the end. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { access, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface MariadbServer {
  readonly port: number;
  /** Of an account that may do everything. */
  readonly login: { readonly user: string; readonly password: string };
  /** A session; ended with the server at the latest. */
  connect(given?: { readonly user?: string; readonly password?: string; readonly database?: string }): Promise<Connection>;
  freeze(): void;
  thaw(): void;
  /** SIGKILL, as the OOM killer would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const login = { user: 'admin', password: 'not-a-secret-but-never-shown' } as const;
const program = '/usr/sbin/mariadbd';
const readyWithinMs = 60_000;
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

/** Fails when MariaDB's programs are not installed (Debian: mariadb-server). Options as on the command line, without dashes. */
export async function startMariadb(options: Readonly<Record<string, string | number>> = {}): Promise<MariadbServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-mariadb-'));
  await cp(await freshDirectory(), join(directory, 'data'), { recursive: true });
  const initFile = join(directory, 'init.sql');
  await writeFile(
    initFile,
    `CREATE USER IF NOT EXISTS ${login.user}@'%' IDENTIFIED BY '${login.password}';\nGRANT ALL ON *.* TO ${login.user}@'%' WITH GRANT OPTION;\n`,
  );
  const port = await freePort();
  const given = {
    datadir: join(directory, 'data'),
    port,
    socket: join(directory, 's.sock'),
    'bind-address': '127.0.0.1',
    'init-file': initFile,
    'innodb-flush-log-at-trx-commit': 0,
    // Native asynchronous I/O depends on what the kernel or a container grants; an InnoDB that is refused it in the middle ends itself.
    'innodb-use-native-aio': 0,
    'innodb-buffer-pool-size': '32M',
    'log-error': join(directory, 'error.log'),
    ...options,
  };
  const words = [
    '--no-defaults',
    ...asRoot,
    '--skip-name-resolve',
    ...Object.entries(given).map(([name, value]) => `--${name}=${String(value)}`),
  ];
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', program, ...words] : [program, ...words];
  const server = spawn(command[0] ?? program, command.slice(1), { stdio: 'ignore', cwd: directory });
  let isEnding = false;
  server.once('exit', (code, signal) => {
    if (!isEnding) console.error(`MariaDB ended by itself (${String(signal ?? code)}):\n${lastWords(String(given['log-error']))}`);
  });
  const sessions = new Set<Connection>();
  const connect: MariadbServer['connect'] = async (who = {}) => {
    const session = await createConnection({ host: '127.0.0.1', port, ...login, ...who });
    session.on('error', () => undefined);
    sessions.add(session);
    return session;
  };
  const end = async (): Promise<void> => {
    isEnding = true;
    for (const session of sessions) session.destroy();
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  await untilReady(server, connect).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    port,
    login,
    connect,
    freeze: () => sendSignal(server, 'SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    kill: end,
    stop: async () => {
      await end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function lastWords(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-6_000) : 'it wrote no log';
}

/** Made once and kept beside other caches: it takes seconds to make and a blink to copy. */
async function freshDirectory(): Promise<string> {
  const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
  const { stdout } = await run(program, ['--version']);
  const version = /Ver (\S+)/.exec(stdout)?.[1] ?? 'unknown';
  const kept = join(cache, `mariadb-${version.replaceAll(/[^\w.-]/g, '_')}`);
  if (await exists(kept)) return kept;
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, 'mariadb-making-'));
  await run(
    'mariadb-install-db',
    ['--no-defaults', ...asRoot, `--datadir=${making}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    { timeout: 120_000 },
  );
  // Another test may have been quicker; then its copy is as good.
  await rename(making, kept).catch(() => rm(making, { recursive: true, force: true }));
  return kept;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function untilReady(server: ChildProcess, connect: MariadbServer['connect']): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`MariaDB ended with code ${String(server.exitCode)} instead of starting`);
    const session = await connect().catch(() => null);
    if (session !== null) return await session.end();
    if (performance.now() > deadline) throw new Error(`MariaDB was not ready within ${String(readyWithinMs)} ms`);
    await sleep(50);
  }
}
