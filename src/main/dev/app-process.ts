/** The application's process: bot, worker, API and embedded database in one, started by the supervisor. */

import { extname, join } from 'node:path';
import type { EngineMessage } from './engine.ts';
import type { LogFile } from './log-file.ts';
import { type Running, runProcess } from './run-process.ts';

/** What the application tells the supervisor. */
export type AppMessage =
  /** The address holds a one-time login; only its origin may be written down. */
  | { readonly type: 'ready'; readonly url: string }
  /** It can't start and starting it again would not help: a configuration that is refused, for example. */
  | { readonly type: 'fatal'; readonly message: string };

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
    onLine: (line) => isWarning(line) && options.onWarning(describeLine(line)),
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
  if (received.type !== 'ready' || !('url' in received) || typeof received.url !== 'string') return null;
  return { type: 'ready', url: received.url };
}

/** Log lines are JSON with pino's numeric levels; 40 is a warning. */
function isWarning(line: string): boolean {
  const level = /^\{"level":(\d+),/.exec(line)?.[1];
  return level !== undefined && Number(level) >= 40;
}

/** `message: reason`, without the fields that only a program reads. */
function describeLine(line: string): string {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return line;
    const message = 'msg' in entry ? String(entry.msg) : line;
    const err = 'err' in entry ? entry.err : null;
    const reason = typeof err === 'object' && err !== null && 'message' in err ? `: ${String(err.message)}` : '';
    return `${message}${reason}`.slice(0, 500);
  } catch {
    return line.slice(0, 500);
  }
}
