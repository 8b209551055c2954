/** Materialized views that make inserts into their source fail. */

import type { Signature } from '../../../domain/signature.ts';

export const viewSignatures: readonly Signature[] = [
  {
    id: 'clickhouse.view-target-missing',
    kind: 'clickhouse',
    title: {
      'zh-CN': '物化视图 {views.broken.name} 的目标表 {views.broken.target} 不存在（被删除），写入 {views.broken.source} 失败',
      en: 'The table {views.broken.target} of the materialized view {views.broken.name} is missing (dropped), and inserts into {views.broken.source} fail',
    },
    explanation: {
      'zh-CN':
        '每次写入 {views.broken.source} 都要经过物化视图 {views.broken.name} 写到 {views.broken.target}，而这张表不存在，整个 INSERT 因此报错；只读查询不受影响。最近的错误：{log.failures.missingTable.message}',
      en: 'Each insert into {views.broken.source} also goes through the materialized view {views.broken.name} into {views.broken.target}, which does not exist, so that the whole insert fails; reading goes on. The last error: {log.failures.missingTable.message}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['clickhouse.table-missing', 'clickhouse.queries-fail'],
    hints: 'insert|ingest|write|view|exist|missing|fail|写入|视图|不存在|失败',
    probes: ['views', 'query-log'],
    confirm: {
      all: [
        ['views.broken.count', '>=', 1],
        ['log.failures.missingTable.count', '>=', 1],
        ['log.failures.missingTable.message', 'matches', { fact: 'views.broken.target' }],
      ],
    },
    // An account that may not see all tables takes some for missing.
    likelyWhenHinted: ['views.broken.count', '>=', 1],
    refute: ['views.broken.count', '==', 0],
    advice: {
      'zh-CN':
        '按原结构重建目标表（Atomic 库 8 分钟内可 UNDROP TABLE），或在不再需要时 DROP 这个视图，写入立即恢复；缺的数据再从源表补算。',
      en: 'Create the table again as it was (in an Atomic database UNDROP TABLE works for eight minutes), or DROP the view if nobody needs it: inserts work at once. Then fill in from the source what is missing.',
    },
    remedies: [],
    source: 'clickhouse.com: CREATE VIEW, Materialized View; UNDROP TABLE',
  },
];
