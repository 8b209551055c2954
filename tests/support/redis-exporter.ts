/** A real prometheus-redis-exporter of the test's own, on a free port. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './house.ts';
import { freePort } from './peers.ts';

export interface RedisExporter {
  /** `host:port`, for a scrape target. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Fails when the exporter is not installed (Debian: prometheus-redis-exporter). */
export async function startRedisExporter(redisUrl: string): Promise<RedisExporter> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn('prometheus-redis-exporter', [`--redis.addr=${redisUrl}`, `--web.listen-address=${address}`], { stdio: 'ignore' });
  child.on('error', () => undefined);
  await until(
    async () => (await (await fetch(`http://${address}/metrics`)).text()).includes('redis_up 1'),
    30_000,
    'the exporter sees Redis',
  );
  return {
    address,
    async stop() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
