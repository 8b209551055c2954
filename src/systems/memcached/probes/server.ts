/** Is it there, does it let newcomers in, since when does it run, and was everything thrown away lately. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { MemcachedClient, Stats } from '../client.ts';
import { countOf, numberOf, print } from '../numbers.ts';
import { memcachedProbe } from './memcached-probe.ts';

export const serverProbe = memcachedProbe({
  name: 'server',
  summary: { 'zh-CN': '可达性、版本、运行时长与最近的清空', en: 'reachability, version, uptime, and whether it was flushed lately' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'down|restart|version|flush|重启|宕机|版本|清空',
  query: 'version; stats; stats settings',
  async see(client, _given, limit) {
    const { newcomers, stats, reason } = await comeIn(client, limit);
    const settings = await client.stats('settings', limit);
    const facts: Facts = {
      'reach.isOk': true,
      'server.newcomers': newcomers,
      'server.newcomersReason': reason,
      ...serverFacts(stats, settings),
    };
    const days = (Number(facts['server.uptimeSeconds']) / 86_400).toFixed(1);
    const version = String(facts['server.version']);
    return {
      headline: {
        'zh-CN': `Memcached ${version}，已运行 ${days} 天${newcomers === 'answered' ? '' : '，但不再接受新连接'}`,
        en: `memcached ${version}, up ${days} days${newcomers === 'answered' ? '' : ', but it takes no new connection'}`,
      },
      facts,
      text: print(stats, shownNames),
    };
  },
});

const shownNames: readonly string[] = [
  ...['version', 'pid', 'uptime', 'time', 'threads', 'curr_connections', 'max_connections', 'accepting_conns', 'listen_disabled_num'],
  ...['cmd_flush', 'curr_items', 'bytes', 'limit_maxbytes', 'evictions'],
];

interface WayIn {
  readonly newcomers: 'answered' | 'refused' | 'silent';
  readonly reason: string;
  readonly stats: Stats;
}

/** A newcomer may be turned away, or left waiting, while the connection that is kept still works. */
async function comeIn(client: MemcachedClient, limit: SessionLimit): Promise<WayIn> {
  const short = { ...limit, timeoutMs: Math.min(limit.timeoutMs, 2_000) };
  const refusal = await client.knock(short).then(
    () => null,
    (error: unknown) => error,
  );
  if (refusal === null) return { newcomers: 'answered', reason: '', stats: await client.stats('', limit) };
  if (!(refusal instanceof SessionFailure) || !['limit', 'hung', 'reset'].includes(refusal.problem)) throw refusal;
  // The failure of the newcomer says more than that of the kept connection, should both fail.
  const stats = await client.stats('', short).catch(() => null);
  if (stats === null) throw refusal;
  return { newcomers: refusal.problem === 'limit' ? 'refused' : 'silent', reason: refusal.message.slice(0, 300), stats };
}

/** memcached counts time from a minute before its start, so that a time of zero can mean never. */
const headStartSeconds = 60;

/** Pure. */
export function serverFacts(stats: Stats, settings: Stats): Facts {
  const uptime = countOf(stats, 'uptime');
  const flushedAt = countOf(settings, 'oldest');
  return {
    'server.version': stats.get('version') ?? '',
    'server.pid': numberOf(stats, 'pid'),
    'server.uptimeSeconds': uptime,
    'server.threads': numberOf(stats, 'threads'),
    'server.items': countOf(stats, 'curr_items'),
    'server.flushes': countOf(stats, 'cmd_flush'),
    'server.flushedSecondsAgo': flushedAt > 0 ? Math.max(0, uptime + headStartSeconds - flushedAt) : null,
    'server.isAccepting': (numberOf(stats, 'accepting_conns') ?? 1) === 1,
    'server.hashIsExpanding': countOf(stats, 'hash_is_expanding') === 1,
    'server.mallocFails': countOf(stats, 'malloc_fails') + countOf(stats, 'read_buf_oom') + countOf(stats, 'response_obj_oom'),
  };
}
