/** Faults of limits of sessions: the process, frontends, servers, and what waits. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'haproxy', role: 'cause', remedies: [] } as const;

export const capacitySignatures: readonly Signature[] = [
  {
    ...common,
    id: 'haproxy.process-full',
    title: { 'zh-CN': 'HAProxy 连接数达到上限（全局 maxconn）', en: 'HAProxy’s connection limit is reached (global maxconn)' },
    explanation: {
      'zh-CN': '当前 {process.connections} 个连接，全局上限 maxconn 为 {process.maxconn}：新连接在内核队列里等待，用户感到连接变慢或超时。',
      en: '{process.connections} connections of {process.maxconn} (global maxconn): new ones wait in the kernel’s queue, and users see slow or failing connects.',
    },
    severity: 'critical',
    explains: ['haproxy.not-answering', 'haproxy.bad-requests', 'haproxy.client-aborts'],
    hints: 'maxconn|connection|full|连接数|上限',
    probes: ['process'],
    confirm: ['process.connections', '>=', { fact: 'process.maxconn', times: 0.98 }],
    likely: ['process.connections', '>=', { fact: 'process.maxconn', times: 0.85 }],
    refute: ['process.connections', '<', { fact: 'process.maxconn', times: 0.6 }],
    advice: {
      'zh-CN': '先查连接为何堆积（后端慢、空闲连接过久），再按内存与句柄调高 global maxconn；运行时不能超过 Hard_maxconn。',
      en: 'Find out why connections pile up (slow servers, long idling), then raise maxconn by memory and descriptors; at run time it can’t exceed Hard_maxconn.',
    },
    source: 'HAProxy configuration manual, 3.2: maxconn',
  },
  {
    ...common,
    id: 'haproxy.frontend-full',
    title: {
      'zh-CN': '前端 {front.name} 连接数达到上限（maxconn）',
      en: 'Frontend {front.name} has reached its connection limit (maxconn)',
    },
    explanation: {
      'zh-CN': '{front.name} 有 {front.sessions} 个会话，上限 {front.limit}：新连接不被接受，只能排队，用户感到变慢或超时。',
      en: '{front.name} has {front.sessions} sessions of {front.limit}: new connections are not accepted and wait, and users see timeouts.',
    },
    severity: 'critical',
    // Who waits for it in vain leaves with a request that was never whole.
    explains: ['haproxy.bad-requests', 'haproxy.client-aborts'],
    hints: 'maxconn|frontend|session|前端|会话|上限',
    probes: ['load', 'process'],
    confirm: ['front.sessions', '>=', { fact: 'front.limit', times: 0.98 }],
    likely: ['front.sessions', '>=', { fact: 'front.limit', times: 0.85 }],
    // A frontend without a limit of its own has the process's, whose fault it is then.
    refute: {
      any: [
        ['front.sessions', '<', { fact: 'front.limit', times: 0.6 }],
        ['front.limit', '>=', { fact: 'process.maxconn', times: 1 }],
      ],
    },
    advice: {
      'zh-CN': '看会话为何不结束；确属容量不足时调高该前端 maxconn（可在运行时调，重启后失效）。',
      en: 'See why sessions do not end; if it is capacity, raise its maxconn (possible at run time, lost at a restart).',
    },
    // Its limit was lowered while it ran: what it has carried before is what it is given back.
    remedies: [
      {
        action: 'set-maxconn-frontend',
        arguments: { frontend: '{front.name}', maxconn: '{front.sessionsMax}' },
        when: ['front.sessionsMax', '>=', { fact: 'front.limit', times: 1.2 }],
      },
    ],
    source: 'HAProxy configuration manual, 4.2: maxconn',
  },
  {
    ...common,
    id: 'haproxy.servers-full',
    title: {
      'zh-CN': '后端服务器连接数达到上限（maxconn），请求排队',
      en: 'Servers have reached their connection limit (maxconn); requests queue',
    },
    explanation: {
      'zh-CN':
        '{full.count} 台服务器会话数已满（{full.backend}/{full.server}：{full.sessions}/{full.limit}，启动以来最多同时 {full.sessionsMax}），后端 {queue.backend} 有 {queue.length} 个请求在排队。',
      en: '{full.count} servers are full ({full.backend}/{full.server}: {full.sessions} of {full.limit}, at most {full.sessionsMax} at once since the start), and {queue.length} requests wait at {queue.backend}.',
    },
    severity: 'critical',
    explains: ['haproxy.queue-growing', 'haproxy.slow-by-queue', 'haproxy.own-errors'],
    hints: 'queue|maxconn|slow|503|排队|慢|容量',
    probes: ['load'],
    confirm: {
      all: [
        ['full.count', '>', 0],
        ['queue.length', '>', 0],
      ],
    },
    refute: ['full.count', '==', 0],
    advice: {
      'zh-CN': '看后端响应时间是否变长：变慢时加大 maxconn 只会把压力推给它；响应正常则扩容或调高该服务器 maxconn。',
      en: 'See whether responses have become slower: then a higher maxconn only pushes the load on; if they have not, add servers or raise it.',
    },
    remedies: [
      {
        action: 'set-maxconn-server',
        arguments: { backend: '{full.backend}', server: '{full.server}', maxconn: '{full.sessionsMax}' },
        when: {
          all: [
            ['full.backend', '==', { fact: 'queue.backend' }],
            ['full.sessionsMax', '>=', { fact: 'full.limit', times: 1.2 }],
          ],
        },
      },
      {
        action: 'set-maxconn-server',
        arguments: { backend: '{full.backend}', server: '{full.next.server}', maxconn: '{full.next.sessionsMax}' },
        when: {
          all: [
            ['full.backend', '==', { fact: 'queue.backend' }],
            ['full.next.sessionsMax', '>=', { fact: 'full.next.limit', times: 1.2 }],
          ],
        },
      },
    ],
    remedyMode: 'sequence',
    source: 'HAProxy configuration manual, 5.2: maxconn; queueing',
  },
  {
    ...common,
    id: 'haproxy.queue-growing',
    role: 'symptom',
    title: { 'zh-CN': '后端 {queue.backend} 有请求排队', en: 'Requests queue at backend {queue.backend}' },
    explanation: {
      'zh-CN': '{queue.length} 个请求在排队，等空闲的服务器（历史最多 {queue.max}）；用户感到变慢，排队超时得到 503。',
      en: '{queue.length} requests wait in the queue for a free server (at most {queue.max} so far); users see slowness, and a 503 when they wait too long.',
    },
    severity: 'warning',
    hints: 'queue|排队|慢',
    probes: ['load'],
    confirm: ['queue.length', '>', 0],
    refute: ['queue.length', '==', 0],
    advice: {
      'zh-CN': '对照可用服务器数与各自的 maxconn；排队超过 timeout queue 会变成 503。',
      en: 'Compare with the servers left and their maxconn; what waits longer than timeout queue becomes a 503.',
    },
    source: 'HAProxy configuration manual: timeout queue',
  },
  {
    ...common,
    id: 'haproxy.slow-by-queue',
    role: 'symptom',
    title: { 'zh-CN': '后端 {slow.backend} 变慢：请求在排队', en: 'Backend {slow.backend} is slow: requests wait in its queue' },
    explanation: {
      'zh-CN':
        '近期平均：排队 {slow.queueMs} ms，连接 {slow.connectMs} ms，响应 {slow.responseMs} ms：服务器本身不慢，是等不到空闲的服务器。',
      en: 'On average lately: {slow.queueMs} ms in the queue, {slow.connectMs} ms to connect, {slow.responseMs} ms to answer: servers are not slow, they are not free.',
    },
    severity: 'warning',
    hints: 'slow|latency|queue|慢|延迟|排队',
    probes: ['load'],
    confirm: {
      all: [
        ['slow.queueMs', '>=', 200],
        ['slow.queueMs', '>', { fact: 'slow.responseMs' }],
      ],
    },
    refute: ['slow.queueMs', '<', 20],
    advice: {
      'zh-CN': '增加服务器或其 maxconn，并减少摘除。',
      en: 'Add servers or raise their maxconn, and bring back what was set aside.',
    },
    source: 'HAProxy management guide, 9.1: qtime, rtime',
  },
  {
    ...common,
    id: 'haproxy.slow-responses',
    title: { 'zh-CN': '后端 {slow.backend} 响应慢（延迟高）', en: 'Backend {slow.backend} is slow to answer (high latency)' },
    explanation: {
      'zh-CN': '近期平均响应 {slow.responseMs} ms，排队 {slow.queueMs} ms，连接 {slow.connectMs} ms：时间花在服务器处理上。',
      en: 'On average lately {slow.responseMs} ms to answer, {slow.queueMs} ms in the queue, {slow.connectMs} ms to connect: the time is spent in the servers.',
    },
    severity: 'warning',
    looksLike: ['waiting', 'slow'],
    explains: ['haproxy.servers-full', 'haproxy.queue-growing', 'haproxy.slow-by-queue', 'haproxy.client-aborts'],
    hints: 'slow|latency|response|慢|延迟|响应',
    probes: ['load'],
    confirm: {
      all: [
        ['slow.responseMs', '>=', 1_000],
        ['slow.responseMs', '>', { fact: 'slow.queueMs' }],
      ],
    },
    likelyWhenHinted: ['slow.responseMs', '>=', 500],
    refute: ['slow.responseMs', '<', 200],
    advice: {
      'zh-CN': '查该后端的慢查询、线程池与依赖；HAProxy 只是在等它。',
      en: 'Look at its queries, pools and dependencies; HAProxy only waits for it.',
    },
    source: 'HAProxy management guide, 9.1: rtime',
  },
  {
    ...common,
    id: 'haproxy.slow-connects',
    title: {
      'zh-CN': '连接后端 {slow.backend} 很慢（丢包或队列已满）',
      en: 'Connecting to backend {slow.backend} is slow (packet loss, or backlog)',
    },
    explanation: {
      'zh-CN': '平均连接耗时 {slow.connectMs} ms，响应 {slow.responseMs} ms：丢包重传（1 秒、3 秒的台阶）或监听队列（backlog）已满。',
      en: '{slow.connectMs} ms to connect on average, {slow.responseMs} ms to answer: packet loss (steps of 1 and 3 s), or a full accept queue (backlog).',
    },
    severity: 'warning',
    hints: 'slow|connect|network|连接|网络|慢',
    probes: ['load'],
    confirm: ['slow.connectMs', '>=', 300],
    refute: ['slow.connectMs', '<', 50],
    advice: { 'zh-CN': '看丢包重传与服务器 ss -ltn 的 Recv-Q。', en: 'Look at retransmissions, and at Recv-Q in ss -ltn on the servers.' },
    source: 'HAProxy management guide, 9.1: ctime; RFC 6298',
  },
];
