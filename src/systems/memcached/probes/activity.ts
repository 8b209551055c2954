/** What happens right now: the counters of `stats` twice, and the difference per second. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { countOf, percent, ratioOf, round, shown } from '../numbers.ts';
import { memcachedProbe, statsOverTime, type Window } from './memcached-probe.ts';

/** Our own two looks ask for statistics only; fewer reads than this make no ratio. */
const readsMin = 10;

export const activityProbe = memcachedProbe({
  name: 'activity',
  summary: {
    'zh-CN': '此刻的速率：读、写、命中、淘汰、连接、CPU',
    en: 'rates right now: reads, writes, hits, evictions, connections, CPU',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(4_000).default(1_500) }),
  cost: 'cheap',
  hints: 'rate|qps|hit|miss|traffic|cpu|slow|命中|流量|突增|慢|负载',
  query: 'stats (twice)',
  async see(client, given, limit, context) {
    const facts = activityFacts(await statsOverTime(client, given.windowMs, limit, context));
    const value = (name: string): string => shown(facts[`activity.${name}`]);
    return {
      headline: {
        'zh-CN': `每秒读 ${value('getsPerSecond')}、写 ${value('setsPerSecond')}、淘汰 ${value('evictionsPerSecond')}，命中率 ${percent(facts['activity.hitRatio'])}（启动以来 ${percent(facts['activity.lifetimeHitRatio'])}），新连接 ${value('connectionsPerSecond')}`,
        en: `per second: ${value('getsPerSecond')} reads, ${value('setsPerSecond')} writes, ${value('evictionsPerSecond')} evictions, ${value('connectionsPerSecond')} new connections; hit ratio ${percent(facts['activity.hitRatio'])} (${percent(facts['activity.lifetimeHitRatio'])} since the start)`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, fact]) => `${name} = ${shown(fact)}`)
        .join('\n'),
    };
  },
});

/** Pure: for tests and for longer windows. */
export function activityFacts({ before, after, seconds }: Window): Facts {
  const grown = (name: string): number => Math.max(0, countOf(after, name) - countOf(before, name));
  const rate = (name: string): number => round(grown(name) / seconds);
  const [hits, misses] = [grown('get_hits'), grown('get_misses')];
  const reads = hits + misses;
  const connections = grown('total_connections');
  const requests = grown('cmd_get') + grown('cmd_set') + grown('cmd_touch') + grown('cmd_meta');
  const cpu = (grown('rusage_user') + grown('rusage_system')) / seconds;
  const threads = Math.max(1, countOf(after, 'threads'));
  return {
    'activity.windowSeconds': round(seconds),
    'activity.getsPerSecond': round(reads / seconds),
    'activity.missesPerSecond': round(misses / seconds),
    'activity.hitRatio': reads < readsMin ? null : ratioOf(hits, reads),
    'activity.lifetimeHitRatio': ratioOf(countOf(before, 'get_hits'), countOf(before, 'get_hits') + countOf(before, 'get_misses')),
    'activity.lifetimeReads': countOf(before, 'get_hits') + countOf(before, 'get_misses'),
    // Of everything that was ever written: what expired before anybody had read it.
    'activity.lifetimeExpiredUnreadShare': ratioOf(countOf(before, 'expired_unfetched'), countOf(before, 'cmd_set')) ?? 0,
    'activity.itemsPerSecond': rate('curr_items'),
    'activity.expiredShare': misses < readsMin ? null : ratioOf(grown('get_expired'), misses),
    'activity.flushedPerSecond': rate('get_flushed'),
    'activity.setsPerSecond': rate('cmd_set'),
    'activity.evictionsPerSecond': rate('evictions'),
    'activity.evictedPerSet': grown('cmd_set') < readsMin ? null : ratioOf(grown('evictions'), grown('cmd_set')),
    'activity.evictedUnfetchedShare': grown('evictions') < readsMin ? null : ratioOf(grown('evicted_unfetched'), grown('evictions')),
    'activity.tooLargePerSecond': rate('store_too_large'),
    'activity.noMemoryPerSecond': rate('store_no_memory'),
    'activity.connectionsPerSecond': rate('total_connections'),
    'activity.requestsPerConnection': connections === 0 ? null : round(requests / connections),
    'activity.rejectedPerSecond': rate('rejected_connections'),
    'activity.listenDisabledPerSecond': rate('listen_disabled_num'),
    'activity.authErrorsPerSecond': rate('auth_errors'),
    'activity.yieldsPerSecond': rate('conn_yields'),
    'activity.cpuRatio': round(cpu),
    'activity.cpuPerThreadRatio': round(cpu / threads),
    'activity.threads': threads,
    'activity.netInBytesPerSecond': rate('bytes_read'),
    'activity.netOutBytesPerSecond': rate('bytes_written'),
  };
}
