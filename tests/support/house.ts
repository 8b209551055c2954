/** A whole Zhiban as a process of its own, with a real Temporal server and a real valve; tests talk to it from outside. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentView, PlanView } from '../../src/domain/view.ts';
import type { ConsoleMessage } from '../../src/store/chat-contract.ts';
import { placeFreshDatabase } from './fresh-database.ts';
import { placeWorkflows } from './kept-workflows.ts';

const supportDirectory = import.meta.dirname;
export const adminToken = 'house-admin-token-0123456789';

export interface Valve {
  readonly url: string;
  readonly process: ChildProcess;
  /** Every change that reached it, in order. */
  changes(): readonly string[];
  setLevel(level: number): void;
  setStuck(isStuck: boolean): void;
  stop(): void;
}

export async function startValve(options: { readonly delayMs?: number } = {}): Promise<Valve> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-valve-'));
  const child = spawn(process.execPath, [join(supportDirectory, 'valve-server.ts'), directory], {
    env: { ...process.env, VALVE_DELAY_MS: String(options.delayMs ?? 0) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(child);
  const changesPath = join(directory, 'changes');
  return {
    url,
    process: child,
    changes: () => (existsSync(changesPath) ? readFileSync(changesPath, 'utf8').trim().split('\n') : []),
    setLevel: (level) => writeFileSync(join(directory, 'level'), String(level)),
    setStuck: (isStuck) => (isStuck ? writeFileSync(join(directory, 'stuck'), '') : rmSync(join(directory, 'stuck'), { force: true })),
    stop() {
      child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export interface HouseOptions {
  readonly temporalAddress: string;
  /** YAML of the configuration file. */
  readonly config: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A directory to use instead of a fresh one. */
  readonly home?: string;
  /** The application as it is, with the kinds that it has; otherwise with the valve as its only kind. */
  readonly isWhole?: boolean;
}

export interface RunningHouse {
  readonly url: string;
  readonly home: string;
  readonly pid: number;
  get<T>(path: string): Promise<T>;
  post(path: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  alert(body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same data directory and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** What it wrote to its error output. */
  log(): string;
}

export async function startHouse(options: HouseOptions): Promise<RunningHouse> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'zhiban-house-'));
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'zhiban.yaml'), options.config);
  if (options.home === undefined && options.environment?.DATABASE_URL === undefined) await placeFreshDatabase(join(home, 'db'));
  await placeWorkflows(join(home, 'cache'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let log = '';
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    // As the supervisor starts it: for a database that lives for a minute, the better code comes too late.
    const script = options.isWhole === true ? '../../src/main/app.ts' : 'app-with-valve.ts';
    const started = spawn(process.execPath, ['--liftoff-only', join(supportDirectory, script)], {
      env: {
        ...process.env,
        ZHIBAN_HOME: home,
        ZHIBAN_CONFIG: '',
        ZHIBAN_PORT: String(port),
        ZHIBAN_ADMIN_TOKEN: adminToken,
        TEMPORAL_ADDRESS: options.temporalAddress,
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    started.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString('utf8')).slice(-200_000);
    });
    // The one with the valve writes a line, the whole one tells its supervisor.
    const isUp = await Promise.race([
      firstLine(started).then(() => true),
      once(started, 'message').then(([said]) => Reflect.get(said, 'type') === 'ready'),
      once(started, 'exit').then(() => false),
    ]);
    if (!isUp) throw new Error(`Zhiban ended before it was ready:\n${log}`);
    await until(async () => (await fetch(`${url}/readyz`)).ok, 120_000, 'Zhiban is ready');
  }

  await start();
  const house: RunningHouse = {
    url,
    home,
    get pid() {
      return child?.pid ?? 0;
    },
    async get<T>(path: string): Promise<T> {
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${adminToken}` } });
      if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    post: (path, body) => send(`${url}${path}`, adminToken, body),
    alert: (body) => send(`${url}/hooks/alertmanager`, readFileSync(join(home, 'hook-token'), 'utf8').trim(), body),
    async kill() {
      const killed = child;
      if (killed === null || killed.exitCode !== null || killed.signalCode !== null) return;
      const gone = once(killed, 'exit');
      killed.kill('SIGKILL');
      await gone;
    },
    restart: start,
    async stop() {
      const stopped = child;
      if (stopped !== null && stopped.exitCode === null && stopped.signalCode === null) {
        const gone = once(stopped, 'exit');
        stopped.kill('SIGTERM');
        await Promise.race([gone, sleep(12_000)]);
        stopped.kill('SIGKILL');
      }
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
    log: () => log,
  };
  return house;
}

async function send(url: string, token: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

/** An Alertmanager notification of one alert. */
export function valveAlert(options: {
  readonly status?: 'firing' | 'resolved';
  readonly startsAt: string;
  readonly instance: string;
  readonly group?: string;
}): unknown {
  const { status = 'firing', startsAt, instance, group = 'pressure' } = options;
  const alert = {
    status,
    labels: { alertname: 'ValvePressureHigh', instance: new URL(instance).host, severity: 'critical', group },
    annotations: { summary: 'Pressure is high at the valve' },
    startsAt,
    endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
    fingerprint: `fp-${group}`,
  };
  return { version: '4', groupKey: `{}:{group="${group}"}`, status, receiver: 'zhiban', groupLabels: { group }, alerts: [alert] };
}

/** The newest incident once it satisfies the condition. */
export async function incidentWhere(
  house: RunningHouse,
  isRight: (incident: IncidentView) => boolean,
  what: string,
  withinMs = 30_000,
): Promise<IncidentView> {
  let found: IncidentView | null = null;
  await until(
    async () => {
      const { items } = await house.get<{ items: readonly { id: string }[] }>('/api/v1/incidents');
      const [first] = items;
      if (first === undefined) return false;
      found = await house.get<IncidentView>(`/api/v1/incidents/${first.id}?locale=en`);
      return isRight(found);
    },
    withinMs,
    what,
  );
  if (found === null) throw new Error(`No incident: ${what}`);
  return found;
}

export function planOf(incident: IncidentView): PlanView {
  if (incident.plan === null) throw new Error(`${incident.code} has no plan`);
  return incident.plan;
}

/** Root messages of the console's channel, and the lines below the first of them. */
export async function consoleChannel(
  house: RunningHouse,
): Promise<{ readonly roots: readonly ConsoleMessage[]; readonly lines: readonly ConsoleMessage[] }> {
  const { items } = await house.get<{ items: readonly ConsoleMessage[] }>('/api/v1/chat/messages?channel=ops');
  const [root] = items;
  if (root === undefined) return { roots: [], lines: [] };
  const thread = await house.get<{ items: readonly ConsoleMessage[] }>(`/api/v1/chat/messages/${root.id}/thread`);
  return { roots: items, lines: thread.items };
}

/** Asks again until it holds; errors on the way count as "not yet". */
export async function until(isSo: () => Promise<boolean>, withinMs: number, what: string): Promise<void> {
  const startedAt = Date.now();
  let last: unknown = null;
  while (Date.now() < startedAt + withinMs) {
    try {
      if (await isSo()) return;
    } catch (error) {
      last = error;
    }
    // To ask costs the application about as much as to do the work that is waited for: who has waited for long asks less often.
    await sleep(Math.min(Math.max((Date.now() - startedAt) / 8, 100), 500));
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`, { cause: last });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port');
  return address.port;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The process has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}
