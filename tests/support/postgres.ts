/** A real PostgreSQL server of its own: a copy of a fresh cluster in a temporary directory, on a free port, gone at the end. */

import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { digestOf, keptDirectory } from './kept.ts';
import { sendSignal } from './send-signal.ts';

export interface PostgresServer {
  /** Of a login that may create roles; the password is part of it. */
  readonly url: string;
  /** The same server with another database, login or password. */
  urlOf(change: { readonly database?: string; readonly user?: string; readonly password?: string }): string;
  /** Makes an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends every connection in order, and the server. Starts again with `start()`. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** SIGKILL to all of the server, as a power cut would. */
  kill(): Promise<void>;
  /** SIGSTOP to the process that lets newcomers in, or SIGCONT. */
  freeze(): void;
  thaw(): void;
  readonly directory: string;
  /** Ends the server and removes its directory. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Beside the ones that keep tests fast; as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Makes it a streaming standby of this one. */
  readonly standbyOf?: PostgresServer;
  /** The directory of a cluster that was halted in order, to begin with a copy of it instead of an empty one; its login is the same. */
  readonly copyOf?: string;
  /** Puts files into the directory of the cluster before it starts, such as a certificate. */
  readonly files?: Readonly<Record<string, string>>;
}

const run = promisify(execFile);
const password = 'not-a-secret-but-never-shown';
const readyWithinMs = 30_000;

/** Fails when PostgreSQL's programs are not installed (Debian: postgresql-15). */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const programs = await findPrograms();
  const owner = process.getuid?.() === 0 ? await findOwner() : null;
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-postgres-'));
  if (owner) await chown(directory, owner.uid, owner.gid);
  if (options.standbyOf === undefined)
    await copyCluster(options.copyOf ?? (await keptCluster(programs, owner)), join(directory, 'cluster'));
  else await copyFrom(options.standbyOf, programs, directory, owner);
  await configure(join(directory, 'cluster'), options, owner);
  const port = await freePort();
  const urlOf: PostgresServer['urlOf'] = (change) => {
    const { database = 'postgres', user = 'zhiban', password: secret = password } = change;
    return `postgresql://${user}:${secret}@127.0.0.1:${port}/${database}`;
  };
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    server = launch(join(programs, 'postgres'), ['-D', join(directory, 'cluster'), '-p', `${port}`], owner);
    await untilReady(server, urlOf({}));
  }

  async function end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const ending = server;
    server = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.kill(signal);
    await once(ending, 'exit');
  }

  await start();
  return {
    url: urlOf({}),
    urlOf,
    createDatabase: async (name) => {
      await query(urlOf({}), `create database "${name}"`);
      return urlOf({ database: name });
    },
    halt: () => end('SIGINT'),
    start,
    // Immediate shutdown: the postmaster kills its children and nothing is written any more, so the next start recovers from the log.
    kill: () => end('SIGQUIT'),
    freeze: () => sendSignal(server, 'SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    directory: join(directory, 'cluster'),
    stop: async () => {
      server?.kill('SIGCONT');
      await end('SIGINT');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => {});
  }
}

/** With its owner and rights: PostgreSQL refuses a directory that others could read. */
export async function copyCluster(from: string, to: string): Promise<void> {
  await run('cp', ['-a', from, to]);
}

/** All that a cluster depends on: the programs, and the user whose files they are. */
export async function versionOfPostgres(): Promise<string> {
  const programs = await findPrograms();
  const { stdout } = await run(join(programs, 'postgres'), ['--version']);
  return `${programs} ${stdout.trim()} ${process.getuid?.()}`;
}

/** To make one takes most of a second of a core, to copy it a tenth of that. */
async function keptCluster(programs: string, owner: Owner | null): Promise<string> {
  const kept = await keptDirectory('postgres', digestOf([await versionOfPostgres()]), async (draft) => {
    // Not made in its place: the user that PostgreSQL runs as may have no way there.
    const directory = await mkdtemp(join(tmpdir(), 'zhiban-initdb-'));
    try {
      if (owner) await chown(directory, owner.uid, owner.gid);
      await initialise(programs, directory, owner);
      await copyCluster(join(directory, 'cluster'), join(draft, 'cluster'));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
  return join(kept, 'cluster');
}

async function initialise(programs: string, directory: string, owner: Owner | null): Promise<void> {
  const secret = join(directory, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  if (owner) await chown(secret, owner.uid, owner.gid);
  const options = [
    '-D',
    join(directory, 'cluster'),
    '-U',
    'zhiban',
    '-A',
    'scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ];
  const [program, ...rest] = asOwner([join(programs, 'initdb'), ...options], owner);
  await run(program ?? '', rest, { cwd: directory, timeout: 120_000 });
  await rm(secret);
}

/** A standby that streams from `primary`, which must allow it (wal_level and max_wal_senders do by default). */
async function copyFrom(primary: PostgresServer, programs: string, directory: string, owner: Owner | null): Promise<void> {
  const options = ['-d', primary.url, '-D', join(directory, 'cluster'), '-R', '-X', 'stream', '-c', 'fast', '--no-sync'];
  const [program, ...rest] = asOwner([join(programs, 'pg_basebackup'), ...options], owner);
  await run(program ?? '', rest, { cwd: directory, timeout: 120_000 });
}

async function configure(cluster: string, options: PostgresOptions, owner: Owner | null): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '32MB',
    max_connections: '60',
    log_min_messages: 'fatal',
    // Not UTC on purpose: what the store gives back must not depend on the server's zone.
    timezone: 'Asia/Shanghai',
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  await appendFile(join(cluster, 'postgresql.conf'), `${lines.join('\n')}\n`);
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await writeFile(join(cluster, name), text, { mode: 0o600 });
    if (owner) await chown(join(cluster, name), owner.uid, owner.gid);
  }
}

function launch(program: string, options: readonly string[], owner: Owner | null): ChildProcess {
  const [command, ...rest] = asOwner([program, ...options], owner);
  return spawn(command ?? '', rest, { stdio: 'ignore', cwd: tmpdir() });
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with code ${server.exitCode} instead of starting`);
    const isReady = await query(url, 'select 1').then(
      () => true,
      () => false,
    );
    if (isReady) return;
    if (performance.now() > deadline) throw new Error(`PostgreSQL was not ready within ${readyWithinMs} ms`);
    await sleep(50);
  }
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; Debian's package comes with a user for it. */
async function findOwner(): Promise<Owner> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** On Linux the server also ends when the test's process is killed. */
function asOwner(command: readonly string[], owner: Owner | null): readonly string[] {
  if (process.platform !== 'linux') return command;
  const identity = owner ? [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'] : [];
  return ['setpriv', ...identity, '--pdeathsig', 'INT', ...command];
}

/** The newest of Debian's versions, else what is on the PATH. */
async function findPrograms(): Promise<string> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const newest = versions
    .map(Number)
    .filter(Number.isFinite)
    .sort((one, other) => other - one)[0];
  if (newest !== undefined) return join(debian, `${newest}`, 'bin');
  const { stdout } = await run('pg_config', ['--bindir']);
  return stdout.trim();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was given');
  return address.port;
}
