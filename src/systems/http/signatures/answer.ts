/** Faults that show in the answer: redirects, body, time, steadiness. */

import type { Signature } from '../../../domain/signature.ts';
import { asksWhy } from '../../asks-why.ts';

export const answerSignatures: readonly Signature[] = [
  {
    id: 'http.redirect-loop',
    kind: 'http',
    title: { 'zh-CN': '重定向循环（死循环）', en: 'Redirect loop' },
    explanation: {
      'zh-CN':
        '跟随 {health.redirects} 次重定向后仍未结束，停在 {health.finalUrl}：常见于代理终止 TLS 而应用强制 https，或登录跳转配置错误。',
      en: 'After {health.redirects} redirects there is no end, last at {health.finalUrl}: typically a proxy ends TLS and the application insists on https, or a login redirect is wrong.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.unexpected-status'],
    hints: 'redirect|loop|30[1278]|重定向|循环',
    probes: ['health'],
    confirm: ['health.isRedirectLoop', '==', true],
    refute: ['health.isRedirectLoop', '==', false],
    advice: {
      'zh-CN': '核对 X-Forwarded-Proto、站点域名与强制 https 的配置。',
      en: 'Check X-Forwarded-Proto, the site’s own address and the rule that forces https.',
    },
    remedies: [],
    source: 'RFC 9110, 15.4',
  },
  {
    id: 'http.redirects-nowhere',
    kind: 'http',
    title: { 'zh-CN': '重定向到的 {health.redirectedTo} 无法访问', en: 'It redirects to {health.redirectedTo}, which fails' },
    explanation: {
      'zh-CN': '服务本身在应答，但把访问者重定向到 {health.redirectedTo}，而那里失败：{health.reason}',
      en: 'The service itself answers, but sends everybody on to {health.redirectedTo}, and that fails: {health.reason}',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'http.refused',
      'http.connect-timeout',
      'http.name-does-not-exist',
      'http.resolver-failing',
      'http.no-answer',
      'http.connection-reset',
      'http.not-http',
      'http.tls-failed',
      'http.flapping',
    ],
    hints: 'redirect|location|30[1278]|重定向|跳转',
    probes: ['health'],
    confirm: {
      all: [
        ['health.redirectedTo', 'matches', '\\S'],
        ['health.okRatio', '==', 0],
      ],
    },
    refute: ['health.redirectedTo', '==', ''],
    advice: {
      'zh-CN': '核对重定向的目标（域名、端口、https）与最近的改动；目标本该在的，再去查它为何不通。',
      en: 'Check where it redirects to (name, port, https) and what was changed lately; where the target is right, see why it is away.',
    },
    remedies: [],
    source: 'RFC 9110, 15.4',
  },
  {
    id: 'http.wants-tls',
    kind: 'http',
    title: { 'zh-CN': '该端口要求 TLS（https），却用明文 http 访问', en: 'The port requires TLS (https) but is accessed in plain http' },
    explanation: {
      'zh-CN': '用 http 访问被断开或拒绝（{health.reason}），而同一端口能完成 TLS 握手：服务改成了 https，访问者或前面的代理没有跟着改。',
      en: 'Plain http is closed or rejected ({health.reason}), and the same port finishes a TLS handshake: the service was switched to https, and its callers or the proxy before it were not.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.connection-reset', 'http.not-http', 'http.unexpected-status', 'http.says-why'],
    hints: 'tls|ssl|https|plain|协议|明文',
    probes: ['health'],
    confirm: ['health.speaksTls', '==', true],
    refute: ['health.speaksTls', '==', false],
    advice: {
      'zh-CN': '把访问地址改成 https，或让服务在该端口恢复明文；核对最近的发布与代理配置。',
      en: 'Ask it by https, or have the service speak plain on that port again; see the latest release and the proxy.',
    },
    remedies: [],
    source: 'RFC 9110, 4.2.2',
  },
  {
    id: 'http.wrong-body',
    kind: 'http',
    title: { 'zh-CN': '状态码正常但返回内容不对', en: 'The status is OK, but the content is wrong' },
    explanation: {
      'zh-CN':
        '返回 {health.status}，但内容不符合预期（最终地址 {health.finalUrl}），页面写着“{health.shows}”：错误页、空页面、缓存旧内容，或路由到了别的服务。',
      en: 'It answers {health.status}, but the body is not as expected (at {health.finalUrl}); it says “{health.shows}”: an error page, an empty one, a stale cache, or another service.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'body|content|keyword|blank|内容|关键字|空白',
    probes: ['health'],
    confirm: {
      all: [
        ['health.isStatusExpected', '==', true],
        ['health.isBodyExpected', '==', false],
        ['health.okRatio', '==', 0],
      ],
    },
    likely: {
      all: [
        ['health.isStatusExpected', '==', true],
        ['health.isBodyExpected', '==', false],
      ],
    },
    refute: ['health.isOk', '==', true],
    advice: {
      'zh-CN': '打开该地址看实际内容，对照最近的发布与 CDN 缓存。',
      en: 'Look at the page itself, and compare with the latest release and the CDN.',
    },
    remedies: [],
    source: 'RFC 9110',
  },
  {
    id: 'http.slow-answer',
    kind: 'http',
    title: { 'zh-CN': '服务响应慢（延迟高）', en: 'The service is slow to answer (high latency)' },
    explanation: {
      'zh-CN':
        '连接 {system} 只用 {health.connectMs} ms，等待首字节却要 {health.waitMs} ms（最大 {health.max.waitMs} ms）：慢在服务端处理，不在网络。',
      en: 'Connecting to {system} takes {health.connectMs} ms, the first byte {health.waitMs} ms (up to {health.max.waitMs} ms): the service is slow, not the network.',
    },
    severity: 'warning',
    role: 'symptom',
    looksLike: ['waiting', 'slow'],
    hints: 'slow|latency|p99|慢|延迟|超时',
    probes: ['health'],
    confirm: {
      all: [
        ['health.waitMs', '>=', { fact: 'health.slowMs' }],
        ['health.waitMs', '>', { fact: 'health.connectMs' }],
      ],
    },
    likely: ['health.max.waitMs', '>=', { fact: 'health.slowMs', times: 2 }],
    refute: ['health.max.waitMs', '<', { fact: 'health.slowMs', times: 0.5 }],
    advice: {
      'zh-CN': '看应用的慢请求、数据库慢查询、线程池与 CPU；再看它依赖的系统。',
      en: 'Look at slow requests, slow queries, pools and CPU of the application; then at what it depends on.',
    },
    remedies: [],
    source: 'RFC 9110',
  },
  {
    id: 'http.slow-transfer',
    kind: 'http',
    title: { 'zh-CN': '内容传输（下载）慢', en: 'The response body transfers slowly' },
    explanation: {
      'zh-CN': '首字节用了 {health.waitMs} ms，传完内容又用了 {health.transferMs} ms：带宽不足、内容过大，或服务端边算边发。',
      en: 'The first byte took {health.waitMs} ms, the rest {health.transferMs} ms: little bandwidth, a large body, or it is computed while it is sent.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'slow|bandwidth|download|慢|带宽|下载',
    probes: ['health'],
    confirm: {
      all: [
        ['health.transferMs', '>=', { fact: 'health.slowMs' }],
        ['health.transferMs', '>', { fact: 'health.waitMs' }],
      ],
    },
    advice: { 'zh-CN': '看出口带宽与丢包，压缩或分页内容。', en: 'Look at bandwidth and loss; compress or page the content.' },
    remedies: [],
    source: 'RFC 9112',
  },
  {
    id: 'http.flapping',
    kind: 'http',
    title: { 'zh-CN': '时好时坏：部分请求间歇失败', en: 'Intermittent failures: some requests fail' },
    explanation: {
      'zh-CN':
        '{system} 的 {health.samples} 次访问成功率 {health.okRatio|percent}，失败时状态码 {health.status}、连接问题 {health.problem}。多个后端中有一个异常，或处在过载边缘。',
      en: '{health.okRatio|percent} of {health.samples} requests to {system} succeeded; the others: status {health.status}, connection problem {health.problem}. One of several upstreams is bad, or it is close to overload.',
    },
    severity: 'warning',
    role: 'symptom',
    looksLike: ['outside'],
    hints: 'intermittent|flap|sporadic|偶发|间歇|时好时坏|抖动',
    restates: asksWhy(
      'intermittent|sporadic|sometimes|occasional|now and then|from time to time|random|flak|every (?:other|second|third|fourth|fifth|tenth|few|\\d+(?:st|nd|rd|th))\\b|one (?:in|of|out of) (?:two|three|four|five|ten|\\d+)\\b|(?:half|part|some|a third) (?:of )?(?:the|all|our)|一半|偶发|偶尔|间歇|有时|不时|时好时坏|时不时|随机|一?部分(?:请求|调用)|[三四五十]分之一|每[隔几两三四五]',
    ),
    probes: ['health', 'network'],
    confirm: {
      all: [
        ['health.isFlapping', '==', true],
        ['health.samples', '>=', 4],
      ],
    },
    refute: ['health.isFlapping', '==', false],
    advice: {
      'zh-CN': '逐个检查后端实例；失败按固定间隔出现时，多半是轮询到了坏的那一个。',
      en: 'Check each upstream; failures at even intervals mean that every so-manyth request reaches the bad one.',
    },
    remedies: [],
    source: 'RFC 9110',
  },
];
