/** A cache that evicts, misses, fragments or swaps. */

import type { Signature } from '../../../domain/signature.ts';
import { areBuffersLarge, findsNearlyAll, isLimitLowered } from './conditions.ts';

/** What users see of a cache that holds their sessions. */
const sessionsLost =
  '\\blog\\w{0,3}[ -](?:\\w+ )?out\\b|sessions? (?:is |are |get |got )?(?:lost|gone|expire|dropped|vanish)|log ?in again|carts? (?:is |are )?(?:empty|emptied|lost|gone)|掉登录|掉线|登出|重新登录|反复登录|会话(?:丢|失效|过期)|登录(?:态|状态)|购物车(?:被?清空|丢|空了)';

const evictsByPolicy = {
  not: {
    any: [
      ['memory.policy', '==', 'noeviction'],
      {
        all: [
          ['memory.policy', 'matches', '^volatile'],
          ['keyspace.expiringRatio', '<', 0.02],
        ],
      },
    ],
  },
} as const;

export const evictionSignatures: readonly Signature[] = [
  {
    id: 'redis.eviction-storm',
    kind: 'redis',
    title: { 'zh-CN': '缓存太小：内存已满，持续大量淘汰键', en: 'Memory is full and keys are evicted all the time: cache too small' },
    explanation: {
      'zh-CN':
        '内存已满（{memory.usedRatio|percent}），策略 {memory.policy}，此刻每秒淘汰 {activity.evictedPerSecond} 个键，累计 {memory.evictedTotal}：工作集放不下，别的键（会话、缓存）被挤掉，读会未命中。占内存最多的键：{bigkeys.mostly}。',
      en: 'Memory is full ({memory.usedRatio|percent}) under {memory.policy}; {activity.evictedPerSecond} keys are evicted a second, {memory.evictedTotal} so far: the working set does not fit, other keys (sessions, cached pages) are pushed out, and reads miss. Most of the memory is taken by: {bigkeys.mostly}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed'],
    hints: `evict|hit ratio|miss|cache|${sessionsLost}|淘汰|驱逐|命中率|缓存`,
    probes: ['memory', 'keyspace', 'activity', 'commands', 'bigkeys'],
    confirm: {
      all: [
        ['memory.isLimited', '==', true],
        ['memory.usedRatio', '>=', 0.9],
        evictsByPolicy,
        {
          any: [
            ['activity.evictedPerSecond', '>=', 20],
            {
              all: [
                ['keyspace.evictedToKeysRatio', '>=', 0.5],
                ['memory.evictedTotal', '>=', 500],
              ],
            },
          ],
        },
        { not: areBuffersLarge },
        { not: isLimitLowered },
      ],
    },
    likely: { all: [['memory.isLimited', '==', true], ['memory.usedRatio', '>=', 0.9], evictsByPolicy, ['memory.evictedTotal', '>', 100]] },
    refute: { any: [['memory.evictedTotal', '==', 0], ['memory.usedRatio', '<', 0.8], isLimitLowered, areBuffersLarge, findsNearlyAll] },
    advice: {
      'zh-CN': '扩大 maxmemory 或分片；核对是否有新业务把大值写进来。',
      en: 'Raise maxmemory or shard; see whether something new writes large values.',
    },
    remedies: [
      {
        action: 'config-set',
        arguments: { parameter: 'maxmemory', value: '{memory.suggestedMaxBytes}' },
        when: ['memory.hasRoom', '==', true],
      },
    ],
    source: 'redis.io: Key eviction',
  },
  {
    id: 'redis.hit-ratio-collapsed',
    kind: 'redis',
    title: { 'zh-CN': '缓存命中率骤降', en: 'The cache hit ratio has dropped sharply' },
    explanation: {
      'zh-CN':
        '此刻命中率 {activity.hitRatio|percent}，而自启动以来是 {keyspace.hitRatio|percent}，每秒读 {activity.readsPerSecond} 次：流量正落到后端（如数据库）。',
      en: 'Right now {activity.hitRatio|percent} of reads hit, against {keyspace.hitRatio|percent} since start, at {activity.readsPerSecond} reads a second: the misses fall on the backend, such as the database.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'hit|miss|cache|penetrat|命中|穿透|雪崩|击穿|回源',
    probes: ['activity', 'keyspace'],
    confirm: {
      all: [
        ['activity.hitRatio', '<', 0.5],
        ['keyspace.hitRatio', '>=', 0.65],
        ['activity.readsPerSecond', '>=', 10],
        ['activity.missesPerSecond', '>=', 5],
      ],
    },
    likely: {
      all: [
        ['activity.hitRatio', '<', 0.2],
        ['activity.readsPerSecond', '>=', 50],
        ['activity.missesPerSecond', '>=', 40],
      ],
    },
    advice: {
      'zh-CN': '查是否被清空、重启、集中过期或大量淘汰；都没有则可能是在查不存在的键（穿透）。',
      en: 'See whether it was flushed, restarted, expired at once or evicted; if none, someone asks for keys that never existed.',
    },
    remedies: [],
    source: 'redis.io: INFO stats',
  },
  {
    id: 'redis.fragmentation',
    kind: 'redis',
    title: { 'zh-CN': '内存碎片严重（碎片率高）', en: 'High memory fragmentation: the process holds far more than the data' },
    explanation: {
      'zh-CN':
        '碎片率 {memory.fragmentationRatio}：进程实际占用（RSS）比数据多 {memory.fragmentationBytes|bytes}，通常发生在大量删除之后。',
      en: 'The fragmentation ratio is {memory.fragmentationRatio}: the process (RSS) holds {memory.fragmentationBytes|bytes} more than its data, as after many deletions.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'fragment|rss|碎片',
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.fragmentationRatio', '>=', 1.5],
        ['memory.fragmentationBytes', '>=', 67_108_864],
      ],
    },
    refute: {
      any: [
        ['memory.fragmentationRatio', '<', 1.3],
        ['memory.fragmentationBytes', '<', 33_554_432],
      ],
    },
    advice: {
      'zh-CN': '执行 MEMORY PURGE；长期可开启 activedefrag（需支持的 jemalloc），或在低峰期主从切换后重启。',
      en: 'Run MEMORY PURGE; for good, switch on activedefrag (needs its jemalloc) or restart after a failover.',
    },
    remedies: [{ action: 'memory-purge', arguments: {} }],
    source: 'redis.io: Memory optimization; INFO memory',
  },
  {
    id: 'redis.swapped',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 的内存被换出到磁盘（swap）', en: 'Part of Redis’ memory is swapped out to disk (swap)' },
    explanation: {
      'zh-CN': '碎片率只有 {memory.fragmentationRatio}（远小于 1）：部分数据不在物理内存中，访问时要等磁盘，变慢。',
      en: 'The fragmentation ratio is {memory.fragmentationRatio}, well below 1: part of the data is in swap, and reading it is slow because it waits for the disk.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.simple-commands-slow'],
    hints: 'swap|slow|latency|交换|换出|慢',
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.fragmentationRatio', '<', 0.8],
        ['memory.usedBytes', '>=', 134_217_728],
      ],
    },
    refute: ['memory.fragmentationRatio', '>=', 0.95],
    advice: {
      'zh-CN': '给主机腾出内存或加内存，设置 maxmemory，降低 swappiness。',
      en: 'Free or add memory on the host, set maxmemory, lower swappiness.',
    },
    remedies: [],
    source: 'redis.io: Latency induced by swapping',
  },
];
