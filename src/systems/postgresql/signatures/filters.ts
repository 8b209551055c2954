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

const isIndexBroken = ['statements.filter.invalidIndex', 'matches', '.'] as const;

export const filterSignatures: readonly Signature[] = [
  {
    id: 'postgresql.invalid-index-serves-nobody',
    kind: 'postgresql',
    title: {
      'zh-CN': '{statements.filter.table} 的索引 {statements.filter.invalidIndex} 无效（CREATE INDEX CONCURRENTLY 失败），查询只能全表扫描',
      en: 'The index {statements.filter.invalidIndex} of {statements.filter.table} is invalid (CREATE INDEX CONCURRENTLY failed): full table scans instead',
    },
    explanation: {
      'zh-CN':
        '语句 {statements.filter.query} 的条件本该由 {statements.filter.invalidIndexSchema}.{statements.filter.invalidIndex} 服务，但这个索引没有建成（indisvalid 为 false），规划器不用它，写入却仍要维护它：每次读 {tables.scanned.rowsPerScan} 行，当前每秒读 {activity.rowsReadPerSecond} 行。它是唯一索引：{statements.filter.isInvalidUnique}，唯一索引多因重复数据而失败。',
      en: 'The statement {statements.filter.query} would be served by {statements.filter.invalidIndexSchema}.{statements.filter.invalidIndex}, but the build of that index failed (indisvalid is false): the planner does not use it, while writes still keep it up. {tables.scanned.rowsPerScan} rows are read each time, {activity.rowsReadPerSecond} a second now. It is a unique index: {statements.filter.isInvalidUnique}; those mostly fail on duplicates.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...explains, 'postgresql.index-missing', 'postgresql.predicate-without-index', 'postgresql.invalid-index'],
    hints,
    probes: ['statements', 'activity', 'tables'],
    confirm: { all: [isIndexBroken, isScanned] },
    likelyWhenHinted: isIndexBroken,
    refute: ['statements.filter.invalidIndex', '==', ''],
    advice: {
      'zh-CN':
        'REINDEX INDEX CONCURRENTLY 重建它，或 DROP INDEX CONCURRENTLY 后重建；不要再建第二个。唯一索引先找出重复的行并处理，急用时先建一个普通索引顶上。',
      en: 'Rebuild it with REINDEX INDEX CONCURRENTLY, or drop it (DROP INDEX CONCURRENTLY) and build it again; it needs no second one beside it. For a unique one find the duplicate rows first; an ordinary index in its place helps at once.',
    },
    remedies: [
      {
        action: 'reindex',
        arguments: { schema: '{statements.filter.invalidIndexSchema}', index: '{statements.filter.invalidIndex}' },
        // On duplicates a unique one would fail again.
        when: ['statements.filter.isInvalidUnique', '==', false],
      },
    ],
    source: 'postgresql.org: Building Indexes Concurrently',
  },
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
    looksLike: ['asked-more'],
    explains: [...explains, 'postgresql.statistics-missing'],
    hints,
    probes: ['statements', 'activity', 'tables'],
    confirm: { all: [['statements.filter.wrapped', 'matches', '.'], isScanned, { not: isIndexBroken }] },
    likelyWhenHinted: {
      all: [
        ['statements.filter.wrapped', 'matches', '.'],
        ['statements.filter.rows', '>=', 20_000],
      ],
    },
    refute: { any: [['statements.filter.wrapped', '==', ''], isIndexBroken] },
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
    looksLike: ['asked-more'],
    explains,
    hints,
    probes: ['statements', 'activity', 'tables'],
    confirm: { all: [['statements.filter.missing', 'matches', '.'], isScanned, { not: isIndexBroken }] },
    // An index that was not finished is no missing one.
    refute: { any: [['statements.filter.missing', '==', ''], isIndexBroken] },
    advice: {
      'zh-CN':
        '看是否有迁移删掉了索引或它已失效；用 CREATE INDEX CONCURRENTLY 建在 {statements.filter.missing} 上（不锁写），选择性差的列不必建。',
      en: 'See whether a migration dropped it or it is invalid; build it on {statements.filter.missing} with CREATE INDEX CONCURRENTLY, which locks no writes; not on a column of few different values.',
    },
    remedies: [],
    source: 'postgresql.org: Examining Index Usage',
  },
];
