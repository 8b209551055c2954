/** A Zhiban as it grows up: PostgreSQL, one server and any number of workers, each a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminToken, freePort, until } from './house.ts';
import { placeWorkflows } from './kept-workflows.ts';

export interface Cluster {
  readonly url: string;
  readonly hookToken: string;
  readonly server: ChildProcess;
  readonly workers: readonly ChildProcess[];
  addWorker(): Promise<ChildProcess>;
  /** With the admin's token, unless another is given. */
  get<T>(path: string, token?: string): Promise<T>;
  post(path: string, body: unknown, token?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  alert(body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** What all processes wrote to their error outputs. */
  log(): string;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  readonly config: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-cluster-'));
  writeFileSync(join(home, 'zhiban.yaml'), options.config);
  await placeWorkflows(join(home, 'cache'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const workers: ChildProcess[] = [];
  let log = '';

  async function start(part: 'server' | 'worker'): Promise<ChildProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'part-with-valve.ts'), part], {
      env: {
        ...process.env,
        ZHIBAN_HOME: home,
        ZHIBAN_CONFIG: '',
        ZHIBAN_PORT: String(port),
        ZHIBAN_ADMIN_TOKEN: adminToken,
        TEMPORAL_ADDRESS: options.temporalAddress,
        DATABASE_URL: options.databaseUrl,
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString('utf8')).slice(-200_000);
    });
    const isUp = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line').then(() => true),
      once(child, 'exit').then(() => false),
    ]);
    if (!isUp) throw new Error(`A ${part} ended before it was up:\n${log}`);
    return child;
  }

  async function addWorker(): Promise<ChildProcess> {
    const worker = await start('worker');
    workers.push(worker);
    return worker;
  }

  const server = await start('server');
  await addWorker();
  await until(async () => (await fetch(`${url}/readyz`)).ok, 120_000, 'the cluster is ready');
  const hookToken = readFileSync(join(home, 'hook-token'), 'utf8').trim();
  return {
    url,
    hookToken,
    server,
    workers,
    addWorker,
    async get<T>(path: string, token = adminToken): Promise<T> {
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    post: (path, body, token = adminToken) => send(`${url}${path}`, token, body),
    alert: (body) => send(`${url}/hooks/alertmanager`, hookToken, body),
    log: () => log,
    async stop() {
      await Promise.all([server, ...workers].map(end));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function send(url: string, token: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(12_000)]);
  child.kill('SIGKILL');
}
