/** A Redis that has lost what it held. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { asksWhyRestarted } from '../../asks-why.ts';

/** A job that empties it with each run: every ten minutes of its life at least, and little is left between. */
const emptiedAgainAndAgain: Condition = {
  all: [
    ['commands.flushCalls', '>=', 3],
    ['commands.flushCalls', '>=', { fact: 'server.uptimeSeconds', times: 1 / 600 }],
    {
      any: [
        ['keyspace.keys', '<=', 100],
        ['activity.hitRatio', '<', 0.5],
      ],
    },
  ],
};

export const lostDataSignatures: readonly Signature[] = [
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
    looksLike: ['emptied'],
    explains: ['redis.hit-ratio-collapsed'],
    hints: 'flush|wiped|empty|lost|gone|清空|丢失|没了|命中率',
    probes: ['commands', 'memory', 'keyspace', 'activity', 'slowlog', 'server'],
    confirm: {
      any: [
        emptiedAgainAndAgain,
        {
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
    looksLike: ['emptied'],
    explains: ['redis.hit-ratio-collapsed'],
    hints:
      'restart|cold|lost|logged out|log(ged)?[- ]?out|empty|wiped|miss|hit.?rat|重启|冷启动|丢失|丢了|掉线|登出|下线|清空|命中|穿透|没了|不见|空了|gone|disappear',
    restates: asksWhyRestarted,
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
    refute: {
      any: [
        ['server.uptimeSeconds', '>=', 3_600],
        ['persistence.isPersistent', '==', true],
        // Nobody asks in vain.
        {
          all: [
            ['keyspace.keys', '>', 0],
            ['keyspace.misses', '<', 20],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '查明重启原因；预热或限流，等缓存回暖。',
      en: 'Find out why it restarted; warm it up or throttle until it is filled.',
    },
    remedies: [],
    source: 'redis.io: Persistence',
  },
];
