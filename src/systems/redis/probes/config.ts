/** The settings that faults hang on. Never `CONFIG GET *`: it would carry passwords. */

import { z } from 'zod';
import type { RedisCalls } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';
import { numberOf, pairsOf, type Reply, textOf } from '../reply.ts';
import { redisProbe } from './redis-probe.ts';

const watched = [
  'maxmemory', 'maxmemory-policy', 'maxmemory-clients', 'maxclients', 'timeout', 'tcp-keepalive', 'tcp-backlog', 'databases', 'hz', 'save',
  'appendonly', 'appendfsync', 'stop-writes-on-bgsave-error', 'slowlog-log-slower-than', 'slowlog-max-len', 'latency-monitor-threshold',
  'client-output-buffer-limit', 'client-query-buffer-limit', 'repl-backlog-size', 'repl-backlog-ttl', 'repl-timeout', 'repl-diskless-sync',
  'min-replicas-to-write', 'min-replicas-max-lag', 'replica-read-only', 'replica-serve-stale-data', 'activedefrag', 'lazyfree-lazy-eviction',
  'lazyfree-lazy-user-del', 'busy-reply-threshold', 'lua-time-limit', 'io-threads', 'protected-mode', 'bind', 'notify-keyspace-events',
  'cluster-enabled', 'cluster-node-timeout', 'cluster-require-full-coverage', 'active-expire-effort', 'proto-max-bulk-len',
] as const; // biome-ignore format: a table of names

/** Answers what the server knows of the named settings; one round trip, so that old versions work too. */
export async function readSettings(client: RedisCalls, names: readonly string[], limit: RedisLimit): Promise<ReadonlyMap<string, Reply>> {
  const answers = await client.callAll(
    names.map((name) => ['CONFIG', 'GET', name]),
    limit,
  );
  const settings = new Map<string, Reply>();
  for (const answer of answers)
    if (!(answer instanceof RedisFailure)) for (const [name, value] of pairsOf(answer)) settings.set(name, value);
  return settings;
}

export const configProbe = redisProbe({
  name: 'config',
  summary: { 'zh-CN': '关键配置项', en: 'the settings that faults hang on' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'config|setting|changed|配置|参数|变更',
  query: 'CONFIG GET (listed names)',
  async see(client, _given, _context, limit) {
    // The first is asked alone, so that an account without the right to CONFIG is told as such.
    await client.call(['CONFIG', 'GET', 'maxmemory'], limit);
    const settings = await readSettings(client, watched, limit);
    const facts: Record<string, string | number> = {};
    for (const [name, value] of settings) facts[`config.${name}`] = numberOf(value) ?? textOf(value);
    const buffers = outputLimits(textOf(settings.get('client-output-buffer-limit')));
    facts['config.outputLimit.normalHardBytes'] = buffers.get('normal') ?? 0;
    facts['config.outputLimit.replicaHardBytes'] = buffers.get('replica') ?? buffers.get('slave') ?? 0;
    facts['config.outputLimit.pubsubHardBytes'] = buffers.get('pubsub') ?? 0;
    const text = [...settings].map(([name, value]) => `${name} ${textOf(value)}`).join('\n');
    return {
      headline: {
        'zh-CN': `maxmemory ${textOf(settings.get('maxmemory'))}，策略 ${textOf(settings.get('maxmemory-policy'))}，maxclients ${textOf(settings.get('maxclients'))}，timeout ${textOf(settings.get('timeout'))}`,
        en: `maxmemory ${textOf(settings.get('maxmemory'))}, ${textOf(settings.get('maxmemory-policy'))}, maxclients ${textOf(settings.get('maxclients'))}, timeout ${textOf(settings.get('timeout'))}`,
      },
      facts,
      text,
    };
  },
});

/** `normal 0 0 0 slave 268435456 67108864 60 …` to the hard limit of each class. */
function outputLimits(text: string): ReadonlyMap<string, number> {
  const words = text.split(' ');
  const limits = new Map<string, number>();
  for (let index = 0; index + 3 < words.length; index += 4) limits.set(words[index] ?? '', Number(words[index + 1]));
  return limits;
}
