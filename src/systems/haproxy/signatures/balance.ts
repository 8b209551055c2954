/** Faults of how requests are spread over servers. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const common = { kind: 'haproxy', role: 'cause', probes: ['traffic'], remedies: [] } as const;

/** It has served clearly more than each of those beside it, that could take more. */
const isPreferred: Condition = {
  all: [
    ['crowd.queue', '>', 0],
    ['crowd.idleCount', '>', 0],
    ['crowd.factor', '>=', 2],
  ],
};

export const balanceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'haproxy.one-server-crowded',
    title: {
      'zh-CN': '请求都集中到一台服务器 {crowd.server}（{crowd.by}），它在排队，其余空闲',
      en: 'Requests all go to one server, {crowd.server} ({crowd.by}): it queues while others idle',
    },
    explanation: {
      'zh-CN':
        '后端 {crowd.backend} 的 {crowd.server} 会话 {crowd.sessions}/{crowd.limit}（maxconn 已满），还有 {crowd.queue} 个请求在它的队列里排队，排队超时得到 503；而空闲的 {crowd.idle} 共 {crowd.idleCount} 台只有 {crowd.idleSessions} 个会话。按权重它处理的请求是它们的 {crowd.factor} 倍：负载不均由 {crowd.by} 造成，来源 IP（NAT、代理之后都是同一个）或会话保持把请求绑定到了这一台，不是容量不足。',
      en: 'Server {crowd.server} of backend {crowd.backend} has {crowd.sessions} of {crowd.limit} sessions (maxconn is full) and {crowd.queue} more requests wait in its own queue, a 503 after timeout queue; {crowd.idle} ({crowd.idleCount} servers) are idle with {crowd.idleSessions} sessions together. By weight it served {crowd.factor} times what each of them did: the load is unbalanced by {crowd.by}, which ties requests to this one (one source address for all behind NAT or a proxy, or stickiness). It is no lack of capacity.',
    },
    severity: 'critical',
    explains: [
      'haproxy.servers-full',
      'haproxy.queue-growing',
      'haproxy.slow-by-queue',
      'haproxy.own-errors',
      'haproxy.uneven-balance',
      'haproxy.connect-errors',
      'haproxy.client-aborts',
    ],
    hints: '5xx|503|queue|slow|latency|balance|uneven|hot|sticky|source|排队|慢|延迟|不均|倾斜|热点|会话保持|一台',
    confirm: {
      all: [
        isPreferred,
        {
          any: [
            // As many wait as it may serve at once: each waits for a whole round at least.
            ['crowd.queue', '>=', { fact: 'crowd.limit' }],
            ['traffic.ownErrors', '>=', 5],
          ],
        },
      ],
    },
    likelyWhenHinted: isPreferred,
    refute: {
      any: [
        ['crowd.queue', '==', 0],
        ['crowd.idleCount', '==', 0],
      ],
    },
    advice: {
      'zh-CN':
        '改用 leastconn 或 roundrobin；必须按来源时，用真实客户端地址做哈希（X-Forwarded-For：balance hdr，或 option forwardfor 前一层的 PROXY 协议），并加 hash-type consistent 与 hash-balance-factor。会话保持则缩短有效期，或在 maxconn 满时用 option redispatch 改派。调大 maxconn 只会压垮这一台。',
      en: 'Use leastconn or roundrobin. Where it must be by client, hash the real one (balance hdr(X-Forwarded-For), or the PROXY protocol of the layer before) with hash-type consistent and hash-balance-factor. For stickiness, let entries expire sooner. A higher maxconn only puts more on this one.',
    },
    source: 'HAProxy configuration manual, 4.2: balance, hash-balance-factor, cookie, stick on; management guide, 9.1: qcur, slim, algo',
  },
  {
    ...common,
    id: 'haproxy.uneven-balance',
    title: { 'zh-CN': '后端 {balance.backend} 负载不均衡', en: 'Backend {balance.backend} is unbalanced: uneven load' },
    explanation: {
      'zh-CN': '按权重折算，{balance.busiest} 得到的请求是 {balance.idlest} 的 {balance.factor} 倍（共 {balance.requests} 个）。',
      en: 'By weight, {balance.busiest} gets {balance.factor} times the requests of {balance.idlest} ({balance.requests} in all).',
    },
    severity: 'warning',
    hints: 'balance|uneven|hot|不均|倾斜|热点',
    confirm: {
      all: [
        ['balance.requests', '>=', 100],
        ['balance.factor', '>=', 3],
      ],
    },
    refute: ['balance.factor', '<', 1.5],
    advice: {
      'zh-CN':
        'balance source 或 uri 遇到少数大来源（NAT、热点路径）会这样，会话保持亦然；改用 leastconn，或 hash-type consistent 加 hash-balance-factor。',
      en: 'balance source or uri does this with few big sources (NAT, a hot path), and so does stickiness: use leastconn, or hash-type consistent with hash-balance-factor.',
    },
    source: 'HAProxy configuration manual: balance, hash-balance-factor',
  },
];
