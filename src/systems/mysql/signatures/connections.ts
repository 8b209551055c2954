/** Connections: at the limit, and why; aborted, churning, cut off. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

const hints = 'connection|pool|too many connections|1040|max_connections|连接数|连接池|连接耗尽|泄漏';

export const connectionSignatures: readonly Signature[] = [
  {
    id: 'mysql.connections-exhausted',
    kind: 'mysql',
    title: {
      'zh-CN': '连接数达到上限 max_connections，新连接被拒绝',
      en: 'Connections exhausted: max_connections is reached, new ones are refused',
    },
    explanation: {
      'zh-CN':
        '{connections.max} 个连接已用 {connections.used} 个，累计因此拒绝 {connections.refused} 次（错误 1040，Too many connections）。',
      en: '{connections.used} of {connections.max} connections are used, {connections.refused} were refused so far (error 1040, Too many connections).',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    // Not in "are there too many connections?": where somebody was told so, it follows a colon, a quote or a bracket.
    quoted: errorForms({ says: '[:"\\])：“「报] ?["“]?too many connections', numbers: [1040], names: ['ER_CON_COUNT_ERROR'] }),
    probes: ['server', 'connections'],
    confirm: {
      any: [
        ['reach.problem', '==', 'limit'],
        ['connections.isRefused', '==', true],
        ['server.newcomers', '==', 'limit'],
        ['connections.usedRatio', '>=', 0.98],
      ],
    },
    likely: ['connections.usedRatio', '>=', 0.9],
    // Who was turned away minutes ago was, whatever the load is now: the counter of refusals tells.
    refute: {
      all: [
        ['connections.usedRatio', '<', 0.8],
        ['connections.refused', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '看连接来自谁、什么状态：睡眠的断开，卡在锁上的先处理阻塞。没人进得去时，用管理员的保留连接或 extra_port / admin_port。',
      en: 'See whose they are and in which state: drop sleeping ones, clear what blocks those that wait. When nobody gets in, use the administrator’s spare slot or extra_port / admin_port.',
    },
    remedies: [],
    source: 'dev.mysql.com: Too many connections; mysqld mixin: MySQLTooManyConnections',
  },
  {
    id: 'mysql.connection-leak',
    kind: 'mysql',
    title: {
      'zh-CN': '{connections.topGroup} 连接泄漏：大量睡眠连接占着不放',
      en: '{connections.topGroup} leaks connections: most sleep and fill the limit',
    },
    explanation: {
      'zh-CN':
        '{connections.used} / {connections.max} 个连接中，{connections.topGroupCount} 个来自 {connections.topGroup}，其中 {connections.topGroupSleeping} 个在 Sleep（空闲）：连接池过大，或只建连接不归还。达到上限（max_connections，最大连接数）后，别的客户端都会被拒绝（Too many connections，连接数已满）。',
      en: 'Of {connections.used}/{connections.max} connections {connections.topGroupCount} come from {connections.topGroup}, and {connections.topGroupSleeping} of them sleep (idle): its pools are too large, or it never gives connections back. Once the limit (max_connections) is reached, everybody else is refused (too many connections).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.connections-exhausted', 'mysql.logins-fail'],
    hints,
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.95],
        ['connections.topGroupCount', '>=', 4],
        ['connections.topGroupShare', '>=', 0.5],
        ['connections.topGroupSleepingShare', '>=', 0.6],
      ],
    },
    likely: {
      all: [
        ['connections.usedRatio', '>=', 0.85],
        ['connections.topGroupShare', '>=', 0.5],
        ['connections.topGroupSleepingShare', '>=', 0.7],
      ],
    },
    refute: {
      any: [
        ['connections.usedRatio', '<', 0.7],
        ['connections.topGroupSleepingShare', '<', 0.3],
      ],
    },
    advice: {
      'zh-CN': '断开 {connections.topGroup} 的睡眠连接立即恢复；再收小其连接池（实例数 × 池大小须小于上限），缩短 wait_timeout 兜底。',
      en: 'Dropping the sleeping connections of {connections.topGroup} restores service; then shrink its pools (instances × pool size below the limit), with a shorter wait_timeout as a safety net.',
    },
    remedies: [
      {
        action: 'kill-idle-connections',
        arguments: { login: '{connections.topLogin}', address: '{connections.topAddress}', idleSeconds: 5 },
        when: ['connections.topGroupSleeping', '>=', 1],
      },
      { action: 'set-global', arguments: { name: 'max_connections', value: '{connections.suggestedMax}' } },
    ],
    source: 'dev.mysql.com: Connection Interfaces; Percona: Too many connections',
  },
  {
    id: 'mysql.connections-all-busy',
    kind: 'mysql',
    title: { 'zh-CN': '连接数不够：大多数连接都在执行语句', en: 'Connections run out: most are busy running statements' },
    explanation: {
      'zh-CN':
        '{connections.used} / {connections.max} 个连接中 {connections.running} 个在执行：不是泄漏，是并发超过上限，或语句变慢后堆积。',
      en: '{connections.running} of {connections.used}/{connections.max} connections are running: no leak, the concurrency exceeds the connection limit, or slow statements pile up.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['asked-more'],
    explains: ['mysql.connections-exhausted', 'mysql.logins-fail'],
    hints,
    probes: ['connections', 'statements'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.95],
        ['connections.runningRatio', '>=', 0.6],
        ['statements.waitingForLocks', '<', { fact: 'statements.active', times: 0.5 }],
      ],
    },
    refute: ['connections.runningRatio', '<', 0.3],
    advice: {
      'zh-CN': '先看最耗时的语句是否刚变慢；确实是流量增长时用 ProxySQL 等连接池收敛，再考虑调高 max_connections。',
      en: 'See first whether a statement has just become slow; if it is load, queue it in a pooler such as ProxySQL before raising max_connections.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'max_connections', value: '{connections.suggestedMax}' } }],
    source: 'dev.mysql.com: Connection Interfaces',
  },
  {
    id: 'mysql.connections-stuck-in-transaction',
    kind: 'mysql',
    title: {
      'zh-CN': '{connections.idleInTransactionLogin} 的连接卡在空闲的未提交事务里',
      en: 'Connections of {connections.idleInTransactionLogin} are stuck in idle transactions',
    },
    explanation: {
      'zh-CN': '{connections.idleInTransaction} 个连接开着事务在 Sleep：应用开了事务后去做别的事，或漏了提交。它们的锁一直不释放。',
      en: '{connections.idleInTransaction} connections sleep with a transaction open (uncommitted): the application does something else meanwhile, or forgets to commit. Their locks stay.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.connections-exhausted', 'mysql.logins-fail', 'mysql.purge-lags'],
    hints: `uncommitted|transaction|未提交|事务|${hints}`,
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.85],
        ['connections.idleInTransactionRatio', '>=', 0.4],
      ],
    },
    likely: ['connections.idleInTransactionRatio', '>=', 0.3],
    refute: ['connections.idleInTransactionRatio', '<', 0.1],
    advice: {
      'zh-CN': '结束这些连接（其事务回滚），并修复应用：事务里不要等外部调用，异常路径也要回滚。',
      en: 'Kill those connections (their transactions roll back) and repair the application: no waiting for others inside a transaction, and roll back on errors.',
    },
    remedies: [],
    source: 'dev.mysql.com: InnoDB Transaction Model',
  },
  {
    id: 'mysql.user-limit-reached',
    kind: 'mysql',
    title: {
      'zh-CN': '账号 {connections.userFullest} 的连接上限已用尽',
      en: 'User {connections.userFullest} has used up its connection limit',
    },
    explanation: {
      'zh-CN': 'max_user_connections 为 {connections.userMax}，已用尽，该账号的新连接被拒绝（错误 1203 / 1226）；整个实例还有余量。',
      en: 'max_user_connections is {connections.userMax} and used up: new connections of this user are refused (errors 1203, 1226); the server as a whole has room.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.connections-exhausted', 'mysql.logins-fail'],
    hints: `max_user_connections|1203|1226|${hints}`,
    quoted: errorForms({
      says: 'max_user_connections.{0,20}(resource|active connections)|already (has )?more than .max_user_connections',
      numbers: [1203, 1226],
      names: ['ER_TOO_MANY_USER_CONNECTIONS', 'ER_USER_LIMIT_REACHED'],
    }),
    probes: ['connections', 'server'],
    confirm: {
      any: [
        {
          all: [
            ['connections.userMax', '>', 0],
            ['connections.userRatio', '>=', 1],
          ],
        },
        ['reach.reason', 'matches', 'max_user_connections'],
      ],
    },
    refute: {
      all: [
        ['connections.userMax', '==', 0],
        ['connections.isOwnLimitKnown', '==', true],
      ],
    },
    advice: {
      'zh-CN': '确认不是泄漏后调高 max_user_connections，或用 ALTER USER … WITH MAX_USER_CONNECTIONS 单独设置。',
      en: 'Once a leak is ruled out, raise max_user_connections, or set it for that account with ALTER USER … WITH MAX_USER_CONNECTIONS.',
    },
    remedies: [],
    source: 'dev.mysql.com: Setting Account Resource Limits',
  },
  {
    id: 'mysql.connection-churn',
    kind: 'mysql',
    title: { 'zh-CN': '短连接风暴：每次请求都新建连接', en: 'Connection churn: a new connection for every request' },
    explanation: {
      'zh-CN':
        '每秒新建 {activity.connectionsPerSecond} 个连接，平均每个只发 {activity.questionsPerConnection} 条语句：没有复用连接（没用连接池）。',
      en: '{activity.connectionsPerSecond} new connections a second, each for {activity.questionsPerConnection} statements: connections are not reused (no connection pool).',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'churn|connection|short-lived|短连接|建连|连接风暴',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.connectionsPerSecond', '>=', 30],
        ['activity.questionsPerConnection', '<', 8],
      ],
    },
    likely: {
      all: [
        ['activity.connectionsPerSecond', '>=', 15],
        ['activity.questionsPerConnection', '<', 8],
      ],
    },
    refute: ['activity.connectionsPerSecond', '<', 8],
    advice: {
      'zh-CN': '让客户端使用连接池；检查健康检查或重连循环；thread_cache_size 不要太小。',
      en: 'Use a pool in the client; look for health checks or reconnect loops; keep thread_cache_size large enough.',
    },
    remedies: [],
    source: 'dev.mysql.com: Connection Interfaces',
  },
  {
    id: 'mysql.logins-fail',
    kind: 'mysql',
    title: { 'zh-CN': '大量连接登录失败（认证或握手）', en: 'Many connections fail at login (authentication or handshake)' },
    explanation: {
      'zh-CN':
        '每秒 {activity.abortedConnectsPerSecond} 次登录中断（每小时平均 {connections.abortedConnectsPerHour}）：密码错误、来源不允许，或握手超时。',
      en: '{activity.abortedConnectsPerSecond} logins break off a second ({connections.abortedConnectsPerHour} an hour on average): wrong passwords, hosts not allowed, or handshakes that time out.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'aborted|access denied|login|log in|password|1045|登录|密码|拒绝|连不上',
    quoted: errorForms({ says: 'access denied for user .{1,120}using password', numbers: [1045], names: ['ER_ACCESS_DENIED_ERROR'] }),
    probes: ['activity', 'connections'],
    confirm: ['activity.abortedConnectsPerSecond', '>=', 3],
    likely: ['activity.abortedConnectsPerSecond', '>=', 1],
    likelyWhenHinted: ['connections.abortedConnectsPerHour', '>=', 60],
    // Not by the hour: one application that gives up after a few tries leaves less than one an hour.
    refute: ['connections.abortedConnectsTotal', '==', 0],
    advice: {
      'zh-CN': '在错误日志里看账号与来源（log_error_verbosity=3 或 log_warnings=2）；核对最近的密码轮换与账号变更。',
      en: 'The error log names account and host (log_error_verbosity=3, or log_warnings=2); look at recent password rotations and account changes.',
    },
    remedies: [],
    source: 'dev.mysql.com: Communication Errors and Aborted Connections',
  },
  {
    id: 'mysql.idle-timeout-too-short',
    kind: 'mysql',
    title: {
      'zh-CN': 'wait_timeout 过短，连接池里的连接被反复断开',
      en: 'wait_timeout is too short: pooled connections are closed when idle',
    },
    explanation: {
      'zh-CN':
        'wait_timeout 只有 {settings.wait_timeout} 秒：稍一空闲就被服务器关闭，应用报 server has gone away；每小时异常断开 {connections.abortedClientsPerHour} 个。',
      en: 'wait_timeout is {settings.wait_timeout} s: the server closes connections as soon as they are idle and applications see "server has gone away"; {connections.abortedClientsPerHour} break off an hour.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.connection-churn'],
    hints: 'gone away|wait_timeout|2006|2013|4031|lost connection|断开|超时',
    probes: ['settings', 'connections'],
    confirm: ['settings.wait_timeout', '<=', 15],
    likely: ['settings.wait_timeout', '<=', 30],
    refute: ['settings.wait_timeout', '>=', 300],
    advice: {
      'zh-CN': '把 wait_timeout 调到连接池最大空闲时间之上（默认 28800），并让连接池在取用前探活。',
      en: 'Set wait_timeout above the idle time of the pools (28800 by default), and let pools test connections before use.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'wait_timeout', value: 28_800 } }],
    source: 'dev.mysql.com: MySQL server has gone away',
  },
];
