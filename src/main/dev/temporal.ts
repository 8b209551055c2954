/** The embedded workflow engine: which Temporal server to run, and running it. */

import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuildProgress, buildTemporal } from './build-temporal.ts';
import { type Executable, findTemporal } from './find-temporal.ts';
import { findFreePort } from './free-port.ts';
import type { LogFile } from './log-file.ts';
import { type Running, runProcess, type Started } from './run-process.ts';

export interface ResolveOptions {
  /** PATH, HOME and Go's own settings are read from it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly cacheDirectory: string;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly signal?: AbortSignal;
}

/** Finds a server on this machine or builds one, which takes minutes the first time. Throws BuildError. */
export async function resolveTemporal(options: ResolveOptions): Promise<Executable> {
  const { cacheDirectory, environment } = options;
  const found = await findTemporal({ path: environment.PATH ?? '', temporaryDirectory: tmpdir(), cacheDirectory });
  return found ?? (await buildTemporal(options));
}

/** `${XDG_CACHE_HOME:-~/.cache}/zhiban`. */
export function userCacheDirectory(environment: NodeJS.ProcessEnv, homeDirectory: string): string {
  const given = environment.XDG_CACHE_HOME?.trim();
  return join(given ? given : join(homeDirectory, '.cache'), 'zhiban');
}

export interface TemporalOptions {
  readonly executable: string;
  /** Null keeps everything in memory, for tests. */
  readonly databasePath: string | null;
  /** Default: a free one. */
  readonly port?: number;
  readonly log?: LogFile;
  readonly environment: NodeJS.ProcessEnv;
  readonly readyTimeoutMs?: number;
}

export interface TemporalServer extends Running {
  readonly address: string;
  readonly port: number;
}

/** Resolves as soon as the process is there; `ready` resolves when the server answers for the default namespace. */
export async function startTemporalServer(options: TemporalOptions): Promise<TemporalServer> {
  const port = options.port ?? (await findFreePort());
  const httpPort = await findFreePort();
  const started = runProcess({
    command: options.executable,
    arguments: temporalArguments(port, httpPort, options.databasePath),
    // It idles at 117 MB of which 70 are its program; collecting sooner keeps the rest small under load too.
    environment: { ...options.environment, GOGC: '50', GOMEMLIMIT: '160MiB' },
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const ready = waitUntilReady(started, httpPort, options.readyTimeoutMs ?? 60_000);
  // Who starts it may look at `exited` first; that is no unhandled rejection.
  ready.catch(() => undefined);
  return { ...started, ready, address: `127.0.0.1:${port}`, port };
}

function temporalArguments(port: number, httpPort: number, databasePath: string | null): readonly string[] {
  const attributes = ['ZhibanStatus=Keyword', 'ZhibanSeverity=Keyword', 'ZhibanSystem=KeywordList'];
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port), '--http-port', String(httpPort)],
    ...['--log-level', 'warn', '--log-format', 'json', '--disable-config-file'],
    ...attributes.flatMap((attribute) => ['--search-attribute', attribute]),
    ...(databasePath === null ? [] : ['--db-filename', databasePath, '--sqlite-pragma', 'journal_mode=wal']),
  ];
}

/** A port that answers is not enough: another process may hold it. So our own process must be alive too, before and after the answer. */
async function waitUntilReady(started: Started, httpPort: number, timeoutMs: number): Promise<void> {
  const ended = started.exited.then(() => true);
  for (const startedAt = Date.now(); Date.now() - startedAt < timeoutMs; ) {
    const answers = await isAnswering(httpPort, '/api/v1/namespaces/default');
    if (await Promise.race([ended, sleep(answers ? 0 : 50, false)])) throw new Error(await describeEnd(started));
    if (answers) return;
  }
  throw new Error(`Temporal server isn't ready after ${timeoutMs / 1_000} s`);
}

/** By hand over a socket: `fetch` and `node:http` would each stay in the supervisor's memory for its life, up to 15 MB for one question. */
function isAnswering(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2_000 });
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`));
    socket.once('data', (head) => {
      resolve(/^HTTP\/1\.1 200 /.test(String(head)));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

async function describeEnd(started: Started): Promise<string> {
  const exit = await started.exited;
  return `Temporal server ended with ${exit.signal ?? exit.code} before it was ready: ${exit.tail.at(-1) ?? 'it said nothing'}`;
}
