/** A real Redis of the demo's own: full of a list that nobody consumes, or out of connections that nobody closes. */

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Redis } from 'ioredis';
import type { LocalText } from '../domain/text.ts';
import { redisKind } from '../systems/redis/system.ts';
import { freePort, killAndWait, untilTrue } from './processes.ts';
import type { DemoScenario, RunningDemo } from './scenario.ts';

export const fullCache: DemoScenario = {
  name: 'full-cache',
  title: { 'zh-CN': '缓存写满', en: 'A cache fills up' },
  description: {
    'zh-CN': '启动一个真实的 Redis，内存上限 24 MB；一个没有消费者的队列把它写满，写入开始报错。',
    en: 'Starts a real Redis with 24 MB; a queue that nobody consumes fills it, and writes begin to fail.',
  },
  unavailable: redisMissing,
  start: (directory) => startFullCache(directory),
};

export const leakedConnections: DemoScenario = {
  name: 'leaked-connections',
  title: { 'zh-CN': '连接耗尽', en: 'Connections run out' },
  description: {
    'zh-CN': '启动一个真实的 Redis，最多 40 个连接；一个程序只开不关，新连接被拒绝。',
    en: 'Starts a real Redis for 40 clients; a program opens connections and never closes them, until new ones are refused.',
  },
  unavailable: redisMissing,
  start: (directory) => startLeak(directory),
};

const clientsMax = 40;
const memoryMax = '24mb';
const item = 'e'.repeat(1_000);
/** Enough to use up what closed connections give back, too little to fill a limit that was raised within the demo's time. */
const produceEveryMs = 500;
const itemsPerRound = 10;

async function startFullCache(directory: string): Promise<RunningDemo> {
  const server = await startRedis(directory, ['--maxmemory', memoryMax, '--maxmemory-policy', 'noeviction']);
  return {
    systems: [server.entry],
    alert: {
      alertname: 'CacheWritesFail',
      severity: 'critical',
      summary: 'demo-cache refuses writes: memory is used up',
      labels: { system: 'demo-cache' },
    },
    async breakIt() {
      const producer = await connect(server.port, 'order-events');
      server.onRemove(() => producer.disconnect());
      await producer.set('session:1', 'x').catch(() => undefined);
      await fillUp(producer);
      // Redis counts the buffers of its clients too: what was freed with them must be filled again, until a newcomer's small write is refused.
      await untilTrue(
        async () => {
          if ((await isRefused(server.port)) && (await isRefused(server.port))) return true;
          await fillUp(producer);
          return false;
        },
        15_000,
        'the cache refuses a small write',
      );
      const writing = setInterval(() => void produce(producer), produceEveryMs);
      server.onRemove(() => clearInterval(writing));
      // What an application would keep trying, so that the errors are counted.
      for (let attempt = 0; attempt < 50; attempt += 1) await producer.set(`session:${attempt}`, item).catch(() => undefined);
    },
    hurts: () => isRefused(server.port),
    remove: server.remove,
  };
}

/** Ever smaller helpings: a large command is refused for its own size while small ones still fit. */
async function fillUp(producer: Redis): Promise<void> {
  for (const helping of [500, 50, 1]) {
    for (let count = 0; count < 400; count += 1) {
      const items = Array.from({ length: helping }, (_, index) => `${count}:${index}:${item}`);
      if (!(await isTaken(producer.rpush('queue:events', ...items)))) break;
    }
  }
  for (let count = 0; count < 2_000; count += 1) if (!(await isTaken(producer.rpush('queue:events', 'e')))) break;
}

/** The producer that nobody consumes from goes on: what a closed connection gave back is soon used up again. */
async function produce(producer: Redis): Promise<void> {
  for (let count = 0; count < itemsPerRound; count += 1) if (!(await isTaken(producer.rpush('queue:events', 'e'.repeat(100))))) return;
}

async function isRefused(port: number): Promise<boolean> {
  const client = await connect(port).catch(() => null);
  if (client === null) return true;
  const isStored = await isTaken(client.set('health', 'x'));
  client.disconnect();
  return !isStored;
}

function isTaken(command: Promise<unknown>): Promise<boolean> {
  return command.then(
    () => true,
    () => false,
  );
}

async function startLeak(directory: string): Promise<RunningDemo> {
  const server = await startRedis(directory, ['--maxclients', String(clientsMax)]);
  return {
    systems: [server.entry],
    alert: {
      alertname: 'CacheConnectionsExhausted',
      severity: 'critical',
      summary: 'demo-cache refuses new connections',
      labels: { system: 'demo-cache' },
    },
    async breakIt() {
      // Zhiban's own connection is open first, as that of a monitor would be.
      for (let index = 0; index < clientsMax * 2; index += 1) {
        const client = await connect(server.port, 'report-worker').catch(() => null);
        if (client === null) break;
        server.onRemove(() => client.disconnect());
      }
    },
    async hurts() {
      const client = await connect(server.port, 'monitor').catch(() => null);
      client?.disconnect();
      return client === null;
    },
    remove: server.remove,
  };
}

async function startRedis(directory: string, options: readonly string[]) {
  const port = await freePort();
  const given = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--slowlog-log-slower-than',
    '10000',
    ...options,
  ];
  const child: ChildProcess = spawn('redis-server', given, { stdio: 'ignore' });
  const isUp = (): Promise<boolean> =>
    connect(port).then((client) => {
      client.disconnect();
      return true;
    });
  try {
    await untilTrue(isUp, 5_000, 'redis-server answers');
  } catch (error) {
    await killAndWait(child);
    throw error;
  }
  const entry = redisKind.entry.parse({ id: 'demo-cache', kind: 'redis', url: `redis://127.0.0.1:${port}`, labels: { demo: 'zhiban' } });
  const endings: (() => void)[] = [];
  return {
    port,
    entry,
    onRemove: (ending: () => void) => void endings.push(ending),
    async remove(): Promise<readonly string[]> {
      for (const ending of endings.splice(0)) ending();
      await killAndWait(child);
      return [`redis-server (pid ${child.pid ?? 0})`];
    },
  };
}

/** Rejects when the server refuses it, also when it refuses only after the connection stands. */
async function connect(port: number, name = 'demo'): Promise<Redis> {
  const driver = await import('ioredis');
  const client = new driver.Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 800,
    connectionName: name,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return client;
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

function redisMissing(): LocalText | null {
  const isThere = (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, 'redis-server'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (isThere) return null;
  return {
    'zh-CN': '这台机器没有安装 redis-server（Debian：apt install redis-server）。',
    en: 'redis-server is not installed on this machine (Debian: apt install redis-server).',
  };
}
