/** Slow statements, and what makes them so. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedState } from './sql-state.ts';

const hints = 'slow|latency|query|statement|cpu|load|timeout|慢|延迟|查询|负载|超时';
const cancelLongest = {
  action: 'cancel-query',
  arguments: {
    pid: '{statements.longest.pid}',
    backendStart: '{statements.longest.backendStart}',
    queryStart: '{statements.longest.queryStart}',
  },
} as const;

export const slownessSignatures: readonly Signature[] = [
  {
    id: 'postgresql.statement-pile',
    kind: 'postgresql',
    title: { 'zh-CN': '同一条慢语句大量并发执行，越积越多', en: 'The same slow statement runs many times at once and piles up' },
    explanation: {
      'zh-CN':
        '正在执行的 {statements.active} 条语句里，{statements.same.count} 条是同一条：{statements.same.query}；最久的已 {statements.longest.seconds|duration}。',
      en: '{statements.same.count} of {statements.active} running statements are the same: {statements.same.query}; the oldest has run for {statements.longest.seconds|duration}.',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['postgresql.connections-exhausted', 'postgresql.connections-all-busy', 'postgresql.long-statement'],
    hints,
    probes: ['statements', 'connections'],
    confirm: {
      all: [
        ['statements.same.count', '>=', 4],
        // A quarter of all there may be: four workers of a batch are no pile.
        ['statements.same.count', '>=', { fact: 'connections.usable', times: 0.25 }],
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
      'zh-CN': '看它的执行计划（EXPLAIN）：是否缺索引、统计信息过期；必要时先取消最久的几条，并在应用侧限流或加缓存。',
      en: 'Look at its plan (EXPLAIN) for a missing index or stale statistics; cancel the oldest runs if need be, and limit or cache it in the application.',
    },
    remedies: [cancelLongest],
    source: 'wiki.postgresql.org: Slow Query Questions',
  },
  {
    id: 'postgresql.costly-statement',
    kind: 'postgresql',
    title: { 'zh-CN': '一条慢语句（或高频语句）占了大部分执行时间', en: 'One slow or frequent statement takes most of the execution time' },
    explanation: {
      'zh-CN': '最近一秒里它占全部执行时间的 {statements.top.share|percent}，平均 {statements.top.meanMs} ms：{statements.top.query}',
      en: 'In the last second it took {statements.top.share|percent} of all execution time, {statements.top.meanMs} ms a run: {statements.top.query}',
    },
    severity: 'warning',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['postgresql.connections-all-busy'],
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
      'zh-CN': '对它 EXPLAIN (ANALYZE, BUFFERS)：优先看行数估计偏差和全表扫描；缺索引用 CREATE INDEX CONCURRENTLY。',
      en: 'EXPLAIN (ANALYZE, BUFFERS) it: look for wrong row estimates and full scans; build a missing index with CREATE INDEX CONCURRENTLY.',
    },
    remedies: [],
    source: 'postgresql.org: pg_stat_statements',
  },
  {
    id: 'postgresql.long-statement',
    kind: 'postgresql',
    title: {
      'zh-CN': '慢查询：{statements.longest.who} 的语句执行过久',
      en: 'Slow query: a statement of {statements.longest.who} runs for very long',
    },
    explanation: {
      'zh-CN': 'PID {statements.longest.pid} 已执行 {statements.longest.seconds|duration}：{statements.longest.query}',
      en: 'Pid {statements.longest.pid} has been running it for {statements.longest.seconds|duration}: {statements.longest.query}',
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
      'zh-CN': '确认不是备份、报表或建索引后可取消它；再查计划与索引，并为该账号设置 statement_timeout。',
      en: 'If it is no dump, report or index build, it may be cancelled; then look at plan and indexes, and set a statement_timeout for that login.',
    },
    remedies: [cancelLongest],
    source: 'postgresql.org: Monitoring Database Activity',
  },
  {
    id: 'postgresql.spills-to-disk',
    kind: 'postgresql',
    title: {
      'zh-CN': '排序或哈希大量写临时文件（work_mem 太小）',
      en: 'Sorts and hashes spill to temporary files on disk: work_mem too small',
    },
    explanation: {
      'zh-CN': '每秒写临时文件 {activity.tempBytesPerSecond|bytes}：中间结果超过 work_mem（{settings.work_mem|bytes}），查询变慢。',
      en: '{activity.tempBytesPerSecond|bytes} of temporary files a second: intermediate results exceed work_mem ({settings.work_mem|bytes}), and queries are slow.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `temp|work_mem|sort|临时文件|排序|${hints}`,
    probes: ['activity', 'settings'],
    confirm: ['activity.tempBytesPerSecond', '>=', { fact: 'settings.work_mem', times: 16 }],
    likelyWhenHinted: ['activity.tempBytesPerSecond', '>', 0],
    refute: ['activity.tempBytesPerSecond', '==', 0],
    advice: {
      'zh-CN': '先看语句能否少取或走索引；再只为该账号调高 work_mem（每个排序节点都会用到这么多），并设 temp_file_limit 保护磁盘。',
      en: 'See first whether the statement can fetch less or use an index; then raise work_mem for that login only (each sort takes that much), with temp_file_limit to protect the disk.',
    },
    remedies: [],
    source: 'postgresql.org: work_mem, temp_file_limit',
  },
  {
    id: 'postgresql.cache-too-small',
    kind: 'postgresql',
    title: { 'zh-CN': '缓存（shared_buffers）命中率低，大量读盘', en: 'The cache hit ratio is low and many blocks are read from disk' },
    explanation: {
      'zh-CN':
        '每秒读入 {activity.readsPerSecond} 个块，当前命中率 {activity.hitRatio|percent}，{statements.waitingForDisk} 条语句在等磁盘。',
      en: '{activity.readsPerSecond} blocks are read from disk a second, the hit ratio is {activity.hitRatio|percent}, and {statements.waitingForDisk} statements wait for the disk.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.connections-all-busy'],
    hints: `cache|hit|\\bi/?o\\b|io ?wait|disk|命中|磁盘|${hints}`,
    probes: ['activity', 'statements'],
    confirm: {
      all: [
        ['activity.readsPerSecond', '>=', 1_000],
        ['activity.hitRatio', '<', 0.8],
        ['statements.waitingForDisk', '>=', 2],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.readsPerSecond', '>=', 1_000],
        ['activity.hitRatio', '<', 0.9],
      ],
    },
    refute: ['activity.readsPerSecond', '<', 100],
    advice: {
      'zh-CN': '看是否有全表扫描冲刷了缓存；数据确实放不下时再调大 shared_buffers（需重启）或加内存。',
      en: 'See whether a full scan washes the cache out; only if the working set does not fit, raise shared_buffers (restart) or memory.',
    },
    remedies: [],
    source: 'postgresql.org: Resource Consumption; postgres_exporter mixin: PostgreSQLCacheHitRatio',
  },
  {
    id: 'postgresql.statement-timeout-too-short',
    kind: 'postgresql',
    title: {
      'zh-CN': '语句超时 statement_timeout 过短，正常语句被取消',
      en: 'statement_timeout is too short: ordinary statements are cancelled',
    },
    explanation: {
      'zh-CN': '全局 statement_timeout 只有 {settings.statement_timeout} 毫秒；近 15 分钟日志中因此取消 {log.statementTimeouts} 条。',
      en: 'statement_timeout is {settings.statement_timeout} ms for everyone; {log.statementTimeouts} statements were cancelled for it in 15 minutes of log.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'canceling statement|statement timeout|57014|语句超时|被取消|超时',
    quoted: 'canceling statement due to statement timeout',
    probes: ['settings', 'log'],
    confirm: {
      all: [
        ['settings.statement_timeout', '>', 0],
        ['settings.statement_timeout', '<=', 500],
      ],
    },
    likely: {
      all: [
        ['settings.statement_timeout', '>', 0],
        ['log.statementTimeouts', '>=', 3],
      ],
    },
    // Roles, databases and drivers set their own: the global value alone refutes nothing.
    refute: {
      all: [
        ['settings.statement_timeout', '==', 0],
        ['log.statementTimeouts', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '恢复原值，或只对某些账号设置（ALTER ROLE … SET statement_timeout）。',
      en: 'Set it back, or set it for certain logins only (ALTER ROLE … SET statement_timeout).',
    },
    remedies: [{ action: 'set-setting', arguments: { name: 'statement_timeout', value: '0' } }],
    source: 'postgresql.org: statement_timeout',
  },
  {
    id: 'postgresql.out-of-memory',
    kind: 'postgresql',
    title: { 'zh-CN': 'PostgreSQL 内存不足或锁表已满', en: 'PostgreSQL is out of memory, or its lock table is full' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.outOfMemory} 条 out of memory / out of shared memory；最多的错误：{log.topMessage}',
      en: '{log.outOfMemory} lines of out of memory or out of shared memory in 15 minutes of log; the most frequent error: {log.topMessage}',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'out of memory|\\boom|shared memory|max_locks|内存不足',
    quoted: quotedState({ says: '(ERROR|FATAL): +out of memory', states: ['53200'], classes: ['OutOfMemory'], unless: 'shared memory' }),
    probes: ['log'],
    confirm: ['log.outOfMemory', '>=', 1],
    refute: ['log.outOfMemory', '==', 0],
    advice: {
      'zh-CN':
        'out of shared memory 多为一次锁了太多对象，调高 max_locks_per_transaction（需重启）；out of memory 则收小 work_mem 与并发。',
      en: 'Out of shared memory mostly means too many objects locked at once: raise max_locks_per_transaction (restart); for out of memory lower work_mem and concurrency.',
    },
    remedies: [],
    source: 'postgresql.org: Lock Management; Linux Memory Overcommit',
  },
];
