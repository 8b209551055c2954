/** Plans that are worse than they need be: no index, no statistics, a planner that was tampered with. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|query|statement|cpu|load|timeout|慢|延迟|查询|负载|超时';

export const planSignatures: readonly Signature[] = [
  {
    id: 'postgresql.full-scans',
    kind: 'postgresql',
    title: {
      'zh-CN': '{tables.scanned.name} 被反复全表扫描，多半缺少索引',
      en: 'Full table scans of {tables.scanned.name}: an index is probably missing',
    },
    explanation: {
      'zh-CN':
        '当前每秒读 {activity.rowsReadPerSecond} 行；{tables.scanned.name} 累计全表扫描 {tables.scanned.scans} 次，每次 {tables.scanned.rowsPerScan} 行，相关查询变慢。',
      en: '{activity.rowsReadPerSecond} rows are read a second; {tables.scanned.name} was scanned as a whole {tables.scanned.scans} times, {tables.scanned.rowsPerScan} rows each, and queries on it are slow.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.long-statement', 'postgresql.cache-too-small'],
    hints: `index|scan|索引|全表|${hints}`,
    probes: ['activity', 'tables'],
    confirm: {
      all: [
        ['activity.rowsReadPerSecond', '>=', 2_000_000],
        ['tables.scanned.rowsPerScan', '>=', 50_000],
        ['tables.scanned.scans', '>=', 50],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.rowsReadPerSecond', '>=', 200_000],
        ['tables.scanned.rowsPerScan', '>=', 20_000],
        ['tables.scanned.scans', '>=', 20],
      ],
    },
    advice: {
      'zh-CN': '找出扫描它的语句，EXPLAIN 后用 CREATE INDEX CONCURRENTLY 补索引（不锁写）。',
      en: 'Find the statement that scans it, EXPLAIN it, and add the index with CREATE INDEX CONCURRENTLY, which locks no writes.',
    },
    remedies: [],
    source: 'postgresql.org: Examining Index Usage',
  },
  {
    id: 'postgresql.statistics-missing',
    kind: 'postgresql',
    title: {
      'zh-CN': '{tables.unanalyzed.name} 缺失统计信息（从未 ANALYZE）',
      en: '{tables.unanalyzed.name} has no planner statistics (never ANALYZEd)',
    },
    explanation: {
      'zh-CN':
        '{tables.unanalyzed.schema}.{tables.unanalyzed.name} 约 {tables.unanalyzed.rows} 行却从未 ANALYZE（常见于导入、升级之后），执行计划只能靠猜，查询可能很慢。',
      en: '{tables.unanalyzed.schema}.{tables.unanalyzed.name} has about {tables.unanalyzed.rows} rows and was never analysed (as after a load or an upgrade); plans are guesses and queries may be slow.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.long-statement', 'postgresql.costly-statement'],
    hints: `analyze|statistics|plan|upgrade|统计信息|执行计划|升级|${hints}`,
    probes: ['tables', 'statements'],
    confirm: {
      all: [
        ['tables.unanalyzed.rows', '>=', 50_000],
        ['statements.longest.seconds', '>=', 10],
      ],
    },
    likelyWhenHinted: ['tables.unanalyzed.rows', '>=', 10_000],
    refute: ['tables.unanalyzed.rows', '<', 1_000],
    advice: {
      'zh-CN': '立即 ANALYZE 这张表（只读采样，不锁写）；大版本升级后应对全库执行 vacuumdb --analyze-in-stages。',
      en: 'ANALYZE it now, a sample that locks no writes; after a major upgrade run vacuumdb --analyze-in-stages.',
    },
    remedies: [
      { action: 'vacuum-table', arguments: { schema: '{tables.unanalyzed.schema}', table: '{tables.unanalyzed.name}', mode: 'analyze' } },
    ],
    source: 'postgresql.org: Updating Planner Statistics; pg_upgrade',
  },
  {
    id: 'postgresql.planner-switched-off',
    kind: 'postgresql',
    title: { 'zh-CN': '索引扫描被全局关闭', en: 'Index scans are switched off for everyone (enable_indexscan)' },
    explanation: {
      'zh-CN': 'enable_indexscan 为 {settings.enable_indexscan}：优化器会避开索引，所有点查都变成全表扫描。多半是排查时留下的。',
      en: 'enable_indexscan is {settings.enable_indexscan}: the planner avoids indexes, every lookup becomes a full table scan, and queries are slow; probably left over from an experiment.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.full-scans', 'postgresql.long-statement', 'postgresql.statement-pile', 'postgresql.costly-statement'],
    hints,
    probes: ['settings'],
    confirm: ['settings.enable_indexscan', '==', 'off'],
    refute: ['settings.enable_indexscan', '==', 'on'],
    advice: { 'zh-CN': '把 enable_indexscan 设回 on 并重新加载配置。', en: 'Set enable_indexscan back to on and reload.' },
    remedies: [{ action: 'set-setting', arguments: { name: 'enable_indexscan', value: 'on' } }],
    source: 'postgresql.org: Planner Method Configuration',
  },
];
