/** How many keys there are, how many will ever expire, and whether they are found when asked for. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoCount, infoFields, infoNumber, readInfo, sectionText } from '../info.ts';
import { redisProbe } from './redis-probe.ts';

export const keyspaceProbe = redisProbe({
  name: 'keyspace',
  summary: { 'zh-CN': '键数量、过期比例、命中率', en: 'keys, how many expire, hit ratio' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'key|ttl|expire|hit|miss|cache|键|过期|命中|缓存|穿透|雪崩',
  query: 'INFO keyspace; INFO stats',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const facts = keyspaceFacts(info);
    return {
      headline: {
        'zh-CN': `键 ${String(facts['keyspace.keys'])}，其中 ${String(Math.round(Number(facts['keyspace.expiringRatio']) * 100))}% 有过期时间，累计命中率 ${String(facts['keyspace.hitRatio'] ?? '无')}`,
        en: `${String(facts['keyspace.keys'])} keys, ${String(Math.round(Number(facts['keyspace.expiringRatio']) * 100))} % of them expire, hit ratio since start ${String(facts['keyspace.hitRatio'] ?? 'none')}`,
      },
      facts,
      text: sectionText(info, ['keyspace', 'stats']),
    };
  },
});

/** Pure: one `INFO all` in, facts out. */
export function keyspaceFacts(info: Info): Facts {
  let [keys, expiring, weightedTtlMs, databases] = [0, 0, 0, 0];
  for (const [name, value] of info.values) {
    if (!/^db\d+$/.test(name)) continue;
    const fields = infoFields(value);
    const here = Number(fields.get('expires') ?? 0);
    keys += Number(fields.get('keys') ?? 0);
    expiring += here;
    weightedTtlMs += here * Number(fields.get('avg_ttl') ?? 0);
    databases += 1;
  }
  const hits = infoCount(info, 'keyspace_hits');
  const reads = hits + infoCount(info, 'keyspace_misses');
  return {
    'keyspace.keys': keys,
    'keyspace.expiring': expiring,
    'keyspace.expiringRatio': keys === 0 ? 0 : round(expiring / keys),
    'keyspace.averageTtlSeconds': expiring === 0 ? null : Math.round(weightedTtlMs / expiring / 1_000),
    'keyspace.databases': databases,
    'keyspace.hits': hits,
    'keyspace.misses': infoCount(info, 'keyspace_misses'),
    'keyspace.hitRatio': reads < Math.max(100, infoCount(info, 'evicted_keys')) ? null : round(hits / reads),
    'keyspace.expiredTotal': infoCount(info, 'expired_keys'),
    'keyspace.evictedTotal': infoCount(info, 'evicted_keys'),
    'keyspace.evictedToKeysRatio': keys === 0 ? 0 : round(infoCount(info, 'evicted_keys') / keys),
    'keyspace.stalePercent': infoNumber(info, 'expired_stale_perc'),
    'keyspace.expireCapReached': infoCount(info, 'expired_time_cap_reached_count'),
    'keyspace.bytesPerKey': keys === 0 ? 0 : Math.round(infoCount(info, 'used_memory_dataset') / keys),
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
