/** Faults that show in what clients do and get. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { failing } from './harm.ts';

const common = { kind: 'nginx', remedies: [], probes: ['access-log'] } as const;

/** A share alone says little of a handful of requests. */
function many(status: number, share: number): Condition {
  return {
    all: [
      [`access.share.${status}`, '>=', share],
      [`access.count.${status}`, '>=', 5],
    ],
  };
}

export const trafficSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.many-502',
    role: 'symptom',
    title: {
      'zh-CN': '大量 502（Bad Gateway）：后端不可用或应答无效',
      en: 'Many 502 (Bad Gateway): upstreams are down or answer nonsense',
    },
    explanation: {
      'zh-CN': '近期 {access.requests} 个请求中有 {access.count.502} 个 502，最多的路径是 {access.worstPath}。',
      en: '{access.count.502} of {access.requests} requests got a 502, most of them for {access.worstPath}.',
    },
    severity: 'critical',
    hints: '502|5xx|bad gateway|网关',
    confirm: many(502, 0.05),
    refute: ['access.count.502', '==', 0],
    advice: {
      'zh-CN': '502 是后端拒绝、断开或无可用后端：错误日志会写明是哪个 upstream、为什么。',
      en: 'A 502 means refused, cut, or no upstream left: the error log names which one and why.',
    },
    source: 'RFC 9110, 15.6.3',
  },
  {
    ...common,
    id: 'nginx.many-504',
    role: 'symptom',
    title: { 'zh-CN': '大量 504（网关超时）：后端响应超时', en: 'Many 504 (Gateway Timeout): upstreams are too slow' },
    explanation: {
      'zh-CN': '近期 {access.requests} 个请求中有 {access.count.504} 个 504，最多的路径是 {access.worstPath}。',
      en: '{access.count.504} of {access.requests} requests got a 504, most of them for {access.worstPath}.',
    },
    severity: 'critical',
    hints: '504|5xx|gateway timeout|网关|超时',
    confirm: many(504, 0.05),
    refute: ['access.count.504', '==', 0],
    advice: { 'zh-CN': '看该路径对应的后端为何变慢。', en: 'Find out why what is behind that path has become slow.' },
    source: 'RFC 9110, 15.6.5',
  },
  {
    ...common,
    id: 'nginx.many-503',
    role: 'symptom',
    title: { 'zh-CN': '大量 503（服务不可用）：限流或后端不可用', en: 'Many 503 (Service Unavailable): rate limits, or an upstream down' },
    explanation: {
      'zh-CN': '近期 {access.requests} 个请求中有 {access.count.503} 个 503。',
      en: '{access.count.503} of {access.requests} requests got a 503.',
    },
    severity: 'critical',
    hints: '503|5xx|unavailable|限流|不可用',
    confirm: many(503, 0.05),
    refute: ['access.count.503', '==', 0],
    advice: {
      'zh-CN': '错误日志里有 limiting requests 就是 nginx 自己限流，没有则是后端返回的。',
      en: 'With “limiting requests” in the error log it is nginx itself; without, the upstream said so.',
    },
    source: 'RFC 9110, 15.6.4; nginx.org: limit_req_status',
  },
  {
    ...common,
    id: 'nginx.many-500',
    role: 'symptom',
    title: { 'zh-CN': '大量 500（服务器内部错误）：应用异常', en: 'Many 500 (Internal Server Error): the application fails' },
    explanation: {
      'zh-CN': '近期 {access.requests} 个请求中有 {access.count.500} 个 500，最多的路径是 {access.worstPath}。',
      en: '{access.count.500} of {access.requests} requests got a 500, most of them for {access.worstPath}.',
    },
    severity: 'critical',
    hints: '500|5xx|internal server error|异常',
    confirm: many(500, 0.05),
    refute: ['access.count.500', '==', 0],
    advice: {
      'zh-CN': '500 通常来自后端应用：看它的异常与最近的发布；rewrite 循环也会由 nginx 给出 500。',
      en: 'A 500 mostly comes from the application: read its exceptions and its latest release; a rewrite cycle makes nginx say it too.',
    },
    source: 'RFC 9110, 15.6.1',
  },
  {
    ...common,
    id: 'nginx.many-499',
    role: 'symptom',
    title: { 'zh-CN': '大量 499：响应太慢，客户端等待超时断开', en: 'Many 499: clients time out and disconnect before the answer' },
    explanation: {
      'zh-CN':
        '近期 {access.requests} 个请求中有 {access.count.499} 个 499，最多的路径是 {access.abandonedPath}：应答慢于客户端（或前一层负载均衡）的超时。',
      en: '{access.count.499} of {access.requests} requests ended as 499, most of them for {access.abandonedPath}: answers take longer than the client, or the balancer before us, waits.',
    },
    severity: 'warning',
    hints: '499|4xx|client closed|timeout|超时|慢',
    confirm: many(499, 0.05),
    refute: ['access.count.499', '==', 0],
    advice: {
      'zh-CN': '查后端变慢的原因；再核对各层超时，外层应长于内层。',
      en: 'Find out why the upstream is slow; then compare timeouts: each layer must wait longer than the one behind it.',
    },
    source: 'nginx source: NGX_HTTP_CLIENT_CLOSED_REQUEST',
  },
  {
    ...common,
    id: 'nginx.request-burst',
    role: 'cause',
    title: { 'zh-CN': '流量突增：请求量激增', en: 'Traffic spike: a burst of requests' },
    explanation: {
      'zh-CN':
        '最忙的十秒有 {access.busiestTen} 个请求，平时十秒约 {access.usualTen} 个；来自 {access.topClient} 的占比 {access.topClientShare}，路径 {access.topPath} 占比 {access.topPathShare}。',
      en: 'The busiest ten seconds had {access.busiestTen} requests, an ordinary ten {access.usualTen}; {access.topClient} sent a share of {access.topClientShare}, {access.topPath} got {access.topPathShare}.',
    },
    severity: 'warning',
    explains: ['nginx.connections-near-limit', 'nginx.many-503'],
    hints: 'burst|qps|traffic|spike|ddos|crawler|突增|突发|流量|攻击|爬虫',
    confirm: {
      all: [
        ['access.busiestTen', '>=', { fact: 'access.usualTen', times: 8 }],
        ['access.busiestTen', '>=', 500],
        ['access.spanSeconds', '>=', 60],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['access.busiestTen', '>=', { fact: 'access.usualTen', times: 4 }],
        ['access.busiestTen', '>=', 100],
        ['access.spanSeconds', '>=', 60],
      ],
    },
    refute: ['access.busiestTen', '<', { fact: 'access.usualTen', times: 2 }],
    advice: {
      'zh-CN': '确认是活动、重试风暴还是爬虫；必要时对该来源或路径启用 limit_req。',
      en: 'Tell a campaign from a storm of retries and from a crawler; limit that source or path with limit_req if need be.',
    },
    source: 'nginx.org: ngx_http_limit_req_module; sre.google: Addressing Cascading Failures',
  },
  {
    ...common,
    id: 'nginx.slow-clients',
    role: 'cause',
    title: {
      'zh-CN': '慢客户端占住大量连接（疑似 slowloris 攻击）',
      en: 'Slow clients hold many connections (slow network, or slowloris)',
    },
    explanation: {
      'zh-CN':
        '{status.active} 个连接中有 {status.reading} 个还在读请求头，而每秒只有 {status.requestsPerSecond} 个请求：连接被占着却没有工作，正常用户可能连不上。',
      en: '{status.reading} of {status.active} connections are still sending their header, at {status.requestsPerSecond} requests a second: they hold connections without doing anything, and others may not get one.',
    },
    severity: 'warning',
    explains: ['nginx.connections-near-limit', 'nginx.connections-used-up', 'nginx.connections-dropped', 'nginx.not-answering'],
    hints: 'slowloris|reading|slow client|ddos|攻击|慢客户端',
    probes: ['status', 'config'],
    confirm: {
      all: [
        ['status.readingRatio', '>=', 0.5],
        ['status.reading', '>=', { fact: 'config.connectionsMax', times: 0.3 }],
        ['status.reading', '>=', 10],
      ],
    },
    likely: {
      all: [
        ['status.readingRatio', '>=', 0.5],
        ['status.reading', '>=', 50],
      ],
    },
    refute: ['status.readingRatio', '<', 0.2],
    advice: {
      'zh-CN': '缩短 client_header_timeout 与 client_body_timeout，对单个地址启用 limit_conn；找出来源地址并在前端拦截。',
      en: 'Shorten client_header_timeout and client_body_timeout, limit connections per address with limit_conn, and block the source in front.',
    },
    source: 'nginx.com: Mitigating DDoS Attacks with NGINX',
  },
  {
    ...common,
    id: 'nginx.rate-limited',
    role: 'cause',
    title: {
      'zh-CN': 'nginx 限流（limit_req、limit_conn）拒绝请求',
      en: 'nginx rejects requests by its rate limit (limit_req, limit_conn)',
    },
    explanation: {
      'zh-CN': '近期 {log.count.rateLimited} 次，被限流的客户端得到 503 或 429：{log.line.rateLimited}',
      en: '{log.count.rateLimited} times lately, a 503 or 429 for the client: {log.line.rateLimited}',
    },
    severity: 'warning',
    explains: ['nginx.many-503', 'nginx.many-429'],
    hints: `503|429|limit|限流|${failing}`,
    probes: ['error-log', 'access-log'],
    // A limit that keeps a scanner out does what it is for.
    confirm: {
      all: [
        ['log.count.rateLimited', '>=', 5],
        {
          any: [
            ['access.share.503', '>=', 0.05],
            ['access.share.429', '>=', 0.05],
          ],
        },
      ],
    },
    confirmWhenHinted: ['log.count.rateLimited', '>=', 5],
    likelyWhenHinted: ['log.count.rateLimited', '>=', 1],
    refute: ['log.count.rateLimited', '==', 0],
    advice: {
      'zh-CN': '若误伤正常用户：核对限流的键（NAT 或代理后 $binary_remote_addr 会是同一个地址）、速率与 burst。',
      en: 'If it hits real users: check its key ($binary_remote_addr is one address behind NAT or a proxy), rate and burst.',
    },
    source: 'nginx.org: ngx_http_limit_req_module',
  },
  {
    ...common,
    id: 'nginx.body-too-large',
    role: 'cause',
    title: { 'zh-CN': '上传被拒绝（413）：超过 client_max_body_size', en: 'Uploads are rejected (413): larger than client_max_body_size' },
    explanation: {
      'zh-CN': '近期 {log.count.bodyTooLarge} 次 “client intended to send too large body”：这些请求得到 413。',
      en: '“client intended to send too large body” {log.count.bodyTooLarge} times lately: those requests get a 413.',
    },
    severity: 'warning',
    explains: ['nginx.many-413'],
    hints: `413|too large|upload|上传|${failing}`,
    probes: ['error-log', 'access-log'],
    confirm: {
      all: [
        ['log.count.bodyTooLarge', '>=', 3],
        ['access.share.413', '>=', 0.02],
      ],
    },
    confirmWhenHinted: ['log.count.bodyTooLarge', '>=', 3],
    likelyWhenHinted: ['log.count.bodyTooLarge', '>=', 1],
    refute: ['log.count.bodyTooLarge', '==', 0],
    advice: {
      'zh-CN': '若上传是正当的，在该 location 调大 client_max_body_size 后重载。',
      en: 'If the uploads are meant, raise client_max_body_size in that location and reload.',
    },
    source: 'nginx.org: client_max_body_size',
  },
];
