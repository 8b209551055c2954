/** Real sentinels of the test's own, watching a server of the test's own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './peers.ts';
import type { RedisServer } from './redis.ts';

export interface Sentinel {
  readonly port: number;
  readonly address: string;
  ask(command: string, ...rest: readonly string[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** A sentinel is a redis-server with `--sentinel`; its state is in a file of its own. */
export async function startSentinel(name: string, primary: RedisServer, quorum: number): Promise<Sentinel> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-sentinel-'));
  const port = await freePort();
  const file = join(directory, 'sentinel.conf');
  const lines = [
    `port ${String(port)}`,
    'bind 127.0.0.1',
    `dir ${directory}`,
    `sentinel monitor ${name} 127.0.0.1 ${String(primary.port)} ${String(quorum)}`,
    `sentinel down-after-milliseconds ${name} 1500`,
    `sentinel failover-timeout ${name} 5000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const child = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 50, enableReadyCheck: false, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.call('PING');
  return {
    port,
    address: `127.0.0.1:${String(port)}`,
    ask: (command, ...rest) => redis.call(command, ...rest),
    async stop() {
      redis.disconnect();
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Waits for a claim about the sentinels (or anything else) to become true. */
export async function until(claim: () => Promise<boolean>, what: string, withinMs = 30_000): Promise<void> {
  const untilMs = Date.now() + withinMs;
  while (Date.now() < untilMs) {
    if (await claim().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`It did not come to pass that ${what}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
