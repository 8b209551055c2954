/** A real redis-server of the test's own: temporary directory, free port, gone at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  readonly directory: string;
  /** An application's connection; closed with the server. */
  connect(options?: { readonly name?: string; readonly username?: string; readonly password?: string }): Promise<Redis>;
  signal(signal: NodeJS.Signals): void;
  /** Ends the process and starts it anew on the same port and directory. */
  restart(): Promise<void>;
  /** SIGKILL, as the OOM killer would. */
  kill(): Promise<void>;
  /** Ends the server, closes its connections and removes its directory. */
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  /** As in redis.conf: `{ maxmemory: '40mb' }`. */
  readonly config?: Readonly<Record<string, string>>;
  readonly replicaOf?: RedisServer;
  /** Port to listen on; a free one by default. */
  readonly port?: number;
  /** Whether to wait for PING to be answered; an answer with an error counts as one. */
  readonly waits?: boolean;
}

const readyWithinMs = 20_000;

/** Fails when redis-server is not installed (Debian: redis-server). */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-redis-'));
  const port = options.port ?? (await freePort());
  const connections = new Set<Redis>();
  let running = await launch(directory, port, options);
  return {
    port,
    url: `redis://127.0.0.1:${String(port)}`,
    get pid() {
      return running.pid ?? 0;
    },
    directory,
    async connect(login = {}) {
      const redis = new Redis({
        host: '127.0.0.1',
        port,
        lazyConnect: true,
        retryStrategy: () => null,
        enableReadyCheck: false,
        maxRetriesPerRequest: 0,
        connectionName: login.name ?? '',
        ...(login.username === undefined ? {} : { username: login.username }),
        ...(login.password === undefined ? {} : { password: login.password }),
      });
      redis.on('error', () => undefined);
      connections.add(redis);
      redis.once('end', () => connections.delete(redis));
      await redis.connect();
      return redis;
    },
    signal(signal) {
      sendSignal(running, signal);
    },
    async restart() {
      await end(running, 'SIGTERM');
      running = await launch(directory, port, options);
    },
    kill: () => end(running, 'SIGKILL'),
    async stop() {
      for (const connection of connections) connection.disconnect();
      await end(running, 'SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function launch(directory: string, port: number, options: RedisServerOptions): Promise<ChildProcess> {
  const config: Readonly<Record<string, string>> = { save: '', 'enable-debug-command': 'yes', ...options.config };
  const replica = options.replicaOf === undefined ? [] : ['--replicaof', `127.0.0.1 ${String(options.replicaOf.port)}`];
  const given = Object.entries(config).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, ...given, ...replica], {
    stdio: 'ignore',
  });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  if (options.waits !== false) await Promise.race([untilAnswering(child, port), failed]);
  failed.catch(() => undefined);
  return child;
}

/** A first byte of any answer will do: `-NOAUTH` and `-LOADING` are answers. */
async function untilAnswering(child: ChildProcess, port: number): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (Date.now() < untilMs) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${String(child.exitCode)}`);
    if (await answers(port)) return;
    await sleep(20);
  }
  throw new Error('redis-server did not answer in time');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    const end = (isAnswering: boolean): void => {
      socket.destroy();
      resolve(isAnswering);
    };
    socket.setTimeout(500, () => end(false));
    socket.once('data', () => end(true));
    socket.once('close', () => end(false));
    socket.once('error', () => end(false));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill(signal);
  await ended;
}
