/** Limits that are reached: queries, memory, connections, disk. */

import type { Signature } from '../../../domain/signature.ts';
import { errorCode } from './error-code.ts';

export const limitSignatures: readonly Signature[] = [
  {
    id: 'clickhouse.too-many-queries',
    kind: 'clickhouse',
    title: { 'zh-CN': '并发查询数达到上限，新查询被拒绝', en: 'Limit of concurrent queries reached: new queries are refused' },
    explanation: {
      'zh-CN': '执行中 {server.queries}，上限 {server.queriesMax}（错误 202）：查询变慢后堆积，或并发确实增加。',
      en: '{server.queries} simultaneous queries run with a limit of {server.queriesMax} (max_concurrent_queries, error 202): they pile up because they became slow, or there are more of them.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'simultaneous|too many|202|concurrent|并发|拒绝',
    quoted: `too many simultaneous queries|${errorCode([202], ['TOO_MANY_SIMULTANEOUS_QUERIES'])}`,
    probes: ['server'],
    confirm: {
      any: [
        ['reach.problem', '==', 'limit'],
        ['server.queriesRatio', '>=', 0.95],
      ],
    },
    likely: ['server.queriesRatio', '>=', 0.8],
    refute: ['server.queriesRatio', '<', 0.5],
    advice: {
      'zh-CN': '看最久的查询与来源；KILL QUERY 不受此上限限制。再用 max_concurrent_queries_for_user 约束单个用户。',
      en: 'Look at the longest queries and who sends them; KILL QUERY is not held back by the limit. Then bound single users with max_concurrent_queries_for_user.',
    },
    remedies: [],
    source: 'clickhouse.com: Server settings, max_concurrent_queries',
  },
  {
    id: 'clickhouse.one-user-floods',
    kind: 'clickhouse',
    title: { 'zh-CN': '用户 {queries.topUser} 占了大部分正在执行的查询', en: 'User {queries.topUser} runs most of the queries' },
    explanation: {
      'zh-CN':
        '执行中的 {queries.count} 条查询有 {queries.topUserCount} 条来自 {queries.topUser}，最久的已 {queries.longest.seconds|duration}；其他用户变慢或被拒绝。',
      en: '{queries.topUserCount} of {queries.count} running queries are those of {queries.topUser}, the longest has run for {queries.longest.seconds|duration}; other users are slowed down or refused.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['clickhouse.too-many-queries', 'clickhouse.server-memory-full'],
    hints: 'simultaneous|concurrent|user|并发|用户|堆积',
    probes: ['queries', 'server'],
    confirm: {
      all: [
        ['queries.count', '>=', 10],
        ['queries.topUserRatio', '>=', 0.7],
        ['server.queriesRatio', '>=', 0.8],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['queries.count', '>=', 10],
        ['queries.topUserRatio', '>=', 0.7],
      ],
    },
    refute: ['queries.count', '<', 4],
    advice: {
      'zh-CN': '找到该用户的应用，限制其并发（max_concurrent_queries_for_user）与执行时间。',
      en: 'Find its application, and bound how many it runs (max_concurrent_queries_for_user) and for how long.',
    },
    remedies: [],
    source: 'clickhouse.com: Restrictions on query complexity',
  },
  {
    id: 'clickhouse.long-query',
    kind: 'clickhouse',
    title: {
      'zh-CN': '慢查询：{queries.longest.user} 的查询已运行 {queries.longest.seconds|duration}',
      en: 'Slow query: one of {queries.longest.user} runs for {queries.longest.seconds|duration}',
    },
    explanation: {
      'zh-CN': '{queries.longest.query}（占用内存 {queries.longest.memoryBytes|bytes}）。',
      en: '{queries.longest.query} ({queries.longest.memoryBytes|bytes} of memory).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['clickhouse.too-many-queries', 'clickhouse.server-memory-full'],
    hints: 'slow|long|query|timeout|cpu|慢|超时|查询|长时间',
    probes: ['queries'],
    confirm: {
      all: [
        ['queries.longest.seconds', '>=', 60],
        ['queries.longest.isInsert', '==', false],
      ],
    },
    likelyWhenHinted: ['queries.longest.seconds', '>=', 3],
    refute: ['queries.longest.seconds', '<', 1],
    advice: {
      'zh-CN': '确认不是正常的批处理后终止；给该用户设置 max_execution_time。',
      en: 'Kill it unless it is a batch that may run this long; set max_execution_time for that user.',
    },
    remedies: [
      {
        action: 'kill-query',
        arguments: { queryId: '{queries.longest.id}', user: '{queries.longest.user}', atLeastSeconds: '{queries.longest.seconds}' },
      },
    ],
    source: 'clickhouse.com: KILL QUERY; max_execution_time',
  },
  {
    id: 'clickhouse.memory-limit-exceeded',
    kind: 'clickhouse',
    title: { 'zh-CN': '查询超过内存上限（内存不足）而失败', en: 'Memory limit exceeded: queries fail' },
    explanation: {
      'zh-CN':
        '错误 241（MEMORY_LIMIT_EXCEEDED）：查询所需内存超过 max_memory_usage。{log.minutes} 分钟内有 {log.memoryLimit} 条查询因此失败。',
      en: 'Error 241 (MEMORY_LIMIT_EXCEEDED): a query wants more memory than max_memory_usage allows. {log.memoryLimit} queries failed with it within {log.minutes} minutes.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'memory|241|MEMORY_LIMIT_EXCEEDED|\\boom|内存',
    quoted: `memory limit \\(?(for query|for user|total)\\)? exceeded|${errorCode([241], ['MEMORY_LIMIT_EXCEEDED'])}`,
    probes: ['query-log', 'activity'],
    confirm: {
      any: [
        ['log.memoryLimit', '>=', 1],
        ['errors.memorySecondsAgo', '<=', 300],
      ],
    },
    refute: {
      all: [
        ['log.isOn', '==', true],
        ['log.memoryLimit', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '大的 GROUP BY、JOIN、ORDER BY 可设 max_bytes_before_external_group_by / _sort 落盘；JOIN 把小表放右边。不要只调高上限。',
      en: 'Let large GROUP BY and ORDER BY spill (max_bytes_before_external_group_by, _sort) and keep the small table on the right of a JOIN, rather than raising the limit.',
    },
    remedies: [],
    source: 'clickhouse.com: Memory limit exceeded for query; max_memory_usage',
  },
  {
    id: 'clickhouse.server-memory-full',
    kind: 'clickhouse',
    title: { 'zh-CN': '服务端内存将满，接近上限', en: 'The server’s memory is nearly full (memory limit)' },
    explanation: {
      'zh-CN':
        '已用 {server.memoryBytes|bytes}，上限 {server.memoryMaxBytes|bytes}，再涨查询会因内存不足失败；执行中的查询共占 {queries.memoryBytes|bytes}，最大的一条 {queries.largest.memoryBytes|bytes}（{queries.largest.user}）。',
      en: '{server.memoryBytes|bytes} of {server.memoryMaxBytes|bytes} are used, and queries will fail with out of memory; running queries take {queries.memoryBytes|bytes}, the largest {queries.largest.memoryBytes|bytes} ({queries.largest.user}).',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'memory|\\boom|241|内存',
    probes: ['server', 'queries'],
    confirm: ['server.memoryRatio', '>=', 0.95],
    likely: ['server.memoryRatio', '>=', 0.88],
    refute: ['server.memoryRatio', '<', 0.75],
    advice: {
      'zh-CN': '终止最大的查询可立即缓解；再限制单用户内存（max_memory_usage_for_user）。',
      en: 'Killing the largest query helps at once; then bound users with max_memory_usage_for_user.',
    },
    remedies: [
      {
        action: 'kill-query',
        arguments: { queryId: '{queries.largest.id}', user: '{queries.largest.user}', atLeastSeconds: '{queries.largest.seconds}' },
        when: ['queries.largest.memoryBytes', '>=', { fact: 'server.memoryMaxBytes', times: 0.2 }],
      },
    ],
    source: 'clickhouse.com: Server settings, max_server_memory_usage',
  },
  {
    id: 'clickhouse.connections-full',
    kind: 'clickhouse',
    title: { 'zh-CN': '连接数接近上限 max_connections', en: 'The connection limit (max_connections) is nearly reached' },
    explanation: {
      'zh-CN':
        '{server.connections} / {server.connectionsMax} 个连接在用，而执行中的查询只有 {server.queries} 条：多半是客户端不复用连接。满后新连接被拒绝。',
      en: '{server.connections} of {server.connectionsMax} connections are used while {server.queries} queries run: mostly clients that do not reuse them. At the limit new ones are refused.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'connection|max_connections|连接',
    probes: ['server'],
    confirm: ['server.connectionsRatio', '>=', 0.95],
    likely: ['server.connectionsRatio', '>=', 0.85],
    refute: ['server.connectionsRatio', '<', 0.6],
    advice: {
      'zh-CN': '客户端启用连接池与 keep-alive，缩短 keep_alive_timeout。',
      en: 'Use pools and keep-alive in clients, with a shorter keep_alive_timeout.',
    },
    remedies: [],
    source: 'clickhouse.com: Server settings, max_connections',
  },
  {
    id: 'clickhouse.disk-full',
    kind: 'clickhouse',
    title: { 'zh-CN': '磁盘 {storage.disk} 将写满，空间不足', en: 'Disk {storage.disk} is nearly full' },
    explanation: {
      'zh-CN':
        '{storage.path} 已用 {storage.usedRatio|percent}，剩 {storage.freeBytes|bytes}；最大的表 {storage.largestTable} 有 {storage.largestBytes|bytes}。合并需要与被合并数据同样大的空间，空间不足时先是不再合并，再是写不进。',
      en: '{storage.path} is {storage.usedRatio|percent} used with {storage.freeBytes|bytes} of space left; the largest table, {storage.largestTable}, has {storage.largestBytes|bytes}. Merges need as much room as what they merge: first they stop, then inserts fail.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['clickhouse.too-many-parts', 'clickhouse.inserts-rejected', 'clickhouse.inserts-delayed'],
    hints: 'disk|space|full|243|NOT_ENOUGH_SPACE|磁盘|空间|写满',
    probes: ['storage'],
    confirm: ['storage.usedRatio', '>=', 0.95],
    likely: ['storage.usedRatio', '>=', 0.9],
    refute: ['storage.usedRatio', '<', 0.8],
    advice: {
      'zh-CN': '给大表与 system.*_log 设 TTL，或按分区删除过期数据（由人决定）；不要直接删除数据目录里的文件。',
      en: 'Give large tables and system.*_log a TTL, or drop expired partitions (for a person to decide); never delete inside the data directory.',
    },
    remedies: [],
    source: 'clickhouse.com: system.disks; error 243',
  },
  {
    id: 'clickhouse.queries-fail',
    kind: 'clickhouse',
    title: { 'zh-CN': '大量查询失败，最多的是错误 {log.topCode}', en: 'Many queries fail, most with error {log.topCode}' },
    explanation: {
      'zh-CN': '{log.minutes} 分钟内 {log.queries} 条中 {log.failed} 条失败，其中错误 {log.topCode} 有 {log.topCodeCount} 条。',
      en: '{log.failed} of {log.queries} failed within {log.minutes} minutes, {log.topCodeCount} of them with error {log.topCode}.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'fail|error|exception|失败|错误|异常',
    probes: ['query-log'],
    confirm: {
      all: [
        ['log.failed', '>=', 20],
        ['log.failed', '>=', { fact: 'log.queries', times: 0.2 }],
      ],
    },
    likelyWhenHinted: ['log.failed', '>=', 5],
    refute: ['log.failed', '==', 0],
    advice: {
      'zh-CN': '按错误码看是语法、权限、内存还是上限；近期是否改过表结构或发布过应用。',
      en: 'The number tells syntax, rights, memory or limits apart; look at recent changes of tables and releases.',
    },
    remedies: [],
    source: 'clickhouse.com: system.query_log',
  },
];
