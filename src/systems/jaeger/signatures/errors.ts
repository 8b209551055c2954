/** Traces fail, and where the failure begins. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'error|fail|exception|5\\d\\d|timeout|错误|失败|异常|报错|超时';
const common = { kind: 'jaeger', remedies: [], probes: ['errors'], hints } as const;

/** More than the odd one, and more than before. */
const isFailing: Condition = {
  all: [
    ['errors.traces', '>=', 3],
    ['errors.rate', '>=', 0.02],
    {
      any: [
        ['errors.earlierRate', '==', null],
        ['errors.rate', '>=', { fact: 'errors.earlierRate', times: 2 }],
        ['errors.rate', '>=', 0.5],
      ],
    },
  ],
};
const isNot: Condition = ['errors.traces', '==', 0];
const beginsIn = (more: readonly Condition[]): Condition => ({ all: [isFailing, ['origin.share', '>=', 0.5], ...more] });

export const errorSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'jaeger.traces-failing',
    role: 'symptom',
    title: { 'zh-CN': '请求 {origin.entry} 失败', en: 'Requests of {origin.entry} fail' },
    explanation: {
      'zh-CN': '抽样 {errors.sampled} 条链路中 {errors.traces} 条失败，比例 {errors.rate}（此前 {errors.earlierRate}）。',
      en: '{errors.traces} of {errors.sampled} sampled traces failed, a share of {errors.rate} (before: {errors.earlierRate}).',
    },
    severity: 'critical',
    confirm: isFailing,
    refute: isNot,
    advice: { 'zh-CN': '看错误最先出现的跨度。', en: 'See in which span the error begins.' },
    source: 'Google SRE book, ch. 6: errors',
  },
  {
    ...common,
    id: 'jaeger.error-origin',
    role: 'cause',
    title: {
      'zh-CN': '错误源头：{origin.service} 的 {origin.operation} 失败',
      en: 'Error origin: {origin.operation} of {origin.service} fails',
    },
    explanation: {
      'zh-CN':
        '失败链路中有 {origin.traces} 条（占 {origin.share}）最深的失败跨度在这里，它下面没有失败的调用：{origin.message}。链路 {origin.traceId}。',
      en: 'In {origin.traces} failed traces (a share of {origin.share}) this is the deepest span that failed, and no call below it did: {origin.message}. Trace {origin.traceId}.',
    },
    severity: 'critical',
    explains: ['jaeger.traces-failing', 'jaeger.retries'],
    confirm: beginsIn([
      ['origin.isUnreportedCall', '==', false],
      ['origin.isTimeout', '==', false],
    ]),
    refute: isNot,
    advice: {
      'zh-CN': '看 {origin.service} 同一时刻的日志与最近的发布；上游的报错都由它而来。',
      en: 'Read the log of {origin.service} at that time and see its latest release; the errors of its callers come from it.',
    },
    source: 'OpenTelemetry: recording errors; jaegertracing.io',
  },
  {
    ...common,
    id: 'jaeger.call-failing',
    role: 'cause',
    title: {
      'zh-CN': '{origin.service} 调用 {origin.peer} 失败',
      en: 'Calls from {origin.service} to {origin.peer} fail',
    },
    explanation: {
      'zh-CN':
        '失败链路中有 {origin.traces} 条（占 {origin.share}）起于 {origin.operation}，对方没有上报跨度：{origin.message}。链路 {origin.traceId}。',
      en: '{origin.traces} failed traces (a share of {origin.share}) begin in {origin.operation}, and the other side reports no span: {origin.message}. Trace {origin.traceId}.',
    },
    severity: 'critical',
    explains: ['jaeger.traces-failing', 'jaeger.retries'],
    confirm: beginsIn([
      ['origin.isUnreportedCall', '==', true],
      ['origin.isTimeout', '==', false],
    ]),
    refute: isNot,
    advice: {
      'zh-CN': '直接查看 {origin.peer}：是否在运行、是否拒绝连接、凭据与网络。',
      en: 'Look at {origin.peer} itself: whether it runs, whether it refuses connections, the credentials and the network.',
    },
    source: 'OpenTelemetry semantic conventions: client spans',
  },
  {
    ...common,
    id: 'jaeger.call-times-out',
    role: 'cause',
    title: {
      'zh-CN': '{origin.service} 调用 {origin.peer} 超时',
      en: '{origin.service} gives up waiting for {origin.peer}: timeout',
    },
    explanation: {
      'zh-CN':
        '失败链路中有 {origin.traces} 条（占 {origin.share}）是 {origin.operation} 超时：{origin.message}。被调用方变慢或不应答。链路 {origin.traceId}。',
      en: '{origin.traces} failed traces (a share of {origin.share}) are {origin.operation} timing out: {origin.message}. The other side is slow or does not answer. Trace {origin.traceId}.',
    },
    severity: 'critical',
    explains: [
      'jaeger.traces-failing',
      'jaeger.retries',
      'jaeger.operation-slower',
      'jaeger.time-in-unreported-call',
      'jaeger.time-in-database',
    ],
    confirm: beginsIn([['origin.isTimeout', '==', true]]),
    refute: isNot,
    advice: {
      'zh-CN': '查看 {origin.peer} 为何变慢；加大超时只会让调用方也堆积。',
      en: 'See why {origin.peer} is slow; a longer timeout only lets the callers pile up, too.',
    },
    source: 'Google SRE book, ch. 22: deadlines',
  },
  {
    ...common,
    id: 'jaeger.one-instance-failing',
    role: 'cause',
    title: {
      'zh-CN': '只有实例 {instance.name} 出错：{origin.service} 的 {origin.operation}',
      en: 'Only instance {instance.name} of {origin.service} fails: {origin.operation}',
    },
    explanation: {
      'zh-CN':
        '{origin.service} 的 {instance.count} 个实例中，{instance.name} 处理的 {instance.served} 个请求失败了 {instance.failed} 个，其余实例处理的 {instance.othersServed} 个几乎都成功：问题在这个实例（或它所在的节点），不在整个服务。报错：{origin.message}。链路 {origin.traceId}。',
      en: 'Of the {instance.count} instances of {origin.service}, {instance.name} failed {instance.failed} of the {instance.served} requests that it got, and the others served nearly all of their {instance.othersServed}: it is this instance (or its node), not the service. It says: {origin.message}. Trace {origin.traceId}.',
    },
    severity: 'critical',
    explains: ['jaeger.traces-failing', 'jaeger.error-origin', 'jaeger.call-failing', 'jaeger.call-times-out', 'jaeger.retries'],
    confirm: {
      all: [
        ['instance.isAlone', '==', true],
        ['errors.traces', '>=', 3],
        ['errors.rate', '>=', 0.02],
        ['origin.share', '>=', 0.5],
      ],
    },
    refute: isNot,
    advice: {
      'zh-CN': '先把这个实例摘出负载均衡，再看它的日志、版本与所在节点的磁盘和网络；不要重启整个服务，以免丢失现场。',
      en: 'Take it out of the load balancer first, then read its log and see its release and the disk and network of its node; do not restart the whole service, which would lose the evidence.',
    },
    source: 'OpenTelemetry semantic conventions: service.instance.id, k8s.pod.name; Google SRE book, ch. 20',
  },
  {
    ...common,
    id: 'jaeger.retries',
    role: 'cause',
    title: { 'zh-CN': '{retries.service} 反复重试 {retries.operation}', en: '{retries.service} keeps retrying {retries.operation}' },
    explanation: {
      'zh-CN':
        '比例 {retries.rate} 的链路里同一调用失败后重试，最多 {retries.times} 次、共 {retries.totalMs} ms（不含等待）：{retries.reason}。耗时变长，并放大下游的压力。链路 {retries.traceId}。',
      en: 'In a share of {retries.rate} of the traces a call is retried (tried again) after it failed, up to {retries.times} times and {retries.totalMs} ms without the pauses: {retries.reason}. Requests take longer, and the load on what is called multiplies. Trace {retries.traceId}.',
    },
    severity: 'warning',
    explains: ['jaeger.operation-slower', 'jaeger.time-in-service'],
    hints: `${hints}|retr|重试`,
    confirm: {
      all: [
        ['retries.traces', '>=', 3],
        ['retries.rate', '>=', 0.1],
      ],
    },
    refute: ['retries.traces', '==', 0],
    advice: {
      'zh-CN': '先修下游；重试要有上限、退避与总预算，只在一层做。',
      en: 'Mend what is below first; retries need a limit, a backoff and a budget, and belong in one layer only.',
    },
    source: 'Google SRE book, ch. 22: retries',
  },
];
