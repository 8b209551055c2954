/** A cache that no longer answers: the hit ratio fell, and what emptied it. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { asksWhyRestarted } from '../../asks-why.ts';

const hints = 'hit|miss|cold|backend|database load|命中|未命中|穿透|击穿|雪崩|回源';

const isMissing: Condition = {
  any: [
    ['activity.hitRatio', '<', 0.7],
    ['activity.hitRatio', '<', { fact: 'activity.lifetimeHitRatio', times: 0.8 }],
  ],
};

/** A ratio of next to nothing is none, and no backend feels it. */
const isHardlyRead: Condition = ['activity.missesPerSecond', '<', 1];

/** It was warm since its start, and of all that is missed now nothing is written back. */
const isNoLongerFilled: Condition = {
  all: [
    ['activity.setsPerSecond', '==', 0],
    ['activity.missesPerSecond', '>=', 5],
    ['activity.lifetimeHitRatio', '>=', 0.3],
  ],
};

/** What is missed stays once it is written back: a cold cache fills. */
const isWarming: Condition = {
  all: [
    ['activity.itemsPerSecond', '>=', { fact: 'activity.setsPerSecond', times: 0.3 }],
    { not: ['activity.lifetimeExpiredUnreadShare', '>=', 0.5] },
    { not: isNoLongerFilled },
  ],
};

export const hitSignatures: readonly Signature[] = [
  {
    id: 'memcached.hit-ratio-collapsed',
    kind: 'memcached',
    title: { 'zh-CN': '缓存命中率骤降', en: 'The cache hit ratio has dropped sharply' },
    explanation: {
      'zh-CN':
        '此刻命中率 {activity.hitRatio|percent}，启动以来为 {activity.lifetimeHitRatio|percent}；每秒 {activity.missesPerSecond} 次读未命中，落到后端（如数据库）。',
      en: 'The hit ratio is {activity.hitRatio|percent} now, {activity.lifetimeHitRatio|percent} since the start; {activity.missesPerSecond} misses a second go to the backend, such as the database.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.lifetimeReads', '>=', 1_000],
        ['activity.hitRatio', '<', { fact: 'activity.lifetimeHitRatio', times: 0.6 }],
      ],
    },
    likelyWhenHinted: ['activity.hitRatio', '<', 0.5],
    refute: { any: [['activity.hitRatio', '>=', { fact: 'activity.lifetimeHitRatio', times: 0.95 }], isHardlyRead] },
    advice: {
      'zh-CN': '先保护后端（限流、合并回源），再看是清空、重启、淘汰，还是键或 TTL 变了。',
      en: 'Protect the backend first (limit, merge the misses), then see whether it was flushed, restarted, evicts, or keys or TTLs have changed.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (get_hits, get_misses)',
  },
  {
    id: 'memcached.flushed',
    kind: 'memcached',
    title: { 'zh-CN': '缓存刚被 flush_all 清空，读落到后端', en: 'The cache was emptied by flush_all' },
    explanation: {
      'zh-CN':
        '{server.flushedSecondsAgo|duration} 前有人执行了 flush_all（启动以来共 {server.flushes} 次），此刻命中率 {activity.hitRatio|percent}。',
      en: 'Somebody ran flush_all {server.flushedSecondsAgo|duration} ago ({server.flushes} since the start); the hit ratio is {activity.hitRatio|percent} now, and the misses go to the backend.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['emptied'],
    explains: ['memcached.hit-ratio-collapsed', 'memcached.ttl-too-short'],
    hints: `${hints}|flush|清空`,
    probes: ['server', 'activity'],
    confirm: {
      all: [['server.flushedSecondsAgo', '<=', 3_600], { any: [['activity.flushedPerSecond', '>', 0], isMissing] }],
    },
    likelyWhenHinted: ['server.flushedSecondsAgo', '<=', 3_600],
    refute: {
      any: [
        ['server.flushes', '==', 0],
        ['server.flushedSecondsAgo', '>', 86_400],
      ],
    },
    advice: {
      'zh-CN': '缓存会自己热起来：期间保护后端。查是谁执行的（发布脚本、管理后台），并用 -F 禁止 flush_all。',
      en: 'It warms up by itself: protect the backend meanwhile. Find who did it (a release script, an admin page), and forbid it with -F.',
    },
    remedies: [],
    source: 'memcached(1) -F; doc/protocol.txt (flush_all, get_flushed)',
  },
  {
    id: 'memcached.cold-after-restart',
    kind: 'memcached',
    title: { 'zh-CN': 'memcached 刚重启，缓存是空的（冷缓存）', en: 'memcached has just restarted: the cache is empty (cold)' },
    explanation: {
      'zh-CN':
        '{server.uptimeSeconds|duration} 前启动，只有 {server.items} 条数据，命中率 {activity.hitRatio|percent}，没有淘汰：重启清空了缓存。',
      en: 'It started {server.uptimeSeconds|duration} ago and holds {server.items} items; the hit ratio is {activity.hitRatio|percent} without evictions: the restart emptied it.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['emptied'],
    explains: ['memcached.hit-ratio-collapsed'],
    hints: `${hints}|restart|重启`,
    restates: asksWhyRestarted,
    probes: ['server', 'activity', 'memory'],
    confirm: {
      all: [
        ['server.uptimeSeconds', '<', 1_800],
        ['activity.missesPerSecond', '>=', 5],
        ['activity.hitRatio', '<', 0.7],
        ['memory.evictions', '==', 0],
        ['server.flushes', '==', 0],
        isWarming,
      ],
    },
    likelyWhenHinted: { all: [['server.uptimeSeconds', '<', 1_800], ['activity.missesPerSecond', '>=', 1], isWarming] },
    // What has thrown items out since its start was full since: it lacks room, not warmth.
    refute: {
      any: [['server.uptimeSeconds', '>', 86_400], ['memory.evictions', '>', 0], isHardlyRead],
    },
    advice: {
      'zh-CN': '先限流保护后端，等缓存热起来；再查重启原因（OOM killer、发布、崩溃）。',
      en: 'Limit the load on the backend until it is warm; then find why it restarted (OOM killer, release, crash).',
    },
    remedies: [],
    source: 'memcached wiki: the cache is volatile; doc/protocol.txt (uptime)',
  },
  {
    id: 'memcached.writes-stopped',
    kind: 'memcached',
    title: {
      'zh-CN': '没有人再写入缓存（填充、预热任务停了），旧数据已过期',
      en: 'Nobody writes into the cache any more (what fills it has stopped), and what it held has expired',
    },
    explanation: {
      'zh-CN':
        '每秒读 {activity.getsPerSecond} 次、未命中 {activity.missesPerSecond} 次，写入为 {activity.setsPerSecond}；自 {server.uptimeSeconds|duration} 前启动以来写入过 {memory.storedTotal} 条、命中率 {activity.lifetimeHitRatio|percent}，现在只剩 {server.items} 条，既没有淘汰也没有清空：它们过期了，没有人补上。',
      en: '{activity.getsPerSecond} reads a second, {activity.missesPerSecond} of them miss, and {activity.setsPerSecond} writes. Since its start {server.uptimeSeconds|duration} ago {memory.storedTotal} items were written and {activity.lifetimeHitRatio|percent} of the reads hit; {server.items} items are left, without evictions or a flush: they have expired, and nobody writes them anew.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memcached.hit-ratio-collapsed', 'memcached.cold-after-restart', 'memcached.ttl-too-short'],
    hints: `${hints}|empty|not found|查不到|读不到|空了|空的|没有数据`,
    probes: ['activity', 'memory', 'server'],
    confirm: { all: [isNoLongerFilled, ['activity.hitRatio', '<', 0.5], ['memory.storedTotal', '>', 0], ['memory.evictions', '==', 0]] },
    likelyWhenHinted: {
      all: [
        ['activity.setsPerSecond', '==', 0],
        ['activity.missesPerSecond', '>=', 5],
        ['activity.hitRatio', '<', 0.5],
        ['memory.storedTotal', '>', 0],
        ['activity.evictionsPerSecond', '==', 0],
      ],
    },
    refute: {
      any: [['activity.setsPerSecond', '>', 0], ['server.flushedSecondsAgo', '<=', 3_600], isHardlyRead],
    },
    advice: {
      'zh-CN':
        '看写缓存的任务（预热、同步、定时任务）是否还在运行、是否连得上 memcached，写入间隔是否短于 TTL；先限流保护后端，再把它恢复。',
      en: 'See whether what writes into the cache (warming, sync, a scheduled job) still runs and reaches memcached, and does so more often than the TTL; protect the backend, then bring it back.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (cmd_set, total_items, curr_items)',
  },
  {
    id: 'memcached.ttl-too-short',
    kind: 'memcached',
    title: { 'zh-CN': 'TTL 太短：数据在被读到之前就过期', en: 'TTL too short: items expire before they are read' },
    explanation: {
      'zh-CN':
        '每秒未命中 {activity.missesPerSecond} 次，其中 {activity.expiredShare|percent} 读到刚过期的键；启动以来写入的数据有 {activity.lifetimeExpiredUnreadShare|percent} 在被读到之前就过期了。大量键同时过期会冲击后端。',
      en: '{activity.missesPerSecond} reads a second miss, {activity.expiredShare|percent} of them keys that have just expired; {activity.lifetimeExpiredUnreadShare|percent} of all that was written since the start expired before anybody read it. Many that expire at once hit the backend together.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.hit-ratio-collapsed', 'memcached.cold-after-restart'],
    hints: `${hints}|ttl|expire|过期|失效`,
    probes: ['activity'],
    confirm: {
      all: [
        {
          any: [
            ['activity.expiredShare', '>=', 0.5],
            ['activity.lifetimeExpiredUnreadShare', '>=', 0.5],
          ],
        },
        ['activity.missesPerSecond', '>=', 5],
        isMissing,
      ],
    },
    likelyWhenHinted: {
      any: [
        ['activity.expiredShare', '>=', 0.3],
        ['activity.lifetimeExpiredUnreadShare', '>=', 0.4],
      ],
    },
    refute: {
      any: [
        isHardlyRead,
        {
          all: [
            ['activity.expiredShare', '<', 0.1],
            ['activity.lifetimeExpiredUnreadShare', '<', 0.2],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '延长 TTL，并加随机抖动错开过期时间；热点键用提前续期。',
      en: 'Lengthen the TTLs and spread them with jitter; renew hot keys before they expire.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (get_expired, expired_unfetched)',
  },
];
