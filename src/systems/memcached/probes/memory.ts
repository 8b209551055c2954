/** How full it is, what it throws away, and what it could not take. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { bytesText } from '../../../domain/text.ts';
import type { Stats } from '../client.ts';
import { countOf, numberOf, percent, print, ratioOf } from '../numbers.ts';
import { memcachedProbe } from './memcached-probe.ts';

export const memoryProbe = memcachedProbe({
  name: 'memory',
  summary: { 'zh-CN': '内存用量、淘汰、写不进的条目', en: 'memory used, evictions, items that it could not take' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'memory|evict|full|oom|too large|内存|淘汰|写不进|过大',
  query: 'stats; stats settings',
  async see(client, _given, limit) {
    const stats = await client.stats('', limit);
    const settings = await client.stats('settings', limit);
    const facts = memoryFacts(stats, settings);
    const [used, max] = [bytesText(Number(facts['memory.usedBytes'])), bytesText(Number(facts['memory.limitBytes']))];
    const [ratio, evictions] = [percent(facts['memory.usedRatio']), String(facts['memory.evictions'])];
    return {
      headline: {
        'zh-CN': `内存 ${used} / ${max}（${ratio}），启动以来淘汰 ${evictions} 条，其中 ${percent(facts['memory.evictedUnfetchedShare'])} 从未被读过`,
        en: `memory ${used} of ${max} (${ratio}), ${evictions} evictions since the start, ${percent(facts['memory.evictedUnfetchedShare'])} of them never read`,
      },
      facts,
      text: print(stats, shownNames),
    };
  },
});

const shownNames: readonly string[] = [
  ...['bytes', 'limit_maxbytes', 'curr_items', 'total_items', 'evictions', 'evicted_unfetched', 'evicted_active', 'expired_unfetched'],
  ...['reclaimed', 'crawler_reclaimed', 'direct_reclaims', 'lrutail_reflocked', 'store_too_large', 'store_no_memory', 'malloc_fails'],
  ...['hash_power_level', 'hash_bytes', 'hash_is_expanding', 'slab_global_page_pool', 'slabs_moved', 'slab_reassign_running'],
];

const megabyte = 1_048_576;
/** The least that `cache_memlimit` takes. */
const limitMinMegabytes = 8;

/** Pure. */
export function memoryFacts(stats: Stats, settings: Stats): Facts {
  const [used, max] = [countOf(stats, 'bytes'), countOf(stats, 'limit_maxbytes')];
  const evictions = countOf(stats, 'evictions');
  return {
    'memory.usedBytes': used,
    'memory.limitBytes': max,
    'memory.usedRatio': ratioOf(used, max),
    'memory.suggestedMegabytes': Math.max(limitMinMegabytes, Math.ceil((max * 1.5) / megabyte)),
    'memory.items': countOf(stats, 'curr_items'),
    'memory.storedTotal': countOf(stats, 'total_items'),
    'memory.evictions': evictions,
    'memory.evictedShare': ratioOf(evictions, countOf(stats, 'total_items')),
    'memory.evictedUnfetchedShare': ratioOf(countOf(stats, 'evicted_unfetched'), evictions),
    'memory.evictedActive': numberOf(stats, 'evicted_active'),
    'memory.expiredUnfetched': countOf(stats, 'expired_unfetched'),
    'memory.expiredUnfetchedShare': ratioOf(
      countOf(stats, 'expired_unfetched'),
      countOf(stats, 'reclaimed') + countOf(stats, 'crawler_reclaimed'),
    ),
    'memory.directReclaims': countOf(stats, 'direct_reclaims'),
    'memory.tooLarge': countOf(stats, 'store_too_large'),
    'memory.noMemory': countOf(stats, 'store_no_memory'),
    'memory.itemSizeMaxBytes': numberOf(settings, 'item_size_max'),
    'memory.isEvicting': (settings.get('evictions') ?? 'on') === 'on',
    'memory.hashIsExpanding': countOf(stats, 'hash_is_expanding') === 1,
    'memory.hashPowerLevel': numberOf(stats, 'hash_power_level'),
  };
}
