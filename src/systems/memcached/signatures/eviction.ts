/** Memory that is full: too small for what is used, filled with what nobody reads, or held by the wrong slab class. */

import type { Condition, Remedy, Signature } from '../../../domain/signature.ts';

const hints = 'evict|memory|full|hit|miss|slab|淘汰|内存|命中|写满|MemcachedEvictions';

const isEvicting: Condition = ['activity.evictionsPerSecond', '>', 0];
const isQuiet: Condition = ['activity.evictionsPerSecond', '==', 0];
const moreMemory: Remedy = { action: 'cache-memlimit', arguments: { megabytes: '{memory.suggestedMegabytes}' } };

/** One class throws away nearly everything, with little memory of its own. */
const isOneClassStarved: Condition = {
  all: [
    ['slabs.worstEvictedShare', '>=', 0.8],
    ['slabs.worstMemoryShare', '<', 0.4],
  ],
};

/** Elsewhere there is room, or there are items that nobody has read for much longer than those thrown away here. */
const isMemoryElsewhere: Condition = {
  any: [
    ['slabs.othersFreeShare', '>=', 0.2],
    {
      all: [
        ['slabs.holderMemoryShare', '>=', 0.5],
        ['slabs.holderOldestSeconds', '>', { fact: 'slabs.worstEvictedIdleSeconds', times: 4 }],
      ],
    },
  ],
};

/** Whatever is evicted, it is not what people ask for: a cache that is full and finds nearly everything does what it is for. */
const isFound: Condition = {
  all: [
    ['activity.getsPerSecond', '>=', 5],
    ['activity.hitRatio', '>=', 0.97],
  ],
};

export const evictionSignatures: readonly Signature[] = [
  {
    id: 'memcached.cache-too-small',
    kind: 'memcached',
    title: { 'zh-CN': '缓存太小：内存已满，正在用的数据被淘汰', en: 'Memory is full and data in use is evicted: the cache is too small' },
    explanation: {
      'zh-CN':
        '内存上限 {memory.limitBytes|bytes} 已满，工作集放不下，每秒淘汰 {activity.evictionsPerSecond} 条。平均每次写入淘汰 {activity.evictedPerSet} 条，而且被淘汰的多数曾被读过。命中率 {activity.hitRatio|percent}。',
      en: 'The memory limit of {memory.limitBytes|bytes} is used up and {activity.evictionsPerSecond} items a second are evicted: the cache is smaller than its working set. Each write evicts {activity.evictedPerSet}, and most of those had been read. The hit ratio is {activity.hitRatio|percent}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memcached.hit-ratio-collapsed'],
    hints,
    probes: ['memory', 'activity', 'slabs'],
    confirm: {
      all: [
        isEvicting,
        ['activity.evictedPerSet', '>=', 0.2],
        ['activity.evictedUnfetchedShare', '<', 0.5],
        ['slabs.freeShare', '<', 0.2],
        {
          any: [
            ['activity.hitRatio', '<', 0.8],
            ['activity.hitRatio', '<', { fact: 'activity.lifetimeHitRatio', times: 0.9 }],
            ['slabs.worstEvictedIdleSeconds', '<=', 300],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      // Where what is missed is written back, a good part of it goes unread before its turn comes again.
      all: [isEvicting, ['slabs.freeShare', '<', 0.2], { not: ['activity.evictedUnfetchedShare', '>=', 0.7] }],
    },
    refute: { any: [isQuiet, isFound, ['slabs.freeShare', '>=', 0.3]] },
    advice: {
      'zh-CN': '主机内存允许时调高上限（立即生效，重启后以启动参数 -m 为准，需同步修改）；否则缩短 TTL、减小对象或增加节点。',
      en: 'Raise the limit where the host has room (at once; after a restart -m counts, so change it too); otherwise shorten TTLs, shrink items or add nodes.',
    },
    remedies: [moreMemory],
    source: 'memcached: doc/protocol.txt (evictions, cache_memlimit); memcached-mixin: MemcachedEvictions',
  },
  {
    id: 'memcached.filled-with-unread-items',
    kind: 'memcached',
    title: { 'zh-CN': '从未被读的数据挤占缓存', en: 'The cache is filled with items that nobody reads; others are evicted' },
    explanation: {
      'zh-CN':
        '每秒写入 {activity.setsPerSecond} 条、淘汰 {activity.evictionsPerSecond} 条，被淘汰的 {activity.evictedUnfetchedShare|percent} 从未被读过：多为批任务、爬虫或预热写入了没人用的数据。',
      en: '{activity.setsPerSecond} writes and {activity.evictionsPerSecond} evictions a second, and {activity.evictedUnfetchedShare|percent} of the evicted were never read: a batch, a crawler or a warm-up writes what nobody uses.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.cache-too-small', 'memcached.hit-ratio-collapsed'],
    hints: `${hints}|crawler|batch|批任务|爬虫`,
    probes: ['activity', 'memory'],
    confirm: {
      all: [isEvicting, ['activity.evictedPerSet', '>=', 0.5], ['activity.evictedUnfetchedShare', '>=', 0.8]],
    },
    likelyWhenHinted: {
      all: [isEvicting, ['activity.evictedUnfetchedShare', '>=', 0.7]],
    },
    refute: { any: [isQuiet, isFound, ['activity.evictedUnfetchedShare', '<', 0.3]] },
    advice: {
      'zh-CN': '用 keys 检查找到写得最多的前缀和写入方，让它不写缓存或用很短的 TTL；加内存只会推迟问题。',
      en: 'The look `keys` names the prefix that is written most: find its writer and let it skip the cache or use a very short TTL; more memory only delays it.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (evicted_unfetched)',
  },
  {
    id: 'memcached.slab-imbalance',
    kind: 'memcached',
    title: {
      'zh-CN': 'slab 分配失衡：slab class {slabs.worstClass} 内存不足',
      en: 'Slab imbalance: slab class {slabs.worstClass} is out of memory',
    },
    explanation: {
      'zh-CN':
        '全部淘汰中 {slabs.worstEvictedShare|percent} 出自 {slabs.worstChunkBytes} 字节的分级 {slabs.worstClass}，它只占 {slabs.worstMemoryShare|percent} 的内存；其他分级空闲 {slabs.othersFreeShare|percent}。对象大小变了，内存页却留在旧分级里（automove 为 {slabs.automove}）。',
      en: '{slabs.worstEvictedShare|percent} of all evictions are in class {slabs.worstClass} of {slabs.worstChunkBytes} bytes, which has {slabs.worstMemoryShare|percent} of the memory, while {slabs.othersFreeShare|percent} is free in other classes. Item sizes have changed, and the pages stayed where they were (automove is {slabs.automove}).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.cache-too-small', 'memcached.filled-with-unread-items', 'memcached.hit-ratio-collapsed'],
    hints,
    probes: ['activity', 'slabs'],
    confirm: { all: [isEvicting, isOneClassStarved, isMemoryElsewhere] },
    likelyWhenHinted: { all: [['slabs.evicted', '>', 0], isOneClassStarved, isMemoryElsewhere] },
    refute: {
      any: [
        ['slabs.evicted', '==', 0],
        ['slabs.worstMemoryShare', '>=', 0.6],
      ],
    },
    advice: {
      'zh-CN': '打开 automove 让内存页自动迁移；若 slab_reassign 关闭，只能在低峰期重启并用 -o slab_reassign,slab_automove=1 启动。',
      en: 'Let pages move with automove; where slab_reassign is off, only a restart with -o slab_reassign,slab_automove=1 at a quiet time helps.',
    },
    remedies: [
      {
        action: 'slabs-automove',
        arguments: { mode: 1 },
        when: {
          all: [
            ['slabs.canReassign', '==', true],
            ['slabs.automove', '==', 0],
          ],
        },
      },
    ],
    source: 'memcached: doc/protocol.txt (slabs automove); memcached 1.4.11 release notes',
  },
  {
    id: 'memcached.host-is-swapping',
    kind: 'memcached',
    title: { 'zh-CN': '主机在换页（swap），缓存变慢', en: 'The host is swapping and the cache is slow' },
    explanation: {
      'zh-CN': '所在主机正在从 swap 读回内存页，而缓存上限为 {memory.limitBytes|bytes}：被换出的缓存比数据库还慢。',
      en: 'The host reads pages back from swap, and the cache may hold {memory.limitBytes|bytes}: a cache on disk is slower than the database.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memcached.not-answering'],
    hints: 'slow|latency|swap|慢|延迟|换页',
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.usedRatio', '>', 0.3],
        {
          on: 'runsOn',
          where: {
            all: [
              ['memory.swapInPerSecond', '>=', 50],
              ['memory.availableRatio', '<', 0.1],
            ],
          },
        },
      ],
    },
    refute: { on: 'runsOn', where: ['memory.swapInPerSecond', '==', 0] },
    advice: {
      'zh-CN': '为主机腾出内存或调低 memcached 上限；确认没有别的进程挤占，必要时以 -k 锁定内存。',
      en: 'Free memory on the host or lower the limit of memcached; see who else took it, and lock its pages (-k) if need be.',
    },
    remedies: [],
    source: 'memcached wiki: ConfiguringServer (do not swap)',
  },
];
