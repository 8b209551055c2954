/** Real NATS servers of their own on free ports: one, or a cluster; gone with their data at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface NatsServer {
  readonly name: string;
  readonly url: string;
  readonly monitoringUrl: string;
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void;
  /** SIGKILL, as the OOM killer would. */
  kill(): Promise<void>;
}

export interface NatsServers {
  readonly servers: readonly NatsServer[];
  readonly first: NatsServer;
  stop(): Promise<void>;
}

export interface NatsOptions {
  readonly size?: number;
  /** Lines of the configuration, for every server. */
  readonly config?: string;
  /** What JetStream may use, as in its block of the configuration; null for a server without. */
  readonly jetstream?: string | null;
}

const readyWithinMs = 60_000;

/** Fails when NATS is not installed (Debian: nats-server). */
export async function startNats({ size = 1, config = '', jetstream = '' }: NatsOptions = {}): Promise<NatsServers> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-nats-'));
  const places = await Promise.all(
    Array.from({ length: size }, async (_, index) => {
      const [client, monitoring, route] = [await freePort(), await freePort(), await freePort()];
      return { name: `n${String(index + 1)}`, client, monitoring, route };
    }),
  );
  const routes = places.map(({ route }) => `nats://127.0.0.1:${String(route)}`).join(', ');
  const children = await Promise.all(
    places.map(async ({ name, client, monitoring, route }) => {
      const lines = [
        `server_name: ${name}`,
        `listen: 127.0.0.1:${String(client)}`,
        `http: 127.0.0.1:${String(monitoring)}`,
        ...(jetstream === null ? [] : [`jetstream { store_dir: "${join(directory, name)}"\n ${jetstream} }`]),
        ...(size === 1 ? [] : [`cluster { name: shop\n listen: 127.0.0.1:${String(route)}\n routes: [${routes}] }`]),
        config,
      ];
      const file = join(directory, `${name}.conf`);
      await writeFile(file, lines.join('\n'));
      return launch(['-c', file]);
    }),
  );
  const servers = places.map(({ name, client, monitoring }, index) =>
    serverOf(name, `nats://127.0.0.1:${String(client)}`, `http://127.0.0.1:${String(monitoring)}`, children[index]),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await Promise.all(
      servers.map(({ monitoringUrl }, index) => untilReady(monitoringUrl, children[index], size > 1 && jetstream !== null)),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const [first] = servers;
  if (first === undefined) throw new Error('There is one server at least');
  return { servers, first, stop };
}

function serverOf(name: string, url: string, monitoringUrl: string, child: ChildProcess | undefined): NatsServer {
  return {
    name,
    url,
    monitoringUrl,
    signal: (signal) => sendSignal(child ?? null, signal),
    kill: () => (child === undefined ? Promise.resolve() : end(child)),
  };
}

function launch(words: readonly string[]): ChildProcess {
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', 'nats-server', ...words] : ['nats-server', ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'ignore', env: { PATH: process.env.PATH ?? '' } });
  child.on('error', () => undefined);
  return child;
}

async function untilReady(url: string, child: ChildProcess | undefined, isClustered: boolean): Promise<void> {
  const untilMs = performance.now() + readyWithinMs;
  while (performance.now() < untilMs) {
    if (child === undefined || child.exitCode !== null || child.pid === undefined) throw new Error('nats-server ended instead of starting');
    if ((await isHealthy(url)) && (!isClustered || (await isLed(url)))) return;
    await sleep(50);
  }
  throw new Error('nats-server was not ready in time');
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  return answer?.ok === true;
}

async function isLed(url: string): Promise<boolean> {
  const answer = await fetch(new URL('/jsz', url), { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  return answer?.ok === true && /"leader": ?"n\d"/.test(await answer.text());
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}
