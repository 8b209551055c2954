/** Statements whose conditions no index serves, or not the one that is there: told by their words and by the lists of the server. */

import type { Condition, Signature, Test } from '../../../domain/signature.ts';

const hints = 'slow|latency|query|quer|statement|cpu|load|timeout|index|scan|慢|延迟|查询|负载|超时|索引|全表';

/** Tables and results that matter: a table is read through, and hardly a row of it is wanted. */
function isReadThrough(perKept: number): Condition {
  return {
    all: [
      ['statements.top.share', '>=', 0.3],
      ['statements.filter.examinedPerKept', '>=', perKept],
      ['statements.filter.examinedPerCall', '>=', 10_000],
      // The number of rows is an estimate, and a LIMIT ends some runs half-way.
      ['statements.filter.examinedPerCall', '>=', { fact: 'statements.filter.rows', times: 0.3 }],
    ],
  };
}

const takesACore: Condition = {
  all: [
    ['statements.top.busyRatio', '>=', 1],
    ['statements.top.meanMs', '>=', 50],
  ],
};
/** One client that is slow is enough for who speaks of slowness. */
const isFelt: Condition = {
  all: [
    ['statements.top.busyRatio', '>=', 0.2],
    ['statements.top.meanMs', '>=', 50],
  ],
};
const isNoticed: Condition = {
  all: [
    ['statements.top.busyRatio', '>=', 0.1],
    ['statements.top.meanMs', '>=', 20],
  ],
};

function when(...conditions: readonly Condition[]): Pick<Signature, 'confirm' | 'confirmWhenHinted' | 'likelyWhenHinted'> {
  return {
    confirm: { all: [...conditions, takesACore] },
    confirmWhenHinted: { all: [...conditions, isFelt] },
    likelyWhenHinted: { all: [...conditions, isNoticed] },
  };
}

const isTextIndexUnused: Test = ['statements.filter.isTextIndexUnused', '==', true];
const isNumber: Test = ['statements.filter.comparedWith', '==', 'number'];
const isText: Test = ['statements.filter.comparedWith', '==', 'text'];
const isWrapped: Test = ['statements.filter.wrapped', 'matches', '.'];
const isMissing: Test = ['statements.filter.isMissing', '==', true];
const isPlain: Test = ['statements.filter.isPlain', '==', true];

const common = {
  kind: 'mysql',
  severity: 'warning',
  role: 'cause',
  looksLike: ['asked-more'],
  explains: [
    'mysql.costly-statement',
    'mysql.full-scans',
    'mysql.statement-without-index',
    'mysql.statement-pile',
    'mysql.long-statement',
    'mysql.buffer-pool-too-small',
    'mysql.connections-all-busy',
  ],
  hints,
  probes: ['statements'],
  remedies: [],
} as const satisfies Partial<Signature>;

const took = {
  'zh-CN':
    '每次执行检查 {statements.filter.examinedPerCall} 行（全表约 {statements.filter.rows} 行），平均 {statements.top.meanMs} ms，占全部执行时间的 {statements.top.share|percent}：{statements.filter.query}',
  en: 'Each run examines {statements.filter.examinedPerCall} rows (the table has about {statements.filter.rows}) and takes {statements.top.meanMs} ms, {statements.top.share|percent} of all execution time: {statements.filter.query}',
};

export const filterSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'mysql.implicit-conversion',
    title: {
      'zh-CN': '隐式类型转换：文本列 {statements.filter.table}.{statements.filter.column} 与数字比较，索引 {statements.filter.index} 失效',
      en: 'Implicit conversion: the text column {statements.filter.table}.{statements.filter.column} is compared with a number, and its index {statements.filter.index} is not used',
    },
    explanation: {
      'zh-CN': `{statements.filter.table}.{statements.filter.column} 是 {statements.filter.columnType}，语句里的值没有加引号：每一行的文本都要先转换成数字才能比较，索引用不上。${took['zh-CN']}`,
      en: `{statements.filter.table}.{statements.filter.column} is {statements.filter.columnType}, and the value in the statement has no quotes: the text of each row is converted to a number before it is compared, which no index on text can serve. ${took.en}`,
    },
    ...when(isTextIndexUnused, isNumber, isReadThrough(1_000)),
    refute: { any: [['statements.filter.isTextIndexUnused', '==', false], isText] },
    advice: {
      'zh-CN': '给值加引号，或让驱动按字符串绑定参数（检查 ORM 里该字段的类型）；若随发布出现，可先回退。不需要新建索引。',
      en: 'Put the value in quotes, or bind the parameter as a string (see the type of that field in the ORM); if it came with a release, that can be rolled back first. No new index is needed.',
    },
    source: 'dev.mysql.com: Type Conversion in Expression Evaluation',
  },
  {
    ...common,
    id: 'mysql.text-index-not-used',
    title: {
      'zh-CN': '{statements.filter.table}.{statements.filter.column} 的索引 {statements.filter.index} 没有用到，多半是隐式类型转换',
      en: 'The index {statements.filter.index} on {statements.filter.table}.{statements.filter.column} is not used, mostly for an implicit conversion',
    },
    explanation: {
      'zh-CN': `{statements.filter.column}（{statements.filter.columnType}，{statements.filter.collation}）上有索引，语句却读遍全表：多半拿文本列与数字比较（值没有加引号），或与另一种字符集、排序规则的值比较，列要逐行转换类型。摘要里看不到值，请核对语句原文。${took['zh-CN']}`,
      en: `There is an index on {statements.filter.column} ({statements.filter.columnType}, {statements.filter.collation}), and yet the whole table is read: mostly the text column is compared with a number (a value without quotes), or with a value of another character set or collation, so that the column is converted row by row. A digest shows no value: see the text of the statement. ${took.en}`,
    },
    ...when(isTextIndexUnused, isPlain, { not: isNumber }, isReadThrough(10_000)),
    refute: { any: [['statements.filter.isTextIndexUnused', '==', false], isNumber, isText] },
    advice: {
      'zh-CN':
        '在慢日志里看语句原文并 EXPLAIN：值加引号或按字符串绑定参数，字符集与排序规则与列一致；都没有问题时 ANALYZE TABLE 更新统计信息。',
      en: 'See the statement itself in the slow log and EXPLAIN it: quote the value or bind it as a string, with the character set and collation of the column; if all that is right, renew the statistics with ANALYZE TABLE.',
    },
    source: 'dev.mysql.com: Type Conversion in Expression Evaluation; How MySQL Uses Indexes',
  },
  {
    ...common,
    id: 'mysql.function-on-indexed-column',
    title: {
      'zh-CN': '查询条件 {statements.filter.wrapped} 对列做了函数运算，{statements.filter.table} 的索引 {statements.filter.index} 失效',
      en: 'Function on a column: {statements.filter.wrapped} keeps the index {statements.filter.index} of {statements.filter.table} from being used',
    },
    explanation: {
      'zh-CN': `{statements.filter.table}.{statements.filter.column} 上有索引，但条件把列包在函数、类型转换里或以 % 开头匹配（{statements.filter.wrapped}），索引用不上，只能全表扫描。${took['zh-CN']}`,
      en: `{statements.filter.table}.{statements.filter.column} has an index, but the condition wraps the column in a function or a cast, or matches behind a leading % ({statements.filter.wrapped}), which the index can not serve: a full table scan. ${took.en}`,
    },
    ...when(isWrapped, isReadThrough(1_000)),
    refute: ['statements.filter.wrapped', '==', ''],
    advice: {
      'zh-CN':
        '改语句让列不被包住：DATE(列) = 某天改为范围，比较不区分大小写的排序规则（_ci）时不需要 LOWER/UPPER；改不了的在 MySQL 8 建函数索引，MariaDB 建生成列再加索引。',
      en: 'Let the column stand bare: a range instead of DATE(column), and no LOWER or UPPER where the collation ignores case (_ci). Where that can not be changed, a functional index (MySQL 8) or an index on a generated column (MariaDB) serves it.',
    },
    source: 'dev.mysql.com: Functional Key Parts; Optimizer Use of Generated Column Indexes',
  },
  {
    ...common,
    id: 'mysql.index-missing',
    title: {
      'zh-CN': '缺少索引：{statements.filter.table} 的查询条件列 {statements.filter.column} 没有索引，每次全表扫描',
      en: 'Missing index on {statements.filter.table} ({statements.filter.column}): a full table scan each time',
    },
    explanation: {
      'zh-CN': `语句按 {statements.filter.column} 过滤，而 {statements.filter.schema}.{statements.filter.table} 没有以这些列开头的索引。${took['zh-CN']}`,
      en: `The statement filters by {statements.filter.column}, and no index of {statements.filter.schema}.{statements.filter.table} begins with that. ${took.en}`,
    },
    ...when(isMissing, isPlain, isReadThrough(1_000)),
    // A sum over most of the table needs all of it; what it adds up is not known.
    likelyWhenHinted: { all: [isMissing, isReadThrough(1_000), isNoticed] },
    refute: ['statements.filter.isMissing', '==', false],
    advice: {
      'zh-CN':
        '看是否有迁移删掉了索引；按 {statements.filter.column} 用在线 DDL（ALGORITHM=INPLACE, LOCK=NONE）或 gh-ost 补索引，选择性差的列不必建；若是统计类语句，改为汇总表。',
      en: 'See whether a migration dropped it; add one on {statements.filter.column} with online DDL (ALGORITHM=INPLACE, LOCK=NONE) or gh-ost, not on a column of few different values; if it adds up a whole table, keep sums.',
    },
    source: 'dev.mysql.com: How MySQL Uses Indexes; Online DDL Operations',
  },
];
