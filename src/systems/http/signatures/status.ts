/** Faults that show in the status. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { asksWhy } from '../../asks-why.ts';

/** Every sample was bad, with this status. */
function always(statuses: string): Condition {
  return {
    all: [
      ['health.isStatusExpected', '==', false],
      ['health.okRatio', '==', 0],
      ['health.status', 'matches', statuses],
    ],
  };
}

/** Some samples were bad, with this status. */
function sometimes(statuses: string): Condition {
  return {
    all: [
      ['health.isStatusExpected', '==', false],
      ['health.isFlapping', '==', true],
      ['health.status', 'matches', statuses],
    ],
  };
}

export const statusSignatures: readonly Signature[] = [
  {
    id: 'http.says-why',
    kind: 'http',
    title: { 'zh-CN': '返回 {health.status}，应答写明：{health.said}', en: 'It returns {health.status} and says why: {health.said}' },
    explanation: {
      'zh-CN': '{system} 在运行，返回 {health.status}，并在应答里写明了原因：{health.said}',
      en: '{system} runs, returns {health.status}, and gives the reason in its answer: {health.said}',
    },
    severity: 'critical',
    // What it names is elsewhere: where that was looked at too, the fault found there stands first.
    role: 'symptom',
    looksLike: ['outside'],
    explains: ['http.server-error', 'http.unavailable', 'http.unexpected-status'],
    hints: '50[0-9]|5xx|error|exception|health|down|报错|错误|异常|不可用',
    probes: ['health'],
    confirm: {
      all: [
        ['health.said', 'matches', '\\S'],
        ['health.isStatusExpected', '==', false],
        ['health.okRatio', '==', 0],
        ['health.status', 'matches', '^(400|409|422|424|5\\d\\d)$'],
      ],
    },
    likely: {
      all: [
        ['health.said', 'matches', '\\S'],
        ['health.isFlapping', '==', true],
        ['health.status', 'matches', '^5\\d\\d$'],
      ],
    },
    refute: ['health.said', '==', ''],
    advice: {
      'zh-CN': '按应答里写的查：它点名的组件、账号或文件；再看最近的发布与变更。',
      en: 'Follow what it names: the component, the login or the file; then the latest release and changes.',
    },
    remedies: [],
    source: 'RFC 9457; Spring Boot Actuator: health',
  },
  {
    id: 'http.server-error',
    kind: 'http',
    title: { 'zh-CN': '服务内部错误（{health.status}）', en: 'Internal server error ({health.status})' },
    explanation: {
      'zh-CN': '{system} 的进程在运行并应答，但返回 {health.status}：应用异常，或它依赖的组件不可用。',
      en: 'The process of {system} runs and answers, but with {health.status}: an exception in the application, or something it depends on is down.',
    },
    severity: 'critical',
    role: 'symptom',
    looksLike: ['waiting'],
    hints: '500|internal server error|exception|5xx|内部错误|异常',
    restates: asksWhy('\\b500\\b'),
    probes: ['health'],
    confirm: always('^(500|501|505|507|508|520)$'),
    likely: sometimes('^(500|501|505|507|508|520)$'),
    advice: {
      'zh-CN': '看应用日志的异常与最近的发布；依次检查它的数据库、缓存等依赖。',
      en: 'Read the exceptions in its log and the latest release; then check its database, cache and other dependencies.',
    },
    remedies: [],
    source: 'RFC 9110, 15.6.1',
  },
  {
    id: 'http.bad-gateway',
    kind: 'http',
    title: { 'zh-CN': '502 Bad Gateway：网关连不上后端', en: '502 Bad Gateway: the upstream is down' },
    explanation: {
      'zh-CN': '{system} 前面的网关在应答（502），但后端（upstream）拒绝连接、崩溃或返回了无效应答。应答的网关是 {health.gateway}。',
      en: 'The gateway before {system} answers (502), but its upstream (backend) refuses, crashes or answers nonsense. The gateway that answers is {health.gateway}.',
    },
    severity: 'critical',
    role: 'symptom',
    looksLike: ['waiting'],
    explains: ['http.flapping'],
    hints: '502|bad gateway|upstream|网关|后端',
    restates: asksWhy('\\b502\\b'),
    probes: ['health'],
    confirm: always('^502$'),
    likely: sometimes('^502$'),
    advice: {
      'zh-CN': '看后端进程是否在监听、是否刚重启；网关的错误日志会写明是哪个 upstream。',
      en: 'See whether the upstream listens or has just restarted; the gateway’s error log names which one.',
    },
    remedies: [],
    source: 'RFC 9110, 15.6.3',
  },
  {
    id: 'http.unavailable',
    kind: 'http',
    title: { 'zh-CN': '503：服务不可用', en: '503: the service is unavailable' },
    explanation: {
      'zh-CN':
        '{system} 返回 503（服务不可用）：没有健康的后端、正在维护，或过载限流。应答的网关是 {health.gateway}。它要求多久后再试（Retry-After）：{health.retryAfter}。',
      en: '{system} answers 503 (service unavailable): no healthy upstream, maintenance, or rate limiting under overload. The gateway that answers is {health.gateway}. It asks to come back after (Retry-After): {health.retryAfter}.',
    },
    severity: 'critical',
    role: 'symptom',
    looksLike: ['waiting'],
    explains: ['http.flapping'],
    hints: '503|unavailable|overload|maintenance|不可用|过载|维护',
    restates: asksWhy('\\b503\\b'),
    probes: ['health'],
    confirm: always('^503$'),
    likely: sometimes('^503$'),
    advice: {
      'zh-CN': '看负载均衡后端的健康检查、是否开着维护开关、容量是否不足。',
      en: 'Look at the health checks of the balancer, a maintenance switch, and capacity.',
    },
    remedies: [],
    source: 'RFC 9110, 15.6.4',
  },
  {
    id: 'http.gateway-timeout',
    kind: 'http',
    title: { 'zh-CN': '504 网关超时：后端没有响应', en: '504 Gateway Timeout: the upstream does not respond' },
    explanation: {
      'zh-CN':
        '{system} 前面的网关等了 {health.waitMs} ms 仍未得到后端应答（504）：后端卡住、过慢或网络丢包。应答的网关是 {health.gateway}。',
      en: 'The gateway before {system} waited {health.waitMs} ms and got nothing (504): the upstream is stuck, too slow, or cut off. The gateway that answers is {health.gateway}.',
    },
    severity: 'critical',
    role: 'symptom',
    looksLike: ['waiting', 'slow'],
    explains: ['http.slow-answer', 'http.flapping'],
    hints: '504|gateway timeout|upstream|网关|超时',
    restates: asksWhy('\\b504\\b'),
    probes: ['health'],
    confirm: always('^504$'),
    likely: sometimes('^504$'),
    advice: {
      'zh-CN': '查后端的慢查询、线程与连接池、依赖的响应时间。',
      en: 'Look at slow queries, threads and pools of the upstream, and at what it waits for.',
    },
    remedies: [],
    source: 'RFC 9110, 15.6.5',
  },
  {
    id: 'http.unauthorized',
    kind: 'http',
    title: { 'zh-CN': '认证或授权失败（{health.status}）', en: 'Authentication or authorisation failed ({health.status})' },
    explanation: {
      'zh-CN': '{system} 返回 {health.status}：凭据过期或被撤销，权限或 IP 白名单变更，WAF 拦截。',
      en: '{system} answers {health.status}: credentials expired or revoked, rights or an allow-list changed, or a web application firewall (WAF) blocks.',
    },
    severity: 'warning',
    role: 'cause',
    hints: '401|403|unauthori|forbidden|token|认证|授权|无权|令牌',
    probes: ['health'],
    confirm: always('^(401|403|407)$'),
    likely: sometimes('^(401|403|407)$'),
    advice: {
      'zh-CN': '核对令牌有效期与最近的权限、白名单变更。',
      en: 'Check how long the token is valid and recent changes of rights and allow-lists.',
    },
    remedies: [],
    source: 'RFC 9110, 15.5.2, 15.5.4',
  },
  {
    id: 'http.not-found',
    kind: 'http',
    title: { 'zh-CN': '路径不存在（{health.status} Not Found）', en: 'The path does not exist ({health.status} Not Found)' },
    explanation: {
      'zh-CN':
        '{system} 在应答，但 {health.finalUrl} 返回 {health.status}（根路径：{health.rootStatus}）：路由变更、发布缺文件，或请求到了错误的虚拟主机。',
      en: '{system} answers, but {health.finalUrl} gives {health.status} (the root gives {health.rootStatus}): a changed route, a release without it, or the wrong virtual host.',
    },
    severity: 'warning',
    role: 'cause',
    hints: '404|not found|route|路径|路由|找不到',
    probes: ['health'],
    confirm: always('^(404|410)$'),
    likely: sometimes('^(404|410)$'),
    advice: {
      'zh-CN': '对照最近的发布与路由配置；若刚改过接口，更新探测地址。',
      en: 'Compare with the latest release and routes; if the interface moved, correct the address that is watched.',
    },
    remedies: [],
    source: 'RFC 9110, 15.5.5',
  },
  {
    id: 'http.rate-limited',
    kind: 'http',
    title: { 'zh-CN': '请求被限流（429）', en: 'Requests are rate limited (429 Too Many Requests)' },
    explanation: {
      'zh-CN': '{system} 返回 429：调用量超过限额，或限额被调低。它要求多久后再试（Retry-After）：{health.retryAfter}。',
      en: '{system} answers 429: more calls than the limit allows, or the limit was lowered. It asks to come back after (Retry-After): {health.retryAfter}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['http.flapping'],
    hints: '429|rate.?limit|throttl|限流|频率',
    probes: ['health'],
    confirm: {
      all: [
        ['health.status', '==', 429],
        ['health.isStatusExpected', '==', false],
      ],
    },
    advice: {
      'zh-CN': '找出突增的调用方，或申请提高限额；重试要退避。',
      en: 'Find the caller that grew, or ask for more; retries must back off.',
    },
    remedies: [],
    source: 'RFC 6585, 4',
  },
  {
    id: 'http.unexpected-status',
    kind: 'http',
    title: { 'zh-CN': 'HTTP 状态码不符合预期（{health.status}）', en: 'Unexpected HTTP status ({health.status})' },
    explanation: {
      'zh-CN': '{system} 返回 {health.status}，与配置的期望不符。',
      en: '{system} answers {health.status}, which is not what the configuration expects.',
    },
    severity: 'warning',
    role: 'cause',
    hints: '400|405|4xx|状态码',
    probes: ['health'],
    confirm: {
      all: [
        ['health.isStatusExpected', '==', false],
        ['health.okRatio', '==', 0],
        ['health.isRedirectLoop', '==', false],
        ['health.status', 'matches', '^(1..|2..|3..|400|402|405|406|408|409|41[1-9]|42[0-8]|43.|451|499)$'],
      ],
    },
    advice: {
      'zh-CN': '405 多为方法不对，400 多为参数或请求头不对，3xx 多为重定向未被跟随。',
      en: '405 mostly means the wrong method, 400 wrong parameters or headers, 3xx a redirect that is not followed.',
    },
    remedies: [],
    source: 'RFC 9110, 15',
  },
];
