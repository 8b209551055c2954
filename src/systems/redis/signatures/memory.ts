/** Memory full, and what fills it. */

import type { Signature } from '../../../domain/signature.ts';
import { areBuffersLarge, cannotEvict, isLimitLowered, isMemoryFull, isOneCollectionLarge, memoryHints } from './conditions.ts';

const raiseLimit = {
  action: 'config-set',
  arguments: { parameter: 'maxmemory', value: '{memory.suggestedMaxBytes}' },
  when: {
    all: [
      ['memory.isLimited', '==', true],
      ['memory.hasRoom', '==', true],
    ],
  },
} as const;

export const memorySignatures: readonly Signature[] = [
  {
    id: 'redis.memory-full',
    kind: 'redis',
    title: { 'zh-CN': '内存已满（达到 maxmemory 上限），写入被拒绝', en: 'Memory is full (maxmemory reached) and writes are refused' },
    explanation: {
      'zh-CN': '已用 {memory.usedBytes|bytes} / {memory.maxBytes|bytes}，策略 {memory.policy} 没有可淘汰的键，写命令返回 OOM（内存不足）。',
      en: '{memory.usedBytes|bytes} of {memory.maxBytes|bytes} are used, and with {memory.policy} nothing can be evicted: writes fail with OOM (out of memory).',
    },
    severity: 'critical',
    role: 'symptom',
    hints: memoryHints,
    quoted: 'command not allowed when used memory',
    probes: ['memory', 'errors', 'keyspace', 'activity'],
    confirm: { all: [isMemoryFull, cannotEvict, ['memory.isLimited', '==', true]] },
    refute: {
      any: [
        ['memory.isLimited', '==', false],
        {
          all: [
            ['errors.OOM', '==', 0],
            ['memory.usedRatio', '<', 0.85],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '先找出是什么占了内存（大键、无过期的键、客户端缓冲区）；机器内存有余量时可临时调高 maxmemory 恢复写入。',
      en: 'Find what fills it first (one big key, keys without expiry, client buffers); with memory to spare, raise maxmemory for now.',
    },
    remedies: [raiseLimit],
    source: 'redis.io: Key eviction',
  },
  {
    id: 'redis.unbounded-collection',
    isEmptiedByOthers: true,
    kind: 'redis',
    title: {
      'zh-CN': '集合 {bigkeys.topKey} 无限增长，占满内存',
      en: 'The collection {bigkeys.topKey} grows without bound and fills the memory',
    },
    explanation: {
      'zh-CN':
        '大 key {bigkeys.topKey}（{bigkeys.topType}，{bigkeys.topLength} 个元素，不过期）占已用内存的 {bigkeys.topShare|percent}。多半是消费者停了，或没有人裁剪；并不是 Redis 太小。',
      en: 'The big key {bigkeys.topKey} ({bigkeys.topType}, {bigkeys.topLength} elements, never expires) holds {bigkeys.topShare|percent} of the used memory. Most likely its consumer has stopped or nobody trims it; Redis is not too small.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'redis.memory-full',
      'redis.eviction-storm',
      'redis.keys-without-expiry',
      'redis.maxmemory-too-small',
      'redis.no-memory-limit',
    ],
    hints: `${memoryHints}|queue|backlog|consumer|list|队列|堆积|消费`,
    probes: ['memory', 'bigkeys', 'errors', 'activity'],
    confirm: {
      all: [
        isOneCollectionLarge,
        {
          any: [
            isMemoryFull,
            ['memory.usedRatio', '>=', 0.8],
            ['memory.rssToSystemRatio', '>=', 0.7],
            {
              all: [
                ['bigkeys.topLength', '>=', 10_000],
                ['activity.pushesPerSecond', '>', 1],
                ['activity.popsPerSecond', '<', { fact: 'activity.pushesPerSecond', times: 0.5 }],
              ],
            },
          ],
        },
      ],
    },
    likely: { any: [{ all: [isMemoryFull, ['memory.isLimited', '==', true]] }, ['memory.rssToSystemRatio', '>=', 0.7]] },
    refute: {
      any: [
        ['bigkeys.topShare', '<', 0.3],
        {
          all: [
            ['bigkeys.isTopCollection', '==', false],
            ['bigkeys.sampled', '>', 0],
          ],
        },
        ['bigkeys.topExpires', '==', true],
        ['bigkeys.sampled', '==', 0],
        areBuffersLarge,
      ],
    },
    advice: {
      'zh-CN':
        '恢复或扩容 {bigkeys.topKey} 的消费者，并给生产端加长度上限（LTRIM、XADD MAXLEN）。调高 maxmemory 只是止血；裁剪会丢数据，须由业务确认。',
      en: 'Bring back or scale the consumer of {bigkeys.topKey} and bound it at the producer (LTRIM, XADD MAXLEN). Raising maxmemory only buys time; trimming loses data and needs the owner’s word.',
    },
    remedies: [
      raiseLimit,
      {
        action: 'trim-list',
        arguments: { key: '{bigkeys.topKey}', database: '{bigkeys.topDatabase}', keep: '{bigkeys.topKeepLength}', keepSide: 'tail' },
        when: ['bigkeys.topType', '==', 'list'],
      },
    ],
    source: 'redis.io: Lists as queues; redis-cli --bigkeys',
  },
  {
    id: 'redis.keys-without-expiry',
    kind: 'redis',
    title: { 'zh-CN': '大量键没有过期时间（TTL），占满内存', en: 'Many keys without expiry (no TTL) fill the memory' },
    explanation: {
      'zh-CN':
        '{keyspace.keys} 个键中只有 {keyspace.expiring} 个会过期，策略 {memory.policy} 又不能淘汰其余的；没有单个大键，是键的数量在涨（主要前缀 {bigkeys.topPrefix}）。内存到 maxmemory 上限后，会过期的键（会话、缓存）被提前淘汰，已淘汰 {memory.evictedTotal} 个，一个都没有时写入被拒绝。',
      en: 'Of {keyspace.keys} keys only {keyspace.expiring} ever expire, and {memory.policy} may not evict the rest; no single key is big, it is their number (mostly {bigkeys.topPrefix}). Once memory is at maxmemory, keys that do expire (sessions, cached pages) are evicted early, {memory.evictedTotal} so far, and with none of them left writes are refused.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.memory-full', 'redis.maxmemory-too-small'],
    hints: `${memoryHints}|ttl|expire|过期`,
    probes: ['memory', 'keyspace', 'bigkeys', 'clients', 'commands', 'errors', 'activity'],
    confirm: {
      all: [
        isMemoryFull,
        cannotEvict,
        ['keyspace.expiringRatio', '<', 0.3],
        ['keyspace.keys', '>=', 1_000],
        ['bigkeys.topShare', '<', 0.3],
        ['bigkeys.permanentRatio', '>=', 0.7],
        // What was sampled, taken for all, is most of what is used: else something big was not among it.
        ['bigkeys.explainedRatio', '>=', 0.4],
        { not: areBuffersLarge },
        { not: isLimitLowered },
      ],
    },
    likely: { all: [isMemoryFull, cannotEvict, ['keyspace.expiringRatio', '<', 0.3], ['keyspace.keys', '>=', 1_000]] },
    refute: {
      any: [
        ['bigkeys.topShare', '>=', 0.3],
        areBuffersLarge,
        isLimitLowered,
        ['keyspace.expiringRatio', '>=', 0.5],
        ['memory.usedRatio', '<', 0.8],
      ],
    },
    advice: {
      'zh-CN': '让写入方给 {bigkeys.topPrefix} 这类键设置 TTL；若确是缓存，再评估改用 allkeys-lru。调高 maxmemory 只是止血。',
      en: 'Have the writer set a TTL on keys such as {bigkeys.topPrefix}; if it is a cache, consider allkeys-lru. Raising maxmemory only buys time.',
    },
    remedies: [raiseLimit],
    source: 'redis.io: Key eviction',
  },
  {
    id: 'redis.maxmemory-lowered',
    kind: 'redis',
    title: { 'zh-CN': 'maxmemory 被调低，低于实际数据量', en: 'maxmemory was lowered below what the data needs' },
    explanation: {
      'zh-CN':
        '历史峰值 {memory.peakBytes|bytes} 高于现在的上限 {memory.maxBytes|bytes}，且运行中执行过 CONFIG SET {commands.configSetCalls} 次：上限是后来调低的。',
      en: 'The peak of {memory.peakBytes|bytes} is above the present limit of {memory.maxBytes|bytes}, and CONFIG SET ran {commands.configSetCalls} times: the limit was lowered afterwards.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'redis.memory-full',
      'redis.eviction-storm',
      'redis.maxmemory-too-small',
      'redis.keys-without-expiry',
      'redis.hit-ratio-collapsed',
    ],
    hints: `${memoryHints}|config|change|evict|配置|变更|调整|淘汰`,
    probes: ['memory', 'commands'],
    confirm: isLimitLowered,
    refute: ['commands.configSetCalls', '==', 0],
    advice: {
      'zh-CN': '把 maxmemory 调回原值（至少容得下峰值），并查明是谁改的。',
      en: 'Set maxmemory back to where it was (at least room for the peak), and find out who changed it.',
    },
    remedies: [raiseLimit],
    source: 'redis.io: INFO memory',
  },
  {
    id: 'redis.maxmemory-too-small',
    kind: 'redis',
    title: { 'zh-CN': 'maxmemory 对现有数据太小，内存将满', en: 'maxmemory is too small for the data: memory is nearly full' },
    explanation: {
      'zh-CN': '已用 {memory.usedRatio|percent}，键大多会过期，没有异常大键，也不是客户端缓冲区：数据量就是需要更多内存。',
      en: '{memory.usedRatio|percent} of the limit is used; most keys expire, none is unusually big, and it is not client buffers: the data simply needs more memory.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.memory-full'],
    hints: memoryHints,
    probes: ['memory', 'keyspace', 'bigkeys', 'commands', 'errors', 'activity'],
    confirm: {
      all: [
        isMemoryFull,
        cannotEvict,
        ['memory.isLimited', '==', true],
        ['keyspace.expiringRatio', '>=', 0.3],
        ['bigkeys.topShare', '<', 0.3],
        { not: areBuffersLarge },
        { not: isLimitLowered },
      ],
    },
    likely: { all: [isMemoryFull, cannotEvict, ['memory.isLimited', '==', true], ['keyspace.expiringRatio', '>=', 0.3]] },
    refute: { any: [['bigkeys.topShare', '>=', 0.3], areBuffersLarge, isLimitLowered] },
    advice: {
      'zh-CN': '扩大 maxmemory 或分片；同时核对 TTL 是否过长。',
      en: 'Raise maxmemory or shard; check as well whether the TTLs are too long.',
    },
    remedies: [raiseLimit],
    source: 'redis.io: Memory optimization',
  },
  {
    id: 'redis.no-memory-limit',
    kind: 'redis',
    title: { 'zh-CN': '未设 maxmemory，机器内存将被耗尽', en: 'No maxmemory is set, and the machine runs out of memory' },
    explanation: {
      'zh-CN': '没有设置 maxmemory，Redis 已占机器内存的 {memory.rssToSystemRatio|percent}，继续增长会被 OOM killer 杀掉。',
      en: 'No maxmemory is set and Redis holds {memory.rssToSystemRatio|percent} of the machine’s memory; if it grows on, the OOM killer ends it.',
    },
    severity: 'critical',
    role: 'cause',
    hints: memoryHints,
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.isLimited', '==', false],
        ['memory.rssToSystemRatio', '>=', 0.8],
      ],
    },
    advice: {
      'zh-CN': '设置 maxmemory 与合适的淘汰策略，并找出增长来源。',
      en: 'Set maxmemory with a fitting policy, and find what grows.',
    },
    remedies: [],
    source: 'redis.io: Redis administration',
  },
];
