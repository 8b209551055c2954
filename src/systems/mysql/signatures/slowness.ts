/** Slow statements, long transactions, and what makes them so. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|query|statement|cpu|load|timeout|慢|延迟|查询|负载|超时';
const killLongest = {
  action: 'kill-query',
  arguments: { id: '{statements.longest.id}', login: '{statements.longest.login}', host: '{statements.longest.host}', atLeastSeconds: 3 },
} as const;

export const slownessSignatures: readonly Signature[] = [
  {
    id: 'mysql.statement-pile',
    kind: 'mysql',
    title: { 'zh-CN': '同一条慢语句大量并发执行，越积越多', en: 'The same slow statement runs many times at once and piles up' },
    explanation: {
      'zh-CN':
        '正在执行的 {statements.active} 条语句里，{statements.same.count} 条是同一条：{statements.same.query}；最久的已 {statements.longest.seconds|duration}。',
      en: '{statements.same.count} of {statements.active} running statements are the same: {statements.same.query}; the oldest has run for {statements.longest.seconds|duration}.',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['mysql.connections-exhausted', 'mysql.connections-all-busy', 'mysql.long-statement'],
    hints,
    probes: ['statements', 'connections'],
    confirm: {
      all: [
        ['statements.same.count', '>=', 4],
        // A quarter of all there may be: four workers of a batch are no pile.
        ['statements.same.count', '>=', { fact: 'connections.max', times: 0.25 }],
        ['statements.same.share', '>=', 0.5],
        ['statements.longest.seconds', '>=', 3],
        ['statements.waitingForLocks', '<', { fact: 'statements.active', times: 0.5 }],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['statements.same.count', '>=', 4],
        ['statements.same.share', '>=', 0.5],
        ['statements.longest.seconds', '>=', 2],
        ['statements.waitingForLocks', '<', { fact: 'statements.active', times: 0.5 }],
      ],
    },
    refute: ['statements.same.count', '<', 2],
    advice: {
      'zh-CN': 'EXPLAIN 它：是否缺索引或选错索引；必要时先结束最久的几条，并在应用侧限流或加缓存。',
      en: 'EXPLAIN it for a missing or wrong index; kill the oldest runs if need be, and limit or cache it in the application.',
    },
    remedies: [killLongest],
    source: 'dev.mysql.com: Optimizing Queries with EXPLAIN',
  },
  {
    id: 'mysql.statement-without-index',
    kind: 'mysql',
    title: {
      'zh-CN': '缺少索引：一条语句每返回一行要扫描 {statements.top.examinedPerSent} 行',
      en: 'Missing index: a statement scans {statements.top.examinedPerSent} rows for each one it returns',
    },
    explanation: {
      'zh-CN':
        '最近一秒里它占全部执行时间的 {statements.top.share|percent}，平均 {statements.top.meanMs} ms，几乎都花在读后又丢弃的行上：{statements.top.query}',
      en: 'In the last second it took {statements.top.share|percent} of all execution time, {statements.top.meanMs} ms a run, nearly all for rows that are scanned and thrown away: {statements.top.query}',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['mysql.costly-statement', 'mysql.connections-all-busy', 'mysql.full-scans', 'mysql.statement-pile', 'mysql.long-statement'],
    hints: `index|scan|索引|全表|${hints}`,
    probes: ['statements'],
    // One that takes a core by itself and throws ten thousand rows away for each that it keeps, though others like it run beside it.
    confirm: {
      any: [
        {
          all: [
            ['statements.top.share', '>=', 0.6],
            ['statements.top.busyRatio', '>=', 2],
            ['statements.top.meanMs', '>=', 100],
            ['statements.top.examinedPerSent', '>=', 1_000],
          ],
        },
        {
          all: [
            ['statements.top.share', '>=', 0.3],
            ['statements.top.busyRatio', '>=', 1],
            ['statements.top.meanMs', '>=', 300],
            ['statements.top.examinedPerSent', '>=', 10_000],
          ],
        },
      ],
    },
    refute: ['statements.top.examinedPerSent', '<', 100],
    advice: {
      'zh-CN': 'EXPLAIN 看它用了哪个索引；按 WHERE 的列用在线 DDL 或 gh-ost 补索引；若是统计类语句，改为汇总表。',
      en: 'EXPLAIN shows which index it uses; add one on the columns of WHERE with online DDL or gh-ost; if it adds up a whole table, keep sums.',
    },
    remedies: [],
    source: 'dev.mysql.com: Performance Schema Statement Digests (rows examined, rows sent); How MySQL Uses Indexes',
  },
  {
    id: 'mysql.costly-statement',
    kind: 'mysql',
    title: { 'zh-CN': '一条慢语句（或高频语句）占了大部分执行时间', en: 'One slow or frequent statement takes most of the execution time' },
    explanation: {
      'zh-CN':
        '最近一秒里它占全部执行时间的 {statements.top.share|percent}，平均 {statements.top.meanMs} ms，每返回一行检查 {statements.top.examinedPerSent} 行：{statements.top.query}',
      en: 'In the last second it took {statements.top.share|percent} of all execution time, {statements.top.meanMs} ms a run, examining {statements.top.examinedPerSent} rows for each one sent: {statements.top.query}',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['mysql.connections-all-busy', 'mysql.full-scans'],
    hints,
    probes: ['statements'],
    confirm: {
      all: [
        ['statements.top.share', '>=', 0.6],
        ['statements.top.busyRatio', '>=', 2],
        ['statements.top.meanMs', '>=', 100],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['statements.top.share', '>=', 0.5],
        ['statements.top.busyRatio', '>=', 0.3],
        ['statements.top.meanMs', '>=', 50],
      ],
    },
    advice: {
      'zh-CN': '对它 EXPLAIN；检查行数远多于返回行数时多半缺索引，用在线 DDL 或 gh-ost 添加。',
      en: 'EXPLAIN it; many rows examined for few sent mostly mean a missing index, to be added with online DDL or gh-ost.',
    },
    remedies: [],
    source: 'dev.mysql.com: Performance Schema Statement Digests',
  },
  {
    id: 'mysql.long-statement',
    kind: 'mysql',
    title: {
      'zh-CN': '慢查询：{statements.longest.who} 的语句执行过久',
      en: 'Slow query: a statement of {statements.longest.who} runs for very long',
    },
    explanation: {
      'zh-CN':
        '连接 {statements.longest.id} 已执行 {statements.longest.seconds|duration}（{statements.longest.state}）：{statements.longest.query}',
      en: 'Connection {statements.longest.id} has been running it for {statements.longest.seconds|duration} ({statements.longest.state}): {statements.longest.query}',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    hints,
    probes: ['statements', 'connections'],
    // Dumps and reports run for long on healthy servers: alone it is no fault.
    confirm: {
      all: [
        ['statements.longest.seconds', '>=', 300],
        ['statements.longest.isWaitingForLock', '==', false],
        ['connections.usedRatio', '>=', 0.9],
      ],
    },
    likely: {
      all: [
        ['statements.longest.seconds', '>=', 7_200],
        ['statements.longest.isWaitingForLock', '==', false],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['statements.longest.seconds', '>=', 3],
        ['statements.longest.isWaitingForLock', '==', false],
      ],
    },
    refute: ['statements.longest.seconds', '<', 1],
    advice: {
      'zh-CN': '确认不是备份、报表或在线变更后可结束它；再查计划与索引，并设 max_execution_time（MariaDB 为 max_statement_time）。',
      en: 'If it is no dump, report or online change, it may be killed; then look at plan and indexes, and set max_execution_time (max_statement_time in MariaDB).',
    },
    remedies: [killLongest],
    source: 'dev.mysql.com: SHOW PROCESSLIST',
  },
  {
    id: 'mysql.temp-tables-on-disk',
    kind: 'mysql',
    title: { 'zh-CN': '大量临时表落盘，查询变慢', en: 'Many temporary tables are written to disk and slow queries down' },
    explanation: {
      'zh-CN':
        '每秒 {activity.tempTablesOnDiskPerSecond} 个临时表落盘（占 {activity.tempOnDiskRatio|percent}）：结果超过 tmp_table_size（{settings.tmp_table_size|bytes}），或含 BLOB/TEXT。',
      en: '{activity.tempTablesOnDiskPerSecond} temporary tables a second go to disk ({activity.tempOnDiskRatio|percent}): results exceed tmp_table_size ({settings.tmp_table_size|bytes}) or hold BLOB/TEXT.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `temp|tmp|临时表|${hints}`,
    probes: ['activity', 'settings'],
    confirm: {
      all: [
        ['activity.tempTablesOnDiskPerSecond', '>=', 50],
        ['activity.tempOnDiskRatio', '>=', 0.5],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.tempTablesOnDiskPerSecond', '>=', 3],
        ['activity.tempOnDiskRatio', '>=', 0.3],
      ],
    },
    refute: ['activity.tempTablesOnDiskPerSecond', '<', 1],
    advice: {
      'zh-CN': '先看 GROUP BY、ORDER BY、DISTINCT 能否走索引，少取 TEXT 列；再同时调大 tmp_table_size 与 max_heap_table_size。',
      en: 'See first whether GROUP BY, ORDER BY, DISTINCT can use an index and TEXT columns be left out; then raise tmp_table_size together with max_heap_table_size.',
    },
    remedies: [],
    source: 'dev.mysql.com: Internal Temporary Table Use; mysqld mixin',
  },
  {
    id: 'mysql.full-scans',
    kind: 'mysql',
    title: { 'zh-CN': '大量全表扫描，多半缺少索引', en: 'Full table scans: an index is probably missing' },
    explanation: {
      'zh-CN': '每秒逐行扫描 {activity.rowsScannedPerSecond} 行，无索引联接 {activity.fullJoinsPerSecond} 次：查询变慢、负载升高。',
      en: '{activity.rowsScannedPerSecond} rows a second are read one after the other, {activity.fullJoinsPerSecond} joins use no index: queries are slow and load the server.',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['mysql.long-statement', 'mysql.buffer-pool-too-small'],
    hints: `index|scan|索引|全表|${hints}`,
    probes: ['activity', 'statements'],
    confirm: {
      all: [
        ['activity.rowsScannedPerSecond', '>=', 3_000_000],
        ['statements.active', '>=', 2],
      ],
    },
    likelyWhenHinted: ['activity.rowsScannedPerSecond', '>=', 300_000],
    refute: ['activity.rowsScannedPerSecond', '<', 10_000],
    advice: {
      'zh-CN': '找出扫描它的语句（正在执行的最久语句、digest），EXPLAIN 后补索引。',
      en: 'Find the statement that scans (the longest one running, the digests), EXPLAIN it and add the index.',
    },
    remedies: [],
    source: 'dev.mysql.com: Handler_read_rnd_next, Select_full_join',
  },
  {
    id: 'mysql.buffer-pool-too-small',
    kind: 'mysql',
    title: { 'zh-CN': '缓冲池（buffer pool）太小、命中率低，大量读盘', en: 'The buffer pool is too small: low hit ratio, many disk reads' },
    explanation: {
      'zh-CN':
        '每秒读盘 {activity.bufferReadsPerSecond} 页，当前命中率 {activity.bufferHitRatio|percent}，缓冲池 {innodb.bufferPoolBytes|bytes}，空闲页 {innodb.freeRatio|percent}。',
      en: '{activity.bufferReadsPerSecond} pages are read from disk a second, the hit ratio is {activity.bufferHitRatio|percent}; the buffer pool has {innodb.bufferPoolBytes|bytes}, {innodb.freeRatio|percent} of it free.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `buffer|cache|hit|\\bi/?o\\b|io ?wait|缓冲池|命中|磁盘|${hints}`,
    probes: ['activity', 'innodb'],
    confirm: {
      all: [
        ['activity.bufferReadsPerSecond', '>=', 1_000],
        ['activity.bufferHitRatio', '<', 0.95],
        ['innodb.freeRatio', '<', 0.05],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.bufferReadsPerSecond', '>=', 500],
        ['activity.bufferHitRatio', '<', 0.98],
        ['innodb.freeRatio', '<', 0.1],
      ],
    },
    // Pages that nobody needs yet: a pool with free ones is not too small.
    refute: {
      any: [
        ['activity.bufferReadsPerSecond', '<', 50],
        ['innodb.freeRatio', '>=', 0.2],
      ],
    },
    advice: {
      'zh-CN': '看是否有全表扫描冲刷缓冲池或刚重启还没预热；数据确实放不下时在线调大 innodb_buffer_pool_size。',
      en: 'See whether a full scan washes it out or it is cold after a restart; if the working set does not fit, raise innodb_buffer_pool_size, which works online.',
    },
    remedies: [],
    source: 'dev.mysql.com: InnoDB Buffer Pool Configuration',
  },
];
