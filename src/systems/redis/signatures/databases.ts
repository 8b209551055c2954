/** Clients that ask in another database than the one which is filled. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const readsEmpty: Condition = {
  all: [
    ['databases.reader', '!=', ''],
    ['databases.readKeys', '==', 0],
  ],
};

export const databaseSignatures: readonly Signature[] = [
  {
    id: 'redis.wrong-database',
    kind: 'redis',
    title: {
      'zh-CN': '{databases.reader} 读的是 db{databases.readDatabase}，数据却在另一个数据库 db{databases.writtenDatabase}（库号不一致）',
      en: '{databases.reader} reads in db{databases.readDatabase}, but the keys are in another database, db{databases.writtenDatabase} (wrong database)',
    },
    explanation: {
      'zh-CN':
        '{databases.reader}（{databases.readers} 个连接）在 db{databases.readDatabase} 里读，那里有 {databases.readKeys} 个键，也没有人写入；db{databases.writtenDatabase} 有 {databases.writtenKeys} 个键。写入 db{databases.writtenDatabase} 的是 {databases.writer}。此刻每秒 {activity.missesPerSecond} 次读未命中。',
      en: '{databases.reader} ({databases.readers} connections) reads in db{databases.readDatabase}, which holds {databases.readKeys} keys and into which nobody writes; db{databases.writtenDatabase} holds {databases.writtenKeys}. {databases.writer} writes into db{databases.writtenDatabase}. {activity.missesPerSecond} reads a second miss right now.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed', 'redis.restarted-empty', 'redis.writes-stopped'],
    hints:
      'database|\\bdb ?\\d|select|not find|not found|cannot find|can.?t find|nothing (is )?found|log(ged)?[- ]?(in|out)|session|miss|hit|empty|gone|disappear|读不到|查不到|找不到|取不到|拿不到|没有数据|登出|掉线|登录|会话|命中|空的|不见|库号|数据库|穿透',
    probes: ['clients', 'activity', 'keyspace'],
    confirm: {
      all: [readsEmpty, ['databases.writer', '!=', ''], ['activity.missesPerSecond', '>=', 5], ['activity.hitRatio', '<', 0.5]],
    },
    confirmWhenHinted: { all: [readsEmpty, ['databases.writer', '!=', ''], ['activity.missesPerSecond', '>', 0]] },
    // Who wrote may have hung up since; and a database may hold something else than what is asked for there.
    likelyWhenHinted: {
      all: [
        ['activity.missesPerSecond', '>', 0],
        {
          any: [
            readsEmpty,
            {
              all: [
                ['databases.writer', '!=', ''],
                ['activity.hitRatio', '<', 0.2],
              ],
            },
          ],
        },
      ],
    },
    refute: {
      any: [
        ['databases.reader', '==', ''],
        ['keyspace.misses', '==', 0],
      ],
    },
    advice: {
      'zh-CN':
        '核对各服务连接串里的库号（redis://host:port/N、SELECT N、database 配置）与最近一次发布的改动，改成同一个库；不要用 SWAPDB 去迁就。',
      en: 'Compare the database number in the settings of each service (redis://host:port/N, SELECT N) with what the last release changed, and make them the same; do not SWAPDB to suit one of them.',
    },
    remedies: [],
    source: 'redis.io: SELECT; CLIENT LIST (db=)',
  },
];
