/** Statements whose conditions no index serves, told by their words and by the indexes that there are. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|query|statement|cpu|load|timeout|index|scan|慢|延迟|查询|负载|超时|索引|全表';

/** Whole tables are read right now, and this is the one. */
const isScanned: Condition = {
  all: [
    ['statements.filter.rows', '>=', 20_000],
    ['activity.rowsReadPerSecond', '>=', 200_000],
    ['tables.scanned.name', '==', { fact: 'statements.filter.table' }],
    ['tables.scanned.rowsPerScan', '>=', 20_000],
  ],
};

const explains = [
  'postgresql.full-scans',
  'postgresql.long-statement',
  'postgresql.statement-pile',
  'postgresql.costly-statement',
  'postgresql.cache-too-small',
  'postgresql.connections-all-busy',
];

export const filterSignatures: readonly Signature[] = [
  {
    id: 'postgresql.predicate-without-index',
    kind: 'postgresql',
    title: {
      'zh-CN': '{statements.filter.table} 的查询条件 {statements.filter.wrapped} 没有（表达式）索引可用，每次全表扫描',
      en: 'Predicate {statements.filter.wrapped} on {statements.filter.table} has no expression index: each run is a full table scan',
    },
    explanation: {
      'zh-CN':
        '语句 {statements.filter.query} 把列包在函数、类型转换里，或以 % 开头匹配（{statements.filter.wrapped}）：列上的普通索引用不上（现有：{statements.filter.plainIndex}），{statements.filter.rows} 行要全部读一遍。当前每秒读 {activity.rowsReadPerSecond} 行。',
      en: 'The statement {statements.filter.query} wraps its column in a function or a cast, or matches behind a leading % ({statements.filter.wrapped}): an ordinary index on the column can not serve it (there is: {statements.filter.plainIndex}), and all {statements.filter.rows} rows are read. {activity.rowsReadPerSecond} rows are read a second now.',
    },
    severity: 'warning',
    role: 'cause',
    explains: [...explains, 'postgresql.statistics-missing'],
    hints,
    probes: ['statements', 'activity', 'tables'],
    confirm: { all: [['statements.filter.wrapped', 'matches', '.'], isScanned] },
    likelyWhenHinted: {
      all: [
        ['statements.filter.wrapped', 'matches', '.'],
        ['statements.filter.rows', '>=', 20_000],
      ],
    },
    refute: ['statements.filter.wrapped', '==', ''],
    advice: {
      'zh-CN':
        '要么改语句让列不被包住（如写入时统一大小写、用范围代替 date()），要么 CREATE INDEX CONCURRENTLY 建表达式索引（如 ON 表 (lower(列))）；% 开头的匹配用 pg_trgm 的 GIN 索引。若随发布出现，可先回退。',
      en: 'Change the statement so that the column stands bare (one case when it is written, a range instead of date()), or build an expression index with CREATE INDEX CONCURRENTLY, as on (lower(column)); for a leading % a GIN index of pg_trgm. If it came with a release, that can be rolled back first.',
    },
    remedies: [],
    source: 'postgresql.org: Indexes on Expressions; pg_trgm',
  },
  {
    id: 'postgresql.index-missing',
    kind: 'postgresql',
    title: {
      'zh-CN': '{statements.filter.table} 缺少索引：查询条件列 {statements.filter.missing} 没有索引，反复全表扫描',
      en: 'Missing index on {statements.filter.table} ({statements.filter.missing}): full table scans again and again',
    },
    explanation: {
      'zh-CN':
        '语句 {statements.filter.query} 按 {statements.filter.missing} 过滤，而 {statements.filter.schema}.{statements.filter.table} 没有以这些列开头的有效索引：每次读 {tables.scanned.rowsPerScan} 行，当前每秒读 {activity.rowsReadPerSecond} 行。',
      en: 'The statement {statements.filter.query} filters by {statements.filter.missing}, and no valid index of {statements.filter.schema}.{statements.filter.table} begins with that: {tables.scanned.rowsPerScan} rows are read each time, {activity.rowsReadPerSecond} a second now.',
    },
    severity: 'warning',
    role: 'cause',
    explains,
    hints,
    probes: ['statements', 'activity', 'tables'],
    confirm: { all: [['statements.filter.missing', 'matches', '.'], isScanned] },
    refute: ['statements.filter.missing', '==', ''],
    advice: {
      'zh-CN':
        '看是否有迁移删掉了索引或它已失效；用 CREATE INDEX CONCURRENTLY 建在 {statements.filter.missing} 上（不锁写），选择性差的列不必建。',
      en: 'See whether a migration dropped it or it is invalid; build it on {statements.filter.missing} with CREATE INDEX CONCURRENTLY, which locks no writes; not on a column of few different values.',
    },
    remedies: [],
    source: 'postgresql.org: Examining Index Usage',
  },
];
