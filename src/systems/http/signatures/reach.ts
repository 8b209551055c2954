/** Faults on the way to the answer: name, network, TLS, silence. */

import type { Signature } from '../../../domain/signature.ts';
import { isOnLoopback } from '../../full-backlog.ts';

/** How a load balancer sees it from which the last server is gone. */
const withoutServers = ['haproxy.backend-without-servers', 'haproxy.own-errors'] as const;

export const reachSignatures: readonly Signature[] = [
  {
    id: 'http.refused',
    kind: 'http',
    title: { 'zh-CN': '服务宕机，没有在监听：连接被拒绝', en: 'The service is down, nothing listens: the connection is refused' },
    explanation: {
      'zh-CN': '主机可达，但 {system} 的端口上没有进程：{health.reason}。服务已退出、未启动或端口不对。',
      en: 'The host answers, but nothing listens on the port of {system}: {health.reason}. The service has exited, has not started, or the port is wrong.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['ended', 'outside'],
    explains: [
      ...['http.bad-gateway', 'http.unavailable', 'http.gateway-timeout', 'http.server-error'],
      ...['nginx.upstream-refused', 'haproxy.check-refused', 'haproxy.connect-errors', ...withoutServers],
    ],
    hints: 'refused|down|prob(?:e|ing)|uptime|拒绝|宕机|挂了|探测|拨测',
    probes: ['health', 'network'],
    confirm: {
      all: [
        ['health.problem', '==', 'refused'],
        ['health.isAnswering', '==', false],
      ],
    },
    refute: ['health.isAnswering', '==', true],
    advice: {
      'zh-CN': '到主机上看服务状态与日志末尾，排除端口冲突后启动。',
      en: 'Look at the service and the end of its log on the host; rule out a taken port, then start it.',
    },
    remedies: [],
    source: 'connect(2) ECONNREFUSED',
  },
  {
    id: 'http.connect-timeout',
    kind: 'http',
    title: { 'zh-CN': '连接超时：主机宕机或网络不通', en: 'Connection timed out: the host or the network is down' },
    explanation: {
      'zh-CN': '连接 {system} 时没有回应：{health.reason}。主机宕机、防火墙丢包或路由中断。',
      en: 'Nothing answers while connecting to {system}: {health.reason}. The host is down, a firewall drops packets, or a route is broken.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      ...['http.bad-gateway', 'http.unavailable', 'http.gateway-timeout'],
      ...['nginx.upstream-timeout', 'haproxy.check-connect-timeout', 'haproxy.connect-errors', ...withoutServers],
    ],
    hints: 'timeout|unreachable|firewall|prob(?:e|ing)|超时|不通|防火墙|探测|拨测',
    probes: ['health', 'network'],
    confirm: {
      all: [
        ['health.problem', 'matches', '^(timed-out|no-route)$'],
        ['health.isAnswering', '==', false],
        { not: isOnLoopback('health.reason') },
      ],
    },
    refute: ['health.isAnswering', '==', true],
    advice: {
      'zh-CN': '先看主机是否可达；可达则检查防火墙、安全组与路由的变更。',
      en: 'See whether the host can be reached; if so, look at changes of firewall, security group and routes.',
    },
    remedies: [],
    source: 'connect(2) ETIMEDOUT, EHOSTUNREACH',
  },
  {
    id: 'http.some-addresses-down',
    kind: 'http',
    title: { 'zh-CN': '多个地址中有一个不可用：{network.failedAddress}', en: 'One of several addresses is down: {network.failedAddress}' },
    explanation: {
      'zh-CN':
        '域名解析到 {network.addressCount} 个地址，其中 {network.failedAddress} 无法连接（{network.failedProblem}），用户的请求时好时坏。',
      en: 'The name has {network.addressCount} addresses, and {network.failedAddress} does not take connections ({network.failedProblem}): some of the users’ requests fail.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['http.flapping'],
    hints: 'intermittent|flap|偶发|间歇|时好时坏',
    probes: ['network'],
    confirm: {
      all: [
        ['network.isPartlyReachable', '==', true],
        ['network.failedProblem', '==', 'refused'],
      ],
    },
    likely: ['network.isPartlyReachable', '==', true],
    refute: ['network.isPartlyReachable', '==', false],
    advice: { 'zh-CN': '从解析记录中摘除该地址，或恢复它。', en: 'Take that address out of the record, or bring it back.' },
    remedies: [],
    source: 'RFC 8305',
  },
  {
    id: 'http.name-does-not-exist',
    kind: 'http',
    title: { 'zh-CN': '域名解析失败：域名不存在（NXDOMAIN）', en: 'DNS resolution failed: the name does not exist (NXDOMAIN)' },
    explanation: {
      'zh-CN': '解析失败，返回 {network.dnsCode}，无法访问：记录被删除、改名，或域名过期。',
      en: 'The lookup says {network.dnsCode}: the record was removed or renamed, or the domain has expired.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'dns|nxdomain|resolve|域名|解析',
    probes: ['network', 'health'],
    confirm: {
      all: [
        ['network.isResolved', '==', false],
        ['network.dnsCode', 'matches', '^(ENOTFOUND|ENODATA|EAI_NONAME|EAI_NODATA)$'],
      ],
    },
    refute: ['network.isResolved', '==', true],
    advice: {
      'zh-CN': '核对解析记录的最近变更、域名是否续费、搜索域是否正确。',
      en: 'Check recent changes of the record, whether the domain is paid for, and the search domain.',
    },
    remedies: [],
    source: 'RFC 8020',
  },
  {
    id: 'http.resolver-failing',
    kind: 'http',
    title: {
      'zh-CN': 'DNS 服务器故障：域名解析失败（SERVFAIL 或超时）',
      en: 'DNS resolution failed: the resolver fails (SERVFAIL or timeout)',
    },
    explanation: {
      'zh-CN': '解析没有得到答案：{network.dnsCode}。是解析服务器或权威服务器的问题，不是记录不存在。',
      en: 'The lookup got no answer: {network.dnsCode}. The resolver or the authoritative server fails; the record is not missing.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'dns|servfail|resolver|解析',
    probes: ['network', 'health'],
    confirm: {
      all: [
        ['network.isResolved', '==', false],
        ['network.dnsCode', 'matches', '^(ESERVFAIL|EREFUSED|ETIMEOUT|ECONNREFUSED|EAI_AGAIN|EAI_FAIL|ETIMEDOUT)$'],
      ],
    },
    refute: ['network.isResolved', '==', true],
    advice: {
      'zh-CN': '检查 /etc/resolv.conf 中的服务器是否可达，再查权威服务器。',
      en: 'See whether the servers in /etc/resolv.conf answer, then the authoritative ones.',
    },
    remedies: [],
    source: 'RFC 1035, RCODE 2',
  },
  {
    id: 'http.slow-name-resolution',
    kind: 'http',
    title: { 'zh-CN': '域名解析（DNS）很慢', en: 'DNS resolution is slow' },
    explanation: {
      'zh-CN': '解析用了 {health.dnsMs} ms（总耗时 {health.totalMs} ms）：首个解析服务器可能不可达。',
      en: 'The lookup takes {health.dnsMs} of {health.totalMs} ms: the first resolver may be down.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['http.slow-answer'],
    hints: 'slow|dns|慢|解析',
    probes: ['health', 'network'],
    confirm: {
      all: [
        ['health.dnsMs', '>=', 500],
        ['health.dnsMs', '>=', { fact: 'health.totalMs', times: 0.5 }],
      ],
    },
    likely: ['health.max.dnsMs', '>=', 1_000],
    refute: ['health.max.dnsMs', '<', 200],
    advice: { 'zh-CN': '检查解析服务器的顺序与可达性。', en: 'Check the order and reachability of the resolvers.' },
    remedies: [],
    source: 'resolv.conf(5)',
  },
  {
    id: 'http.slow-connect',
    kind: 'http',
    title: { 'zh-CN': '建立连接很慢：网络延迟、丢包或监听队列已满', en: 'Connecting is slow: latency, packet loss, or a full backlog' },
    explanation: {
      'zh-CN':
        '连接耗时 {health.connectMs} ms（最大 {health.max.connectMs} ms），而等待应答只要 {health.waitMs} ms：慢在网络（1 秒、3 秒的台阶说明丢包、SYN 重传）。',
      en: 'Connecting takes {health.connectMs} ms (up to {health.max.connectMs} ms) while the answer takes {health.waitMs} ms: it is the network; steps of 1 and 3 s mean packet loss, SYNs are sent again.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'slow|latency|network|慢|延迟|网络',
    probes: ['health'],
    confirm: {
      all: [
        ['health.connectMs', '>=', 400],
        ['health.connectMs', '>', { fact: 'health.waitMs' }],
      ],
    },
    likely: ['health.max.connectMs', '>=', 900],
    refute: ['health.max.connectMs', '<', 150],
    advice: {
      'zh-CN': '看丢包与重传、服务端 accept 队列（ss -ltn 的 Recv-Q）与防火墙。',
      en: 'Look at loss and retransmissions, the accept queue (Recv-Q in ss -ltn) and the firewall.',
    },
    remedies: [],
    source: 'RFC 6298; listen(2)',
  },
  {
    id: 'http.no-answer',
    kind: 'http',
    title: { 'zh-CN': '服务无响应：能连上但不应答，请求超时', en: 'The service hangs: it accepts connections but does not answer' },
    explanation: {
      'zh-CN': '{system} 的端口在监听，但在时限内没有应答（超时）：{health.reason}。工作线程（线程池）耗尽、死锁，或进程被挂起。',
      en: '{system} listens, but nothing comes back in time (timeout): {health.reason}. Its thread pool is exhausted, it is deadlocked, or the process is stopped.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['waiting', 'slow', 'ended'],
    explains: [
      ...['http.gateway-timeout', 'http.flapping'],
      ...['nginx.upstream-timeout', 'haproxy.check-slow', 'haproxy.responses-time-out', ...withoutServers],
    ],
    hints: 'hang|hung|stuck|timeout|卡死|无响应|超时|假死',
    probes: ['health', 'network'],
    // What never leaves the machine can't be lost on the way: the queue of connections that wait for it is full.
    confirm: {
      all: [
        {
          any: [['health.problem', '==', 'hung'], { all: [['health.problem', '==', 'timed-out'], isOnLoopback('health.reason')] }],
        },
        ['health.isAnswering', '==', false],
      ],
    },
    likely: ['health.problem', '==', 'hung'],
    refute: ['health.failures', '==', 0],
    advice: {
      'zh-CN': '在主机上看进程状态（T 为被暂停）、线程栈、连接池；先保留现场再重启。',
      en: 'Look at the process (T means stopped), its threads and pools; keep a dump before restarting it.',
    },
    remedies: [],
    source: 'RFC 9110',
  },
  {
    id: 'http.connection-reset',
    kind: 'http',
    title: { 'zh-CN': '连接被重置（connection reset）', en: 'Connection reset by the service' },
    explanation: {
      'zh-CN': '与 {system} 的连接建立后被断开：{health.reason}。进程崩溃重启、连接数达到上限，或中间设备拦截。',
      en: 'The connection to {system} is closed after it was made: {health.reason}. The process crashes and restarts, has reached its connection limit, or a device in between interferes.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['outside'],
    explains: ['http.flapping'],
    hints: 'reset|ECONNRESET|重置|断开',
    probes: ['health'],
    confirm: {
      all: [
        ['health.problem', '==', 'reset'],
        ['health.isAnswering', '==', false],
      ],
    },
    likely: ['health.problem', '==', 'reset'],
    refute: ['health.failures', '==', 0],
    advice: {
      'zh-CN': '看服务日志中是否有崩溃、文件句柄或连接数耗尽。',
      en: 'Look in its log for crashes, file descriptors or connections used up.',
    },
    remedies: [],
    source: 'RFC 9293',
  },
  {
    id: 'http.not-http',
    kind: 'http',
    title: { 'zh-CN': '应答不是 HTTP：端口被别的服务占用或应为 https', en: 'The answer is not HTTP: another service, or https' },
    explanation: {
      'zh-CN': '应答无法按 HTTP 解析：{health.reason}。端口被别的服务占用，或该用 https。',
      en: 'The answer is not HTTP: {health.reason}. Another service has the port, or it wants https.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'parse error|protocol|协议',
    probes: ['health'],
    confirm: ['health.problem', '==', 'not-http'],
    advice: { 'zh-CN': '核对端口与协议，查看是谁在监听。', en: 'Check port and scheme, and see who listens.' },
    remedies: [],
    source: 'RFC 9112',
  },
];
