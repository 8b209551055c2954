/** Plans that are worse than they need be: no index, no statistics, a planner that was tampered with. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|query|statement|cpu|load|timeout|慢|延迟|查询|负载|超时';

/** What plans look like that the settings make worse. */
const planFaults = [
  'postgresql.full-scans',
  'postgresql.long-statement',
  'postgresql.statement-pile',
  'postgresql.costly-statement',
  'postgresql.cache-too-small',
];

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
    looksLike: ['asked-more'],
    explains: ['postgresql.long-statement', 'postgresql.cache-too-small'],
    hints: `index|scan|索引|全表|${hints}`,
    probes: ['activity', 'tables', 'statements', 'logins', 'settings'],
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
    // An index that fits is there, and settings keep the planner from it.
    refute: {
      all: [
        ['statements.filter.isServed', '==', true],
        ['statements.filter.table', '==', { fact: 'tables.scanned.name' }],
        {
          any: [
            ['settings.plannerOff', 'matches', 'index|bitmap'],
            ['logins.planner.names', 'matches', 'index|bitmap'],
          ],
        },
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
    title: {
      'zh-CN': '优化器（规划器）参数对所有人关闭：{settings.plannerOff}，索引等执行方式被禁用',
      en: 'Planner settings are switched off for everyone: {settings.plannerOff}, index scans or joins are avoided',
    },
    explanation: {
      'zh-CN': '{settings.plannerOff} 为 off：优化器会避开这些执行方式，关闭索引扫描时所有点查都变成全表扫描。多半是排查时留下的。',
      en: '{settings.plannerOff} is off: the planner avoids these methods; without index scans every lookup becomes a full table scan, and queries are slow; probably left over from an experiment.',
    },
    severity: 'critical',
    role: 'cause',
    explains: planFaults,
    hints,
    probes: ['settings'],
    confirm: ['settings.plannerOff', 'matches', 'index|bitmap'],
    likelyWhenHinted: ['settings.plannerOff', 'matches', '.'],
    refute: ['settings.plannerOff', '==', ''],
    advice: {
      'zh-CN': '把 {settings.plannerOff} 设回 on 并重新加载配置。',
      en: 'Set {settings.plannerOff} back to on and reload.',
    },
    remedies: [
      {
        action: 'set-setting',
        arguments: { name: 'enable_indexscan', value: 'on' },
        when: ['settings.enable_indexscan', '==', 'off'],
      },
    ],
    source: 'postgresql.org: Planner Method Configuration',
  },
  {
    id: 'postgresql.planner-switched-off-for-login',
    kind: 'postgresql',
    title: {
      'zh-CN': '{logins.planner.of}（{logins.planner.scope}）的优化器（规划器）参数被关闭：{logins.planner.names}，有索引也不用',
      en: 'Planner settings are switched off for {logins.planner.scope} {logins.planner.of}: {logins.planner.names}, indexes go unused',
    },
    explanation: {
      'zh-CN':
        '{logins.planner.names} 只对 {logins.planner.of} 生效（ALTER ROLE/DATABASE … SET，pg_db_role_setting）：它的会话避开索引扫描或某种连接方式，同一条语句用别的账号执行却很快。{tables.scanned.name} 被全表扫描 {tables.scanned.scans} 次，每次 {tables.scanned.rowsPerScan} 行。',
      en: '{logins.planner.names} holds for {logins.planner.of} alone (ALTER ROLE/DATABASE … SET, pg_db_role_setting): its sessions avoid index scans or a kind of join, while the same statement is fast for any other login. {tables.scanned.name} was scanned as a whole {tables.scanned.scans} times, {tables.scanned.rowsPerScan} rows each.',
    },
    severity: 'critical',
    role: 'cause',
    explains: planFaults,
    hints: `\\bplans?\\b|planner|setting|explain|执行计划|优化器|参数|${hints}`,
    probes: ['logins', 'tables', 'activity'],
    // A tool that draws up reports may do without a kind of join on purpose; whole tables that are read again and again are none of that.
    confirm: {
      all: [
        ['logins.planner.names', 'matches', 'index|bitmap'],
        ['activity.rowsReadPerSecond', '>=', 200_000],
        ['tables.scanned.rowsPerScan', '>=', 20_000],
      ],
    },
    likelyWhenHinted: ['logins.planner.names', 'matches', '.'],
    refute: ['logins.planner.names', '==', ''],
    advice: {
      'zh-CN': 'ALTER ROLE/DATABASE {logins.planner.of} RESET 这些参数，并让连接池重连（只对新会话生效）；再查是谁、为什么设置的。',
      en: 'ALTER ROLE/DATABASE {logins.planner.of} RESET these settings and let the pools reconnect (it takes effect for new sessions); then find out who set them and why.',
    },
    remedies: [],
    source: 'postgresql.org: Planner Method Configuration; ALTER ROLE',
  },
  {
    id: 'postgresql.plan-costs-of-login',
    kind: 'postgresql',
    title: {
      'zh-CN': '{logins.costs.of}（{logins.costs.scope}）自己的执行计划参数比全局差：{logins.costs.names}',
      en: 'Plan settings of {logins.costs.scope} {logins.costs.of} are worse than the server’s: {logins.costs.names}',
    },
    explanation: {
      'zh-CN':
        '{logins.costs.names} 只对 {logins.costs.of} 生效（ALTER ROLE/DATABASE … SET）：它的查询会得到别的执行计划或更少的内存，同一条语句用别的账号执行更快。正在执行最久的语句来自 {statements.longest.login}。',
      en: '{logins.costs.names} holds for {logins.costs.of} alone (ALTER ROLE/DATABASE … SET): its queries get other plans or less memory, and the same statement is faster for any other login. The statement that has run longest is of {statements.longest.login}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.long-statement'],
    hints: `\\bplans?\\b|planner|setting|explain|执行计划|优化器|参数|${hints}`,
    probes: ['logins', 'statements'],
    confirm: ['logins.costs.scope', '==', 'nobody'],
    likelyWhenHinted: {
      all: [
        ['logins.costs.names', 'matches', '.'],
        ['statements.longest.seconds', '>=', 1],
        {
          any: [
            ['logins.costs.scope', '==', 'database'],
            ['statements.longest.login', '==', { fact: 'logins.costs.of' }],
          ],
        },
      ],
    },
    refute: ['logins.costs.names', '==', ''],
    advice: {
      'zh-CN': '用应用的账号 EXPLAIN 同一条语句，再用其他账号比较；无理由就 RESET 这些参数。',
      en: 'EXPLAIN the statement with the login of the application and with another one and compare; RESET the settings unless there is a reason.',
    },
    remedies: [],
    source: 'postgresql.org: Planner Cost Constants; ALTER ROLE',
  },
];
