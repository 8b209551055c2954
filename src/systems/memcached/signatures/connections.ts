/** Connections: at the limit, leaking, churning, or failing to log in. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'connection|too many open|maxconns|pool|leak|listen_disabled|连接数|连接池|泄漏|连接被拒|MemcachedConnectionLimit';

const isAtLimit: Condition = {
  any: [
    ['reach.problem', '==', 'limit'],
    ['server.newcomers', '==', 'refused'],
    ['connections.usedRatio', '>=', 0.95],
    ['connections.isAccepting', '==', false],
    ['activity.rejectedPerSecond', '>', 0],
    ['activity.listenDisabledPerSecond', '>', 0],
  ],
};

export const connectionSignatures: readonly Signature[] = [
  {
    id: 'memcached.connections-at-limit',
    kind: 'memcached',
    title: { 'zh-CN': '连接数达到上限，新连接进不来', en: 'Connection limit reached: new connections have to wait' },
    explanation: {
      'zh-CN': '连接 {connections.connected} / {connections.max}（-c），启动以来 {connections.turnedAway} 次达到上限，客户端连接超时。',
      en: '{connections.connected} of {connections.max} connections (-c) are used; the limit was reached {connections.turnedAway} times since the start, and clients time out while connecting.',
    },
    severity: 'critical',
    role: 'symptom',
    explains: ['memcached.not-answering'],
    hints,
    probes: ['server', 'connections', 'activity'],
    quoted: 'ERROR Too many open connections',
    confirm: isAtLimit,
    likelyWhenHinted: ['connections.turnedAway', '>', 0],
    refute: {
      all: [
        ['connections.usedRatio', '<', 0.7],
        ['server.newcomers', '==', 'answered'],
      ],
    },
    advice: {
      'zh-CN': '看连接来自谁：若是某个应用泄漏，先让它释放；都在用时调高 -c（需重启）。完全连不进时在主机上用 ss 查看来源。',
      en: 'See whose they are: if one application leaks, let it let go; if all are in use, raise -c (a restart). When nobody gets in, list the sources with ss on its host.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (listen_disabled_num, rejected_connections); memcached-mixin: MemcachedConnectionLimit',
  },
  {
    id: 'memcached.connection-leak',
    kind: 'memcached',
    title: { 'zh-CN': '{connections.topAddress} 连接泄漏', en: '{connections.topAddress} leaks connections' },
    explanation: {
      'zh-CN':
        '{connections.connected} / {connections.max} 个连接中，{connections.topCount} 个来自 {connections.topAddress}，其中 {connections.topIdle} 个已空闲 {connections.idleSeconds} 秒以上：只建不用也不关，上限会被耗尽。',
      en: 'Of {connections.connected}/{connections.max} connections {connections.topCount} come from {connections.topAddress}, and {connections.topIdle} of them have been idle for more than {connections.idleSeconds} s: it opens connections, and neither uses nor closes them, so the limit is used up.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memcached.connections-at-limit', 'memcached.connection-limit-too-low', 'memcached.not-answering'],
    hints,
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.8],
        ['connections.topCount', '>=', 5],
        ['connections.topShare', '>=', 0.5],
        ['connections.topIdleShare', '>=', 0.6],
      ],
    },
    likely: {
      all: [
        ['connections.usedRatio', '>=', 0.6],
        ['connections.topCount', '>=', 50],
        ['connections.topShare', '>=', 0.6],
        ['connections.topIdleShare', '>=', 0.8],
      ],
    },
    refute: {
      any: [
        ['connections.usedRatio', '<', 0.5],
        ['connections.topIdleShare', '<', 0.3],
      ],
    },
    advice: {
      'zh-CN': '重启或修复该应用的连接池；memcached 无法按来源断开连接，可在启动参数中加 -o idle_timeout=N 兜底。',
      en: 'Restart that application or repair its pool; memcached cannot drop connections by origin, but -o idle_timeout=N is a safety net from the next start.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (stats conns), memcached(1) idle_timeout',
  },
  {
    id: 'memcached.connection-limit-too-low',
    kind: 'memcached',
    title: { 'zh-CN': '连接数上限（-c）太低，正常使用就会占满', en: 'The connection limit is too low for normal use' },
    explanation: {
      'zh-CN':
        '连接 {connections.connected} / {connections.max}，且大多在使用（最大来源空闲 {connections.topIdleShare|percent}）：不是泄漏，是 -c 太小。',
      en: '{connections.connected} of {connections.max} connections are used and most are active ({connections.topIdleShare|percent} of the largest origin idle): no leak, -c is too low.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memcached.connections-at-limit', 'memcached.not-answering'],
    hints,
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>=', 0.9],
        ['connections.topIdleShare', '<', 0.4],
      ],
    },
    refute: {
      any: [
        ['connections.usedRatio', '<', 0.8],
        ['connections.topIdleShare', '>=', 0.6],
      ],
    },
    advice: {
      'zh-CN': '以 -c {connections.suggestedMax} 重启（会清空缓存，逐台进行），同时核对文件句柄上限；或缩小客户端连接池。',
      en: 'Restart with -c {connections.suggestedMax} (it empties the cache: one server at a time), with the limit of open files in mind; or shrink the clients’ pools.',
    },
    remedies: [],
    source: 'memcached(1) -c',
  },
  {
    id: 'memcached.connection-churn',
    kind: 'memcached',
    title: { 'zh-CN': '短连接风暴：频繁建连', en: 'Connection churn: clients connect for every request' },
    explanation: {
      'zh-CN':
        '每秒新建 {activity.connectionsPerSecond} 个连接，平均每个只发 {activity.requestsPerConnection} 个请求：没有复用连接（没用连接池），浪费 CPU、增加延迟。',
      en: '{activity.connectionsPerSecond} new connections a second, each for {activity.requestsPerConnection} requests: connections are not reused (no connection pool), which costs CPU and latency.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.threads-saturated'],
    hints: 'churn|connection|short-lived|短连接|建连|连接风暴',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.connectionsPerSecond', '>=', 20],
        ['activity.requestsPerConnection', '<', 10],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.connectionsPerSecond', '>=', 10],
        ['activity.requestsPerConnection', '<', 10],
      ],
    },
    refute: ['activity.connectionsPerSecond', '<', 5],
    advice: {
      'zh-CN': '让客户端使用长连接（PHP 用 persistent_id）；检查健康检查或重连循环。',
      en: 'Use persistent connections in the client (persistent_id in PHP); look for health checks or reconnect loops.',
    },
    remedies: [],
    source: 'memcached wiki: ConfiguringClient',
  },
  {
    id: 'memcached.idle-timeout-cuts-pools',
    kind: 'memcached',
    title: {
      'zh-CN': '空闲超时：空闲 {connections.idleTimeoutSeconds} 秒的连接被 memcached 断开',
      en: 'Idle timeout too short: pooled connections idle {connections.idleTimeoutSeconds} s are closed',
    },
    explanation: {
      'zh-CN':
        'idle_timeout 为 {connections.idleTimeoutSeconds} 秒，启动以来断开了 {connections.idleKicks} 个空闲连接（占全部连接的 {connections.idleKickedShare|percent}）：连接池里的连接在下一次使用时报 broken pipe 或 connection reset。',
      en: 'idle_timeout is {connections.idleTimeoutSeconds} s, and {connections.idleKicks} idle connections were cut since the start ({connections.idleKickedShare|percent} of all): what a pool kept fails with a broken pipe or a reset at its next use.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'broken.?pipe|reset|closed|disconnect|idle|eof|epipe|断开|重置|空闲|断连',
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.idleTimeoutSeconds', '>', 0],
        ['connections.idleTimeoutSeconds', '<=', 60],
        ['connections.idleKicks', '>=', 10],
        ['connections.idleKickedShare', '>=', 0.3],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['connections.idleTimeoutSeconds', '>', 0],
        ['connections.idleKicks', '>', 0],
      ],
    },
    refute: {
      any: [
        ['connections.idleTimeoutSeconds', '==', 0],
        ['connections.idleKicks', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '让连接池的空闲时间短于 idle_timeout，或在取用时校验；或以更长的 -o idle_timeout=N 重启（会清空缓存）。',
      en: 'Let pools drop idle connections sooner than idle_timeout, or check them when they are taken; or restart with a longer -o idle_timeout=N, which empties the cache.',
    },
    remedies: [],
    source: 'memcached(1) -o idle_timeout; doc/protocol.txt (idle_kicks)',
  },
  {
    id: 'memcached.logins-fail',
    kind: 'memcached',
    title: { 'zh-CN': '有客户端登录失败（认证失败）', en: 'Clients fail to log in (authentication failed)' },
    explanation: {
      'zh-CN': '每秒 {activity.authErrorsPerSecond} 次认证失败，累计 {connections.authErrors} 次：凭据更换后有应用没有跟上。',
      en: '{activity.authErrorsPerSecond} logins a second fail, {connections.authErrors} so far: the credentials changed and some application did not follow.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'auth|login|password|sasl|认证|密码|登录',
    probes: ['activity', 'connections'],
    quoted: 'CLIENT_ERROR (unauthenticated|authentication failure)|MEMCACHED_AUTH_(FAILURE|PROBLEM)',
    confirm: ['activity.authErrorsPerSecond', '>', 0],
    likelyWhenHinted: ['connections.authErrors', '>', 0],
    refute: ['connections.authErrors', '==', 0],
    advice: {
      'zh-CN': '按来源核对各应用使用的凭据与 --auth-file 的内容。',
      en: 'Compare the credentials of each application with the file of --auth-file.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (auth_errors)',
  },
];
