/** The application's process: bot, worker, API and embedded database in one, started by the supervisor. */

import { extname, join } from 'node:path';
import { plainValue, readLogLine } from '../log-line.ts';
import type { EngineMessage } from './engine.ts';
import type { LogFile } from './log-file.ts';
import { type Running, runProcess } from './run-process.ts';

/** What the application tells the supervisor. */
export type AppMessage =
  /** The address holds a one-time login; only its origin may be written down. */
  | { readonly type: 'ready'; readonly url: string }
  /** It can't start and starting it again would not help: a configuration that is refused, for example. */
  | { readonly type: 'fatal'; readonly message: string }
  /** A changed configuration was taken up: the keys that are in force, and those that wait for the next start. */
  | { readonly type: 'configured'; readonly changed: readonly string[]; readonly needsRestart: readonly string[] };

export interface AppOptions {
  readonly path: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: LogFile;
  readonly onMessage: (message: AppMessage) => void;
  /** A line that its log marks as a warning or worse. */
  readonly onWarning: (line: string) => void;
}

export interface AppProcess extends Running {
  send(message: EngineMessage): void;
}

/** Opening the database after a crash takes minutes on a slow disk or a busy machine, and to start again then would only cost more. */
const readyTimeoutMs = 600_000;

export function startApp(options: AppOptions): AppProcess {
  const started = runProcess({
    command: process.execPath,
    arguments: nodeArguments(options.path),
    hasChannel: true,
    environment: {
      ...options.environment,
      // Types that are stripped once are kept: a second start is faster and 18 MB smaller.
      NODE_COMPILE_CACHE: join(options.home, 'cache', 'node'),
      // Threads of the native client would otherwise each keep an arena of their own.
      MALLOC_ARENA_MAX: '2',
    },
    log: options.log,
    onLine: (line) => {
      const warning = describeWarning(line);
      if (warning !== null) options.onWarning(warning);
    },
  });
  const ready = waitForReady(started.child, started.exited, options.onMessage);
  ready.catch(() => undefined);
  return {
    ...started,
    ready,
    send: (message) => {
      if (started.child.connected) started.child.send(message, () => undefined);
    },
  };
}

/**
 * Memory is what an embedded run has least of. Young generations are small, since little that is allocated here lives. The database's
 * WebAssembly is compiled once and not optimised again: small statements are as fast, and 80 MB and half a second of CPU are saved.
 * Sources run as they are written, so stacks need no maps.
 */
function nodeArguments(path: string): readonly string[] {
  const guard = join(import.meta.dirname, `guard${extname(import.meta.filename)}`);
  return ['--max-semi-space-size=2', '--liftoff-only', '--optimize-for-size', '--import', guard, path];
}

function waitForReady(child: AppChild, exited: Running['exited'], onMessage: (message: AppMessage) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no sign of readiness after ${readyTimeoutMs / 1_000} s`)), readyTimeoutMs);
    child.on('message', (received: unknown) => {
      const message = parseMessage(received);
      if (message === null) return;
      onMessage(message);
      if (message.type === 'configured') return;
      if (message.type === 'ready') resolve();
      clearTimeout(timer);
    });
    void exited.then(() => {
      clearTimeout(timer);
      // An empty message: how it ended says more.
      reject(new Error(''));
    });
  });
}

interface AppChild {
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

function parseMessage(received: unknown): AppMessage | null {
  if (typeof received !== 'object' || received === null || !('type' in received)) return null;
  if (received.type === 'fatal' && 'message' in received) return { type: 'fatal', message: String(received.message) };
  if (received.type === 'configured' && 'changed' in received && 'needsRestart' in received)
    return { type: 'configured', changed: namesOf(received.changed), needsRestart: namesOf(received.needsRestart) };
  if (received.type !== 'ready' || !('url' in received) || typeof received.url !== 'string') return null;
  return { type: 'ready', url: received.url };
}

const namesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/**
 * `A part is away  part=store reason="refused"`, and a list below it, an item a line; null for what is no warning. An error's stack stays
 * in the log.
 */
function describeWarning(line: string): string | null {
  const read = readLogLine(line);
  if (read === null || !(read.level === 'warn' || read.level === 'error')) return null;
  const short: string[] = [];
  const long: string[] = [];
  for (const [name, value] of Object.entries(read.fields)) {
    if (Array.isArray(value)) long.push(...value.map((each) => `\n  ${typeof each === 'string' ? each : plainValue(each)}`));
    else short.push(`${name}=${plainValue(withoutStack(value))}`);
  }
  return `${[read.message, ...short].join('  ').slice(0, 500)}${long.join('').slice(0, 2_000)}`;
}

function withoutStack(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'stack' in value && 'message' in value ? value.message : value;
}
