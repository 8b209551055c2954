/** Faults of what is behind nginx, told apart by the error log. */

import type { Signature } from '../../../domain/signature.ts';
import { failing, isMany } from './harm.ts';

const common = { kind: 'nginx', role: 'cause', remedies: [], probes: ['error-log', 'access-log'] } as const;

export const upstreamSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.upstream-refused',
    title: { 'zh-CN': '后端 {log.upstream} 不可用：连接被拒绝', en: 'Upstream {log.upstream} is down: connection refused' },
    explanation: {
      'zh-CN':
        '近期 {log.count.upstreamRefused} 次 connect() failed (111: Connection refused)，用户得到 502：后端主机在，但端口上没有进程在监听。最多的路径是 {log.upstreamPath}。',
      en: 'connect() failed (111: Connection refused) {log.count.upstreamRefused} times lately, a 502 for the user: its host is up, and nothing listens on the port. Most were for {log.upstreamPath}.',
    },
    severity: 'critical',
    explains: ['nginx.many-502', 'nginx.no-live-upstreams'],
    hints: `502|bad gateway|upstream|refused|backend|网关|后端|拒绝|${failing}`,
    confirm: isMany('log.count.upstreamRefused'),
    confirmWhenHinted: ['log.count.upstreamRefused', '>=', 3],
    likelyWhenHinted: ['log.count.upstreamRefused', '>=', 1],
    refute: ['log.count.upstreamRefused', '==', 0],
    advice: {
      'zh-CN': '到该后端主机看进程是否退出、是否在重启循环、是否换了端口；有多个后端时先把它标为 down 再重载。',
      en: 'See on that host whether the process has exited, restarts again and again, or moved to another port; with several upstreams mark it down and reload.',
    },
    source: 'nginx.org: ngx_http_upstream_module; connect(2)',
  },
  {
    ...common,
    id: 'nginx.upstream-timeout',
    title: { 'zh-CN': '后端 {log.upstream} 响应超时', en: 'Upstream {log.upstream} timed out: it does not answer in time' },
    explanation: {
      'zh-CN':
        '近期 {log.count.upstreamTimedOut} 次 upstream timed out（{log.line.upstreamTimedOut}），用户得到 504。最多的路径是 {log.upstreamPath}。',
      en: 'upstream timed out {log.count.upstreamTimedOut} times lately ({log.line.upstreamTimedOut}), a 504 for the user. Most were for {log.upstreamPath}.',
    },
    severity: 'critical',
    looksLike: ['waiting', 'slow'],
    peer: 'log.upstream',
    explains: ['nginx.many-504', 'nginx.many-499', 'nginx.no-live-upstreams', 'nginx.connections-near-limit'],
    hints: `504|gateway timeout|timed out|slow|upstream|网关|后端|超时|慢|${failing}`,
    confirm: isMany('log.count.upstreamTimedOut'),
    confirmWhenHinted: ['log.count.upstreamTimedOut', '>=', 3],
    likelyWhenHinted: ['log.count.upstreamTimedOut', '>=', 1],
    refute: ['log.count.upstreamTimedOut', '==', 0],
    advice: {
      'zh-CN':
        '“while connecting” 是网络或后端队列满；“while reading response header” 是后端处理慢：查其慢查询、线程池与依赖。加大超时只会拖住更多连接。',
      en: '“while connecting” is the network or a full accept queue; “while reading response header” is slow work: look at its queries, pools and dependencies. A longer timeout only holds more connections.',
    },
    source: 'nginx.org: proxy_read_timeout, proxy_connect_timeout',
  },
  {
    ...common,
    id: 'nginx.no-live-upstreams',
    role: 'symptom',
    title: { 'zh-CN': '没有可用的后端，全部不可用（no live upstreams）', en: 'All upstreams are down (no live upstreams)' },
    explanation: {
      'zh-CN': '近期 {log.count.noLiveUpstreams} 次，用户得到 502：全部后端都被 max_fails 判为失败，在 fail_timeout 内不再尝试。',
      en: '{log.count.noLiveUpstreams} times lately, a 502 for the user: all upstreams have failed max_fails times and are not asked during fail_timeout.',
    },
    severity: 'critical',
    explains: ['nginx.many-502'],
    hints: '502|no live upstreams|upstream|后端|网关',
    confirm: ['log.count.noLiveUpstreams', '>=', 1],
    refute: ['log.count.noLiveUpstreams', '==', 0],
    advice: {
      'zh-CN': '看每个后端先前为何失败（拒绝、超时还是断开）；若是误判，调整 max_fails、fail_timeout 与 proxy_next_upstream。',
      en: 'See why each of them failed before: refused, timed out or cut; if it was rash, adjust max_fails, fail_timeout and proxy_next_upstream.',
    },
    source: 'nginx.org: max_fails, fail_timeout',
  },
  {
    ...common,
    id: 'nginx.upstream-closes',
    title: { 'zh-CN': '后端 {log.upstream} 提前断开连接', en: 'Upstream {log.upstream} closes connections prematurely' },
    explanation: {
      'zh-CN':
        '近期 {log.count.upstreamClosed} 次，用户得到 502，最多的路径是 {log.upstreamPath}：{log.line.upstreamClosed}。后端崩溃、重启，或它的 keepalive 比 nginx 的短。',
      en: '{log.count.upstreamClosed} times lately, a 502 for the user, mostly for {log.upstreamPath}: {log.line.upstreamClosed}. The upstream crashes, restarts, or its keep-alive is shorter than that of nginx.',
    },
    severity: 'warning',
    explains: ['nginx.many-502'],
    hints: `502|prematurely closed|reset|upstream|后端|断开|${failing}`,
    confirm: isMany('log.count.upstreamClosed'),
    confirmWhenHinted: ['log.count.upstreamClosed', '>=', 3],
    likelyWhenHinted: ['log.count.upstreamClosed', '>=', 1],
    refute: ['log.count.upstreamClosed', '==', 0],
    advice: {
      'zh-CN': '看后端日志有无崩溃或 OOM；若只偶发于空闲之后，让后端的 keepalive 长于 upstream 的 keepalive_timeout。',
      en: 'Look for crashes or OOM in its log; if it only comes after idling, make its keep-alive longer than keepalive_timeout of the upstream block.',
    },
    source: 'nginx.org: keepalive_timeout (upstream)',
  },
  {
    ...common,
    id: 'nginx.upstream-unroutable',
    title: { 'zh-CN': '后端 {log.upstream} 不可达：没有路由', en: 'Upstream {log.upstream} is unreachable: no route to host' },
    explanation: {
      'zh-CN': '近期 {log.count.upstreamUnroutable} 次，后端主机宕机或网络不通，用户得到 502：{log.line.upstreamUnroutable}',
      en: '{log.count.upstreamUnroutable} times lately, its host is down or the network is broken, a 502 for the user: {log.line.upstreamUnroutable}',
    },
    severity: 'critical',
    explains: ['nginx.many-502', 'nginx.no-live-upstreams'],
    hints: 'no route|unreachable|502|网络|路由',
    confirm: ['log.count.upstreamUnroutable', '>=', 1],
    refute: ['log.count.upstreamUnroutable', '==', 0],
    advice: {
      'zh-CN': '后端主机宕机或网络中断：查主机状态、防火墙 REJECT 规则与路由。',
      en: 'Its host is down or cut off: look at the host, at REJECT rules and at routes.',
    },
    source: 'connect(2) EHOSTUNREACH, ENETUNREACH',
  },
  {
    ...common,
    id: 'nginx.upstream-header-too-big',
    title: { 'zh-CN': '后端响应头过大，超过缓冲区（502）', en: 'The upstream’s response header is too big for the buffer (502)' },
    explanation: {
      'zh-CN': '近期 {log.count.upstreamHeaderTooBig} 次 “upstream sent too big header”：多为 Cookie 或跳转地址过长，返回 502。',
      en: '“upstream sent too big header” {log.count.upstreamHeaderTooBig} times lately: mostly cookies or a long redirect; the client gets a 502.',
    },
    severity: 'warning',
    explains: ['nginx.many-502'],
    hints: '502|too big header|cookie|proxy_buffer_size|响应头',
    confirm: ['log.count.upstreamHeaderTooBig', '>=', 1],
    refute: ['log.count.upstreamHeaderTooBig', '==', 0],
    advice: {
      'zh-CN': '先查后端为何写出这么大的头；必要时调大 proxy_buffer_size（fastcgi 用 fastcgi_buffer_size）。',
      en: 'Find out why the upstream writes such a header; if it must, raise proxy_buffer_size (or fastcgi_buffer_size).',
    },
    source: 'nginx.org: proxy_buffer_size',
  },
  {
    ...common,
    id: 'nginx.upstream-invalid-answer',
    title: { 'zh-CN': '后端的应答不是有效的 HTTP（502）', en: 'The upstream’s answer is not valid HTTP (502)' },
    explanation: {
      'zh-CN': '近期 {log.count.upstreamInvalid} 次：{log.line.upstreamInvalid}。端口上是别的协议，或该用 https。',
      en: '{log.count.upstreamInvalid} times lately: {log.line.upstreamInvalid}. Another protocol has the port, or it wants https.',
    },
    severity: 'warning',
    explains: ['nginx.many-502'],
    hints: '502|invalid|protocol|协议',
    confirm: ['log.count.upstreamInvalid', '>=', 1],
    refute: ['log.count.upstreamInvalid', '==', 0],
    advice: { 'zh-CN': '核对 proxy_pass 的协议与端口。', en: 'Check scheme and port of proxy_pass.' },
    source: 'nginx.org: proxy_pass',
  },
  {
    ...common,
    id: 'nginx.upstream-tls-failing',
    title: { 'zh-CN': '与后端的 TLS 握手失败', en: 'The TLS handshake with the upstream fails' },
    explanation: {
      'zh-CN': '近期 {log.count.upstreamTls} 次，用户得到 502：{log.line.upstreamTls}',
      en: '{log.count.upstreamTls} times lately, a 502 for the user: {log.line.upstreamTls}',
    },
    severity: 'critical',
    explains: ['nginx.many-502'],
    hints: 'ssl|tls|handshake|certificate|502|证书|握手',
    confirm: ['log.count.upstreamTls', '>=', 1],
    refute: ['log.count.upstreamTls', '==', 0],
    advice: {
      'zh-CN': '看后端证书是否过期或域名不符（proxy_ssl_name）、是否需要 proxy_ssl_server_name on、协议版本是否一致。',
      en: 'See whether its certificate is expired or for another name (proxy_ssl_name), whether it needs proxy_ssl_server_name on, and the versions of TLS.',
    },
    source: 'nginx.org: proxy_ssl_verify, proxy_ssl_server_name',
  },
  {
    ...common,
    id: 'nginx.resolver-failing',
    title: { 'zh-CN': '域名解析失败（DNS）：nginx 解析不了后端域名', en: 'DNS resolution failed: nginx can’t resolve an upstream’s name' },
    explanation: {
      'zh-CN': '近期 {log.count.resolverFailed} 次，用户得到 502：{log.line.resolverFailed}',
      en: '{log.count.resolverFailed} times lately, a 502 for the user: {log.line.resolverFailed}',
    },
    severity: 'critical',
    explains: ['nginx.many-502'],
    hints: 'dns|resolve|resolver|502|域名|解析',
    confirm: ['log.count.resolverFailed', '>=', 1],
    refute: ['log.count.resolverFailed', '==', 0],
    advice: {
      'zh-CN':
        '“Host not found” 是记录不存在，“timed out” 是 resolver 不可达，“no resolver defined” 是变量形式的 proxy_pass 缺少 resolver 指令。',
      en: '“Host not found” is a missing record, “timed out” a resolver that is away, “no resolver defined” a proxy_pass with a variable and no resolver directive.',
    },
    source: 'nginx.org: resolver',
  },
];
