/** Faults that show in what requests get. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const common = { kind: 'haproxy', role: 'cause', probes: ['traffic'], remedies: [] } as const;

/**
 * A server that breaks off does so at once; what is given up on has been waited for, a second at least with any sensible `timeout server`. The
 * time at the server is an estimate from two glances within half a second: one between two rounds of clients that time out together halves
 * it, so what speaks against breaking off is well below a second.
 */
const staysLong: Condition = ['traffic.heldMs', '>=', 200];

export const trafficSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'haproxy.own-errors',
    role: 'symptom',
    looksLike: ['waiting'],
    title: { 'zh-CN': '5xx 由 HAProxy 自身产生，不是后端返回的', en: 'The 5xx errors are HAProxy’s own, not the servers’' },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内 {traffic.fivexx} 个 5xx 中有 {traffic.ownErrors} 个不来自任何服务器：没有可用服务器、排队超时、连接失败或响应超时。',
      en: '{traffic.ownErrors} of {traffic.fivexx} 5xx in {traffic.windowSeconds} s came from no server: none available, waited too long in the queue, connection failed, or response timeout.',
    },
    severity: 'critical',
    hints: '5xx|503|504|502|error|错误',
    confirm: {
      all: [
        ['traffic.ownErrors', '>=', 5],
        ['traffic.fivexxRatio', '>=', 0.02],
        ['traffic.ownErrors', '>', { fact: 'traffic.serverErrors' }],
      ],
    },
    refute: ['traffic.ownErrors', '==', 0],
    advice: {
      'zh-CN': '看日志里的终止状态：SC 为连不上，sQ 为排队超时，sH 为响应超时，PR 为被规则拒绝。',
      en: 'Read the termination state in its log: SC could not connect, sQ waited too long, sH timed out, PR was refused by a rule.',
    },
    source: 'HAProxy configuration manual, 8.5: Session state at disconnection',
  },
  {
    ...common,
    id: 'haproxy.one-server-failing',
    title: { 'zh-CN': '只有服务器 {traffic.worstServer} 在返回 5xx 错误', en: 'Only server {traffic.worstServer} answers with 5xx errors' },
    explanation: {
      'zh-CN':
        '它返回了 {traffic.worstServerErrors} 个 5xx，占该后端的 {traffic.worstServerShare}，而其余 {traffic.worstServerPeers} 台正常：健康检查没有发现它的问题，仍在给它分流量。',
      en: 'It gave {traffic.worstServerErrors} of them, a share of {traffic.worstServerShare} of its backend, while {traffic.worstServerPeers} others are healthy: the health check does not see it, and it still gets traffic.',
    },
    severity: 'critical',
    explains: ['haproxy.servers-failing'],
    hints: '5xx|500|intermittent|server|偶发|一台|错误',
    confirm: {
      all: [
        ['traffic.worstServerErrors', '>=', 5],
        ['traffic.worstServerShare', '>=', 0.9],
        ['traffic.worstServerPeers', '>=', 1],
        ['traffic.fivexxRatio', '>=', 0.02],
      ],
    },
    refute: ['traffic.serverErrors', '==', 0],
    advice: {
      'zh-CN': '先摘除这台（drain），再看它与其他服务器的差异（版本、配置、磁盘）；让健康检查覆盖真实路径或启用 observe layer7。',
      en: 'Drain it first, then see how it differs (release, configuration, disk); let the check ask what clients ask, or use observe layer7.',
    },
    source: 'HAProxy configuration manual, 5.2: observe, on-error',
  },
  {
    ...common,
    id: 'haproxy.servers-failing',
    role: 'symptom',
    looksLike: ['waiting'],
    title: {
      'zh-CN': '后端 {traffic.worstBackend} 的服务器返回大量 5xx',
      en: 'Servers of backend {traffic.worstBackend} answer with many 5xx errors',
    },
    explanation: {
      'zh-CN': '{traffic.windowSeconds} 秒内服务器返回 {traffic.serverErrors} 个 5xx，占全部请求的 {traffic.fivexxRatio}。',
      en: 'Servers returned {traffic.serverErrors} 5xx in {traffic.windowSeconds} s, a share of {traffic.fivexxRatio} of all requests.',
    },
    severity: 'critical',
    hints: '5xx|500|error|错误|异常',
    confirm: {
      all: [
        ['traffic.serverErrors', '>=', 5],
        ['traffic.fivexxRatio', '>=', 0.02],
      ],
    },
    refute: ['traffic.serverErrors', '==', 0],
    advice: {
      'zh-CN': '看应用的异常、最近的发布与共同的依赖。',
      en: 'Read the application’s exceptions, its latest release, and what all servers depend on.',
    },
    source: 'HAProxy management guide, 9.1: hrsp_5xx',
  },
  {
    ...common,
    id: 'haproxy.connect-errors',
    role: 'symptom',
    title: { 'zh-CN': '连接后端服务器失败（{traffic.connectErrorsAt}）', en: 'Connections to servers fail ({traffic.connectErrorsAt})' },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内 {traffic.connectErrors} 次连接失败，重试 {traffic.retries} 次，改派 {traffic.redispatches} 次。',
      en: '{traffic.connectErrors} connections failed in {traffic.windowSeconds} s, {traffic.retries} were retried, {traffic.redispatches} went to another server.',
    },
    severity: 'warning',
    hints: 'connect|econ|refused|连接失败',
    confirm: { all: [['traffic.connectErrors', '>=', 3], isShare('traffic.connectErrors', 'traffic.requests')] },
    likelyWhenHinted: ['traffic.connectErrors', '>=', 1],
    refute: ['traffic.connectErrors', '==', 0],
    advice: {
      'zh-CN': '健康检查还是 UP 却连不上：检查间隔太长，或监听队列、句柄偶发用尽。',
      en: 'If its check is still UP: the interval is long, or its accept queue or descriptors run out now and then.',
    },
    source: 'HAProxy management guide, 9.1: econ',
  },
  {
    ...common,
    id: 'haproxy.retries',
    role: 'symptom',
    title: { 'zh-CN': '到后端的连接重试与改派增多', en: 'Connections to servers are retried and redispatched' },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内重试 {traffic.retries} 次、改派 {traffic.redispatches} 次：有服务器时好时坏，用户感到变慢而不是报错。',
      en: '{traffic.retries} retries and {traffic.redispatches} redispatches in {traffic.windowSeconds} s: some server fails now and then, and users feel it as slowness.',
    },
    severity: 'warning',
    hints: 'retr|redispatch|slow|重试|改派',
    confirm: {
      all: [
        ['traffic.retries', '>=', 5],
        ['traffic.retries', '>=', { fact: 'traffic.requests', times: 0.01 }],
      ],
    },
    refute: ['traffic.retries', '==', 0],
    advice: { 'zh-CN': '按服务器看 econ 与 wretr，找出那一台。', en: 'Compare econ and wretr of the servers to find the one.' },
    source: 'HAProxy management guide, 9.1: wretr, wredis; haproxy mixin',
  },
  {
    ...common,
    id: 'haproxy.response-errors',
    title: {
      'zh-CN': '{traffic.responseErrorsAt} 提前断开连接或返回无效应答',
      en: '{traffic.responseErrorsAt} closes connections early or responds invalidly',
    },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内 {traffic.responseErrors} 次响应错误，用户得到 502：服务器在应答前断开（崩溃、重启、keepalive 过短）或应答无效。',
      en: '{traffic.responseErrors} failed responses in {traffic.windowSeconds} s, a 502 for the user: servers closed before answering (crash, restart, short keep-alive) or the answer was invalid.',
    },
    severity: 'critical',
    explains: ['haproxy.own-errors'],
    hints: '502|reset|eresp|断开',
    confirm: { all: [['traffic.responseErrors', '>=', 5], isShare('traffic.responseErrors', 'traffic.requests'), { not: staysLong }] },
    likelyWhenHinted: { all: [['traffic.responseErrors', '>=', 1], { not: staysLong }] },
    refute: { any: [['traffic.responseErrors', '==', 0], staysLong] },
    advice: {
      'zh-CN': '看该服务器日志有无崩溃；show errors 会保存最近一次无效应答。',
      en: 'Look for crashes in its log; show errors keeps the latest invalid response.',
    },
    source: 'HAProxy management guide, 9.1: eresp; 9.3: show errors',
  },
  {
    ...common,
    id: 'haproxy.responses-time-out',
    title: {
      'zh-CN': '{traffic.responseErrorsAt} 响应超时',
      en: '{traffic.responseErrorsAt} timed out: it does not answer in time',
    },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内 {traffic.responseErrors} 个请求没有等到响应，请求在服务器上平均停留约 {traffic.heldMs} ms：服务器太慢，超过 timeout server 后用户得到 504。',
      en: '{traffic.responseErrors} requests got no answer in {traffic.windowSeconds} s, and requests stay at the server for about {traffic.heldMs} ms: it is too slow, and after timeout server users get a 504.',
    },
    severity: 'critical',
    looksLike: ['waiting', 'slow'],
    explains: ['haproxy.own-errors', 'haproxy.client-aborts', 'haproxy.servers-full', 'haproxy.queue-growing', 'haproxy.slow-by-queue'],
    hints: '504|timeout|timed out|slow|latency|超时|慢|延迟',
    confirm: { all: [['traffic.responseErrors', '>=', 5], isShare('traffic.responseErrors', 'traffic.requests'), staysLong] },
    likelyWhenHinted: { all: [['traffic.responseErrors', '>=', 1], staysLong] },
    refute: { any: [['traffic.responseErrors', '==', 0], { not: staysLong }] },
    advice: {
      'zh-CN': '看应用在等什么（慢查询、锁、下游、线程池）；调大 timeout server 只会让排队变长。',
      en: 'See what the application waits for (slow queries, locks, what is behind it, its pool); a longer timeout server only makes the queue longer.',
    },
    source: 'HAProxy configuration manual, 8.5: sH; management guide, 9.1: eresp, scur',
  },
  {
    ...common,
    id: 'haproxy.requests-denied',
    title: { 'zh-CN': '前端 {traffic.deniedAt} 拒绝了大量请求', en: 'Frontend {traffic.deniedAt} denies (rejects) many requests' },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内拒绝 {traffic.denied} 个，占 {traffic.deniedRatio}：访问规则或限流（deny）在起作用，用户得到 403 或 429。',
      en: '{traffic.denied} were denied in {traffic.windowSeconds} s, a share of {traffic.deniedRatio}: a rule or a rate limit (deny) is at work, and users get a 403 or 429.',
    },
    severity: 'warning',
    hints: 'denied|deny|403|429|acl|拒绝|限流|攻击',
    confirm: {
      all: [
        ['traffic.denied', '>=', 10],
        ['traffic.deniedRatio', '>=', 0.05],
      ],
    },
    refute: ['traffic.denied', '==', 0],
    advice: {
      'zh-CN': '确认拒绝的是攻击还是正常用户：看最近的 ACL 改动与 stick table 里的来源。',
      en: 'Tell an attack from real users: look at recent changes of ACLs, and at the sources in its stick table.',
    },
    source: 'HAProxy management guide, 9.1: dreq',
  },
  {
    ...common,
    id: 'haproxy.bad-requests',
    title: { 'zh-CN': '大量无效请求（400）', en: 'Many bad requests (400)' },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内 {traffic.badRequests} 个请求错误，占 {traffic.badRequestsRatio}：客户端提前断开、发送超时，或协议不符（如向 HTTP 端口发 TLS）。',
      en: '{traffic.badRequests} bad requests in {traffic.windowSeconds} s, a share of {traffic.badRequestsRatio}: clients disconnect early or are too slow, or speak another protocol (TLS to a port of HTTP).',
    },
    severity: 'warning',
    hints: '\\b4(00|xx)\\b|bad request|ereq|invalid|无效',
    // Probes, scans and people who leave are counted as well, so that a few of them only tell who asks about such requests.
    confirm: {
      all: [
        ['traffic.badRequests', '>=', 10],
        ['traffic.badRequestsRatio', '>=', 0.5],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['traffic.badRequests', '>=', 10],
        ['traffic.badRequestsRatio', '>=', 0.05],
      ],
    },
    refute: ['traffic.badRequests', '==', 0],
    advice: {
      'zh-CN': '用 show errors 看最近一次无效请求；端口扫描与探活也会计入。',
      en: 'show errors has the latest invalid request; scans and probes count as well.',
    },
    source: 'HAProxy management guide, 9.1: ereq',
  },
  {
    ...common,
    id: 'haproxy.client-aborts',
    role: 'symptom',
    title: { 'zh-CN': '响应太慢，客户端提前断开', en: 'Clients abort: they disconnect before the answer' },
    explanation: {
      'zh-CN': '{traffic.windowSeconds} 秒内 {traffic.clientAborts} 次由客户端中断（共 {traffic.requests} 个请求），多为等待超时。',
      en: '{traffic.clientAborts} of {traffic.requests} requests were aborted by clients in {traffic.windowSeconds} s, mostly tired of waiting.',
    },
    severity: 'warning',
    hints: 'abort|499|timeout|中断|超时',
    confirm: {
      all: [
        ['traffic.clientAborts', '>=', 10],
        ['traffic.clientAborts', '>=', { fact: 'traffic.requests', times: 0.05 }],
      ],
    },
    refute: ['traffic.clientAborts', '==', 0],
    advice: {
      'zh-CN': '查后端为何变慢，并核对客户端超时。',
      en: 'Find out why servers are slow, and compare with the timeout of clients.',
    },
    source: 'HAProxy management guide, 9.1: cli_abrt',
  },
];
