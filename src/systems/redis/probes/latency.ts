/** How long Redis takes to answer, and what its own latency monitor has caught. */

import { z } from 'zod';
import type { Clock } from '../../../domain/clock.ts';
import type { Facts } from '../../../domain/evidence.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { infoCount, readInfo } from '../info.ts';
import { listOf, numberOf, pairsOf, printReply, type Reply, textOf } from '../reply.ts';
import { askPing, redisProbe } from './redis-probe.ts';

/** Events of the monitor that have a signature of their own; always reported, zero when never caught. */
const events = [
  'command',
  'fast-command',
  'fork',
  'aof-fsync-always',
  'aof-write',
  'aof-write-pending-fsync',
  'expire-cycle',
  'eviction-cycle',
  'rdb-unlink-temp-file',
  'active-defrag-cycle',
] as const;

export const latencyProbe = redisProbe({
  name: 'latency',
  summary: { 'zh-CN': '往返延迟、延迟事件与 fork 耗时', en: 'round trip, latency events and fork time' },
  parameters: z.strictObject({ pings: z.number().int().min(1).max(50).default(10) }),
  timeoutMs: 10_000,
  cost: 'cheap',
  hints: 'latency|slow|timeout|spike|fork|延迟|慢|抖动|超时|卡顿',
  query: 'PING ×10; LATENCY LATEST; LATENCY DOCTOR',
  async see(client, given, context, limit) {
    const ownLagMs = await measureOwnLag(context.clock);
    const times = await ping(client, given.pings, () => context.clock.now(), limit);
    const info = await readInfo(client, limit);
    const latest = listOf(await client.call(['LATENCY', 'LATEST'], limit).catch(() => null));
    const doctor = textOf(await client.call(['LATENCY', 'DOCTOR'], limit).catch(() => ''));
    const config = pairsOf(await client.call(['CONFIG', 'GET', 'latency-monitor-threshold'], limit).catch(() => null));
    const time = numberOf(listOf(await client.call(['TIME'], limit))[0]) ?? 0;
    const sorted = [...times].sort((one, other) => one - other);
    const facts: Facts = {
      'latency.ownLagMs': ownLagMs,
      'latency.isLoopback': /^(127\.|localhost|\[?::1)/.test(client.address),
      // The quickest of all: a reader that is itself busy makes the others slow, never this one.
      'latency.pingMsMin': sorted[0] ?? 0,
      'latency.pingMsMedian': sorted[Math.floor(sorted.length / 2)] ?? 0,
      'latency.pingMsMax': sorted.at(-1) ?? 0,
      'latency.forkMs': infoCount(info, 'latest_fork_usec') / 1_000,
      'latency.forks': infoCount(info, 'total_forks'),
      'latency.monitorThresholdMs': numberOf(config.get('latency-monitor-threshold')),
      ...eventFacts(latest, time),
    };
    return {
      headline: {
        'zh-CN': `往返中位 ${String(facts['latency.pingMsMedian'])} ms，最大 ${String(facts['latency.pingMsMax'])} ms；最近一次 fork ${String(facts['latency.forkMs'])} ms`,
        en: `round trip median ${String(facts['latency.pingMsMedian'])} ms, max ${String(facts['latency.pingMsMax'])} ms; last fork ${String(facts['latency.forkMs'])} ms`,
      },
      facts,
      text: `${printReply(latest)}\n\n${doctor}`,
    };
  },
});

/** How late this process itself is: the median of a few pauses of 5 ms. A starved reader must not call the network slow. */
async function measureOwnLag(clock: Clock): Promise<number> {
  const lags: number[] = [];
  for (let index = 0; index < 5; index += 1) {
    const startedMs = clock.now();
    await clock.sleep(5);
    lags.push(Math.max(0, clock.now() - startedMs - 5));
  }
  return lags.sort((one, other) => one - other)[2] ?? 0;
}

async function ping(client: RedisClient, count: number, now: () => number, limit: RedisLimit): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedMs = now();
    await askPing(client, limit);
    times.push(now() - startedMs);
    if (times.reduce((sum, each) => sum + each, 0) > 3_000) break;
  }
  return times;
}

function eventFacts(latest: readonly Reply[], nowSeconds: number): Facts {
  const facts: Record<string, number | null> = {};
  for (const event of events) {
    const found = latest.map(listOf).find((each) => textOf(each[0]) === event);
    const at = numberOf(found?.[1]);
    facts[`latency.events.${event}.lastMs`] = numberOf(found?.[2]) ?? 0;
    facts[`latency.events.${event}.maxMs`] = numberOf(found?.[3]) ?? 0;
    facts[`latency.events.${event}.agoSeconds`] = at === null ? null : Math.max(0, nowSeconds - at);
  }
  return facts;
}
