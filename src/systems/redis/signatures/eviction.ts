/** A cache that evicts, misses, fragments or swaps. */

import type { Signature } from '../../../domain/signature.ts';
import { areBuffersLarge, findsNearlyAll, isLimitLowered } from './conditions.ts';

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
        '内存已满（{memory.usedRatio|percent}），策略 {memory.policy}，此刻每秒淘汰 {activity.evictedPerSecond} 个键，累计 {memory.evictedTotal}：工作集放不下，读会未命中。',
      en: 'Memory is full ({memory.usedRatio|percent}) under {memory.policy}; {activity.evictedPerSecond} keys are evicted a second, {memory.evictedTotal} so far: the working set does not fit, and reads miss.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed'],
    hints: 'evict|hit ratio|miss|cache|淘汰|驱逐|命中率|缓存',
    probes: ['memory', 'keyspace', 'activity', 'commands'],
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
      ],
    },
    likely: {
      all: [
        ['activity.hitRatio', '<', 0.2],
        ['activity.readsPerSecond', '>=', 50],
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
    id: 'redis.flushed',
    kind: 'redis',
    title: { 'zh-CN': '数据被 FLUSHALL / FLUSHDB 清空', en: 'The data was wiped by FLUSHALL or FLUSHDB' },
    explanation: {
      'zh-CN': '执行过 {commands.flushCalls} 次清空；现在内存只有峰值的 {memory.usedToPeakRatio|percent}，剩 {keyspace.keys} 个键。',
      en: 'A flush ran {commands.flushCalls} times; memory is at {memory.usedToPeakRatio|percent} of its peak and {keyspace.keys} keys are left.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed'],
    hints: 'flush|wiped|empty|lost|gone|清空|丢失|没了|命中率',
    probes: ['commands', 'memory', 'keyspace', 'activity', 'slowlog'],
    confirm: {
      all: [
        ['commands.flushCalls', '>', 0],
        ['memory.usedToPeakRatio', '<', 0.6],
        {
          any: [
            ['keyspace.keys', '==', 0],
            ['activity.hitRatio', '<', 0.5],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['commands.flushCalls', '>', 0],
        ['memory.usedToPeakRatio', '<', 0.3],
        ['slowlog.topClass', '==', 'wipe'],
      ],
    },
    refute: ['commands.flushCalls', '==', 0],
    advice: {
      'zh-CN': '缓存会随访问重建，注意保护后端；若存的是数据，立即停止自动保存并从最近的 RDB/AOF 恢复。用 ACL 禁掉应用账号的 FLUSH。',
      en: 'A cache refills by itself: protect what is behind it. If it held data, stop saving at once and restore the last RDB or AOF. Deny FLUSH to application users by ACL.',
    },
    remedies: [],
    source: 'redis.io: FLUSHALL',
  },
  {
    id: 'redis.restarted-empty',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 重启后数据丢失，缓存是冷的', en: 'Redis restarted without its data: the cache is cold' },
    explanation: {
      'zh-CN':
        '只运行了 {server.uptimeSeconds} 秒且没有开启持久化（RDB、AOF 都没有），重启前的数据都没了。剩 {keyspace.keys} 个键。此刻命中率 {activity.hitRatio|percent}。',
      en: 'It has been up for {server.uptimeSeconds} s and has no persistence (neither RDB nor AOF), so what it held before the restart is lost. {keyspace.keys} keys are there. The hit ratio right now is {activity.hitRatio|percent}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed'],
    hints:
      'restart|cold|lost|logged out|log(ged)?[- ]?out|empty|wiped|miss|hit.?rat|重启|冷启动|丢失|丢了|掉线|登出|下线|清空|命中|穿透|没了|不见|空了|gone|disappear',
    probes: ['server', 'persistence', 'activity', 'commands', 'memory', 'keyspace'],
    confirm: ['server.uptimeSeconds', '<', 0],
    confirmWhenHinted: {
      all: [
        ['server.uptimeSeconds', '<', 900],
        ['server.role', '==', 'master'],
        ['persistence.isPersistent', '==', false],
        ['commands.flushCalls', '==', 0],
        ['memory.usedToPeakRatio', '>=', 0.6],
        {
          any: [
            ['activity.hitRatio', '<', 0.3],
            ['keyspace.hitRatio', '<', 0.3],
            {
              all: [
                ['keyspace.keys', '==', 0],
                ['keyspace.misses', '>=', 20],
              ],
            },
          ],
        },
      ],
    },
    // A server that is just new looks the same, and who asks for what is not there: told of something else it is no more than likely.
    likely: {
      all: [
        ['server.uptimeSeconds', '<', 900],
        ['persistence.isPersistent', '==', false],
        ['activity.hitRatio', '<', 0.3],
        ['activity.readsPerSecond', '>=', 20],
        ['commands.flushCalls', '==', 0],
        ['memory.usedToPeakRatio', '>=', 0.6],
      ],
    },
    advice: {
      'zh-CN': '查明重启原因；预热或限流，等缓存回暖。',
      en: 'Find out why it restarted; warm it up or throttle until it is filled.',
    },
    remedies: [],
    source: 'redis.io: Persistence',
  },
  {
    id: 'redis.expire-storm',
    kind: 'redis',
    title: { 'zh-CN': '大量键同时过期，拖慢 Redis', en: 'Many keys expire at the same time and slow Redis down' },
    explanation: {
      'zh-CN':
        '此刻每秒过期 {activity.expiredPerSecond} 个键，过期扫描达到时间上限 {activity.expireCapReached} 次，会与正常请求争抢主线程。',
      en: '{activity.expiredPerSecond} keys expire a second and the expiry cycle hit its time cap {activity.expireCapReached} times: it competes with requests for the main thread.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed'],
    hints: 'expire|ttl|avalanche|过期|雪崩',
    probes: ['activity', 'keyspace'],
    confirm: {
      any: [
        ['activity.expiredPerSecond', '>=', 1_000],
        {
          all: [
            ['activity.expireCapReached', '>', 0],
            ['keyspace.stalePercent', '>=', 10],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['keyspace.expireCapReached', '>', 0],
        ['keyspace.stalePercent', '>=', 5],
      ],
    },
    advice: { 'zh-CN': '给 TTL 加随机抖动，错开过期时间。', en: 'Add random jitter to the TTLs, so that they do not fall together.' },
    remedies: [],
    source: 'redis.io: Latency generated by expires',
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
