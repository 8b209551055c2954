/** Connections: at the limit, and why. */

import type { Remedy, Signature } from '../../../domain/signature.ts';
import { quotedState } from './sql-state.ts';

const hints = 'connection|pool|too many clients|remaining connection slots|max_connections|连接数|连接池|连接耗尽|泄漏';

export const connectionSignatures: readonly Signature[] = [
  {
    id: 'postgresql.connections-exhausted',
    kind: 'postgresql',
    title: {
      'zh-CN': '连接数达到上限（max_connections），新连接被拒绝',
      en: 'Connections exhausted: the connection limit is reached, new ones refused',
    },
    explanation: {
      'zh-CN': '普通账号可用的 {connections.usable} 个连接（max_connections）已用 {connections.used} 个：应用报 too many clients。',
      en: '{connections.used} of the {connections.usable} connections for ordinary logins (max_connections) are used: applications get "too many clients".',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    quoted: quotedState({
      says: 'too many clients already|remaining connection slots are reserved',
      states: ['53300'],
      classes: ['TooManyConnections'],
      unless: 'too many connections for',
    }),
    probes: ['server', 'connections'],
    confirm: {
      any: [
        ['reach.problem', '==', 'limit'],
        ['connections.isRefused', '==', true],
        ['connections.usedRatio', '>=', 0.98],
      ],
    },
    likely: ['connections.usedRatio', '>=', 0.9],
    refute: ['connections.usedRatio', '<', 0.8],
    advice: {
      'zh-CN':
        '看连接来自谁、什么状态：空闲的断开，卡在事务里的先处理阻塞，都在忙的用连接池（PgBouncer）收敛。调高 max_connections 需要重启，且每个连接都占内存。',
      en: 'See whose they are and in which state: drop idle ones, clear what blocks those in transactions, and put a pooler (PgBouncer) before busy ones. Raising max_connections needs a restart, and each connection takes memory.',
    },
    remedies: [],
    source: 'postgresql.org: Connection Settings; postgres_exporter mixin: PostgreSQLTooManyConnections',
  },
  {
    id: 'postgresql.connection-leak',
    kind: 'postgresql',
    title: {
      'zh-CN': '{connections.topGroup} 连接泄漏：大量空闲连接占着不放',
      en: '{connections.topGroup} leaks connections: idle ones fill the limit',
    },
    explanation: {
      'zh-CN':
        '{connections.used} / {connections.usable} 个连接中，{connections.topGroupCount} 个来自 {connections.topGroup}，其中 {connections.topGroupIdle} 个空闲：连接池过大，或只建连接不归还。达到上限（max_connections，最大连接数）后，别的客户端都会被拒绝（Too many connections，连接数已满）。',
      en: 'Of {connections.used}/{connections.usable} connections {connections.topGroupCount} come from {connections.topGroup}, and {connections.topGroupIdle} of them are idle: its pools are too large, or it never gives connections back. Once the limit (max_connections) is reached, everybody else is refused (too many connections).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.connections-exhausted', 'postgresql.connections-all-busy'],
    hints,
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.95],
        ['connections.topGroupCount', '>=', 4],
        ['connections.topGroupShare', '>=', 0.5],
        ['connections.topGroupIdleShare', '>=', 0.6],
      ],
    },
    likely: {
      all: [
        ['connections.usedRatio', '>=', 0.85],
        ['connections.topGroupShare', '>=', 0.5],
        ['connections.topGroupIdleShare', '>=', 0.7],
      ],
    },
    refute: {
      any: [
        ['connections.usedRatio', '<', 0.7],
        ['connections.topGroupIdleShare', '<', 0.3],
      ],
    },
    advice: {
      'zh-CN':
        '断开 {connections.topGroup} 的空闲连接立即恢复；再收小其连接池上限（实例数 × 池大小须小于上限），或用 PgBouncer，并设 idle_session_timeout 兜底。',
      en: 'Dropping the idle connections of {connections.topGroup} restores service; then shrink its pools (instances × pool size below the limit) or use PgBouncer, with idle_session_timeout as a safety net.',
    },
    remedies: [
      {
        action: 'terminate-idle-sessions',
        arguments: { application: '{connections.topApplication}', login: '{connections.topLogin}', state: 'idle', idleSeconds: 5 },
        when: ['connections.topGroupIdle', '>=', 1],
      },
    ],
    source: 'wiki.postgresql.org: Number Of Database Connections',
  },
  {
    id: 'postgresql.connections-stuck-in-transaction',
    kind: 'postgresql',
    title: {
      'zh-CN': '{connections.topGroup} 的连接卡在空闲事务里（未提交）',
      en: 'Connections of {connections.topGroup} are stuck idle in transaction',
    },
    explanation: {
      'zh-CN':
        '{connections.idleInTransaction} 个连接处于 idle in transaction，主要来自 {connections.topGroup}：应用开了事务后去做别的事，或漏了提交。',
      en: '{connections.idleInTransaction} connections are idle in transaction, mostly of {connections.topGroup}: it opens a transaction and does something else, or forgets to commit.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.connections-exhausted', 'postgresql.dead-rows-pile'],
    hints: `idle in transaction|${hints}`,
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.85],
        ['connections.idleInTransactionRatio', '>=', 0.4],
        ['connections.topGroupInTransactionShare', '>=', 0.5],
      ],
    },
    likely: {
      all: [
        ['connections.usedRatio', '>=', 0.5],
        ['connections.idleInTransactionRatio', '>=', 0.3],
      ],
    },
    refute: ['connections.idleInTransactionRatio', '<', 0.1],
    advice: {
      'zh-CN': '断开这些会话（其事务回滚）；应用里不要在事务中等外部调用，并为该账号设置 idle_in_transaction_session_timeout。',
      en: 'End those sessions (their transactions roll back); do not wait for other services inside a transaction, and set idle_in_transaction_session_timeout for that login.',
    },
    remedies: [
      {
        action: 'terminate-idle-sessions',
        arguments: {
          application: '{connections.topApplication}',
          login: '{connections.topLogin}',
          state: 'idle in transaction',
          idleSeconds: 10,
        },
      },
    ],
    source: 'postgresql.org: idle_in_transaction_session_timeout',
  },
  {
    id: 'postgresql.connections-all-busy',
    kind: 'postgresql',
    title: { 'zh-CN': '连接数不够：所有连接都在执行语句', en: 'Connections run out: all are busy running statements' },
    explanation: {
      'zh-CN':
        '{connections.used} / {connections.usable} 个连接中 {connections.active} 个在执行：不是泄漏，是并发超过上限，或语句变慢后堆积。',
      en: '{connections.active} of {connections.used}/{connections.usable} connections are running: no leak, the concurrency exceeds the connection limit, or slow statements pile up.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['postgresql.connections-exhausted'],
    hints,
    probes: ['connections', 'locks'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.95],
        ['connections.activeRatio', '>=', 0.6],
        ['locks.waiting', '<', { fact: 'connections.active', times: 0.5 }],
      ],
    },
    refute: ['connections.activeRatio', '<', 0.3],
    advice: {
      'zh-CN': '先看最耗时的语句是否刚变慢；确实是流量增长时，在前面加 PgBouncer 排队，不要只调高 max_connections。',
      en: 'See first whether a statement has just become slow; if it is load, queue it in PgBouncer rather than only raising max_connections.',
    },
    remedies: [],
    source: 'wiki.postgresql.org: Number Of Database Connections',
  },
  {
    id: 'postgresql.own-limit-reached',
    kind: 'postgresql',
    title: { 'zh-CN': '账号或数据库自己的连接上限已用尽', en: 'The connection limit of one login or database is used up' },
    explanation: {
      'zh-CN':
        '{connections.narrowKind} {connections.narrowName} 的连接上限为 {connections.narrowMax}，已用尽，新连接被拒绝；整个实例还有余量。',
      en: 'The connection limit of {connections.narrowKind} {connections.narrowName} is {connections.narrowMax} and used up: its new connections are refused; the server as a whole has room.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.connections-exhausted'],
    hints: `too many connections for|connlimit|${hints}`,
    quoted: 'too many connections for (role|database)',
    probes: ['connections', 'server'],
    confirm: {
      any: [
        ['connections.narrowRatio', '>=', 1],
        ['reach.reason', 'matches', 'too many connections for (role|database)'],
      ],
    },
    refute: ['connections.narrowRatio', '<', 0.8],
    advice: {
      'zh-CN': '确认不是泄漏后，用 ALTER ROLE … CONNECTION LIMIT 或 ALTER DATABASE … CONNECTION LIMIT 调高，无需重启。',
      en: 'Once a leak is ruled out, raise it with ALTER ROLE … CONNECTION LIMIT or ALTER DATABASE … CONNECTION LIMIT; no restart is needed.',
    },
    remedies: [raisedLimitOf('role'), raisedLimitOf('database')],
    source: 'postgresql.org: CREATE ROLE, CONNECTION LIMIT',
  },
  {
    id: 'postgresql.connection-churn',
    kind: 'postgresql',
    title: { 'zh-CN': '短连接风暴：每次请求都新建连接', en: 'Connection churn: a new connection for every request' },
    explanation: {
      'zh-CN':
        '每秒新建 {activity.sessionsPerSecond} 个会话，平均每个只做 {activity.transactionsPerSession} 个事务：没有复用连接（没用连接池），每个连接都要派生一个进程。',
      en: '{activity.sessionsPerSecond} new sessions a second, each for {activity.transactionsPerSession} transactions: connections are not reused (no connection pool), and every one forks a process.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'churn|connection|short-lived|cpu|\\bload\\b|fork|短连接|建连|连接|负载',
    probes: ['activity'],
    // A new process costs some milliseconds: only hundreds a second hurt whatever the question is.
    confirm: {
      all: [
        ['activity.sessionsPerSecond', '>=', 100],
        ['activity.transactionsPerSession', '<', 5],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['activity.sessionsPerSecond', '>=', 20],
        ['activity.transactionsPerSession', '<', 5],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.sessionsPerSecond', '>=', 10],
        ['activity.transactionsPerSession', '<', 5],
      ],
    },
    refute: ['activity.sessionsPerSecond', '<', 5],
    advice: {
      'zh-CN': '让客户端使用连接池，或在前面放 PgBouncer；检查是否有健康检查或重连循环。',
      en: 'Use a pool in the client or PgBouncer before the server; look for health checks or reconnect loops.',
    },
    remedies: [],
    source: 'wiki.postgresql.org: PgBouncer; postgresql.org: How Connections Are Established',
  },
];

function raisedLimitOf(of: 'role' | 'database'): Remedy {
  return {
    action: 'set-connection-limit',
    arguments: { of, name: '{connections.narrowName}', value: '{connections.narrowRaised}' },
    when: {
      all: [
        ['connections.narrowKind', '==', of],
        ['connections.narrowRatio', '>=', 0.95],
        ['connections.narrowRaised', '>', { fact: 'connections.narrowMax' }],
        // Sessions that sit in open transactions would fill a higher limit as well, and hold their locks meanwhile.
        ['connections.narrowInTransactionShare', '<', 0.5],
      ],
    },
  };
}
