/** Zhiban as a person starts it, `zhiban start` in a process of its own, with a data directory that can be started again. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../tests/support/peers.ts';
import { memoryBelow } from './process-memory.ts';

const root = join(import.meta.dirname, '..');
const token = 'bench-admin-token-0123456789';
const readyWithinMs = 900_000;
const stopWithinMs = 15_000;

export interface EmbeddedHome {
  readonly directory: string;
  /** Starts on the same data directory each time. */
  start(): Promise<EmbeddedRun>;
  /** There once it was started. */
  hookToken(): string;
  remove(): void;
}

export interface EmbeddedRun {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** From the start of the process until it told the address to open. */
  readonly openedMs: number;
  /** Until /readyz said that every part is there, the worker too. */
  readonly readyMs: number;
  get<T>(path: string): Promise<T>;
  post(path: string, body: unknown): Promise<unknown>;
  /** One Alertmanager notification. */
  alert(body: unknown): Promise<void>;
  /** SIGKILL to it and to all that it started. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `config` is the text of zhiban.yaml; `environment` may name an external Temporal or PostgreSQL. */
export function createHome(config: string, environment: Readonly<Record<string, string>> = {}): EmbeddedHome {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-bench-'));
  writeFileSync(join(directory, 'zhiban.yaml'), config);
  return {
    directory,
    start: () => start(directory, environment),
    hookToken: () => hookTokenOf(directory),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The variables of any process of Zhiban that works on this directory. */
export function variablesOf(home: string, port: number, environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ZHIBAN_HOME: home,
    ZHIBAN_CONFIG: '',
    ZHIBAN_PORT: String(port),
    ZHIBAN_ADMIN_TOKEN: token,
    ZHIBAN_LOCALE: 'en',
    ...environment,
  };
}

async function start(home: string, environment: Readonly<Record<string, string>>): Promise<EmbeddedRun> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [join(root, 'src/main/cli.ts'), 'start'], {
    cwd: root,
    env: variablesOf(home, port, environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let openedMs: number | null = null;
  const read = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-20_000);
    if (openedMs === null && output.includes(`${url}/`)) openedMs = performance.now() - startedMs;
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  await untilReady(url, child, () => output);
  const readyMs = performance.now() - startedMs;
  const call = async (path: string, bearer: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    url,
    token,
    pid: child.pid ?? 0,
    openedMs: openedMs ?? readyMs,
    readyMs,
    get: async <T>(path: string) => (await call(path, token)) as T,
    post: (path, body) => call(path, token, body),
    alert: async (body) => void (await call('/hooks/alertmanager', hookTokenOf(home), body)),
    kill: () => kill(child),
    stop: () => stop(child),
  };
}

/** Throws with what it said last when it ends before it is ready. */
export async function untilReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Zhiban ended before it was ready:\n${said()}`);
    const isReady = await fetch(`${url}/readyz`).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
    if (isReady) return;
    await sleep(20);
  }
  throw new Error(`Zhiban was not ready within ${readyWithinMs / 1_000} s:\n${said()}`);
}

function hookTokenOf(home: string): string {
  return readFileSync(join(home, 'hook-token'), 'utf8').trim();
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  for (const { pid } of memoryBelow(child.pid ?? 0)) process.kill(pid, 'SIGKILL');
  await ended;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(stopWithinMs, null, { ref: false })]);
  child.kill('SIGKILL');
}
