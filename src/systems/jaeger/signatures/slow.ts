/** An operation has become slower, and where its time goes. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|p9\\d|timeout|response time|慢|延迟|耗时|超时|响应时间';
const common = { kind: 'jaeger', remedies: [], probes: ['latency'], hints } as const;

/** Twice as long as the stretch before, and by more than what a person or a timeout would not notice. */
const hasGrown: Condition = {
  all: [
    ['latency.growth', '>=', 2],
    ['latency.moreMs', '>=', 50],
    ['latency.count', '>=', 5],
  ],
};
/** The step has grown with it, and by most of it. */
const stepHasGrown = (kind: string): Condition => ({
  all: [hasGrown, ['path.kind', '==', kind], ['path.share', '>=', 0.4], ['path.selfMs', '>=', { fact: 'path.earlierMs', times: 1.5 }]],
});
const stepIsLarge = (kind: string): Condition => ({
  all: [
    ['path.kind', '==', kind],
    ['path.share', '>=', 0.5],
    ['latency.p90Ms', '>=', 500],
  ],
});
/** Known to be as fast as before. */
const isAsBefore: Condition = ['latency.growth', '<', 1.3];

const whatGrew = {
  'zh-CN':
    '{latency.service} 的 {latency.operation} 九成请求用时 {latency.p90Ms} ms（此前同样长的时段 {latency.earlierP90Ms} ms）；慢链路的 {path.share} 花在这一步，每条 {path.selfMs} ms（此前 {path.earlierMs} ms）。链路 {latency.traceId}。',
  en: 'Nine in ten of {latency.operation} of {latency.service} take up to {latency.p90Ms} ms (in the same span before: {latency.earlierP90Ms} ms); of the slow ones a share of {path.share} is this step, {path.selfMs} ms each (before: {path.earlierMs} ms). Trace {latency.traceId}.',
} as const;

export const slowSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'jaeger.operation-slower',
    role: 'symptom',
    looksLike: ['slow'],
    title: {
      'zh-CN': '{latency.service} 的 {latency.operation} 变慢（延迟升高）',
      en: '{latency.operation} of {latency.service} is slower (high latency)',
    },
    explanation: {
      'zh-CN': 'p90 用时 {latency.p90Ms} ms，此前同样长的时段为 {latency.earlierP90Ms} ms（{latency.growth} 倍）。各步：{path.steps}。',
      en: '90% of requests take up to {latency.p90Ms} ms (p90), in the same span before {latency.earlierP90Ms} ms ({latency.growth} times). Steps: {path.steps}.',
    },
    severity: 'warning',
    confirm: hasGrown,
    refute: isAsBefore,
    advice: { 'zh-CN': '看关键路径上占时最多的一步。', en: 'See which step of the critical path takes the time.' },
    source: 'Google SRE book, ch. 6: latency; jaegertracing.io: trace comparison',
  },
  {
    ...common,
    id: 'jaeger.time-in-database',
    role: 'cause',
    title: {
      'zh-CN': '数据库调用慢：{path.service} → {path.peer}',
      en: 'Slow database call: {path.service} → {path.peer}',
    },
    explanation: {
      'zh-CN': `${whatGrew['zh-CN']}语句：{path.statement}（{path.database}）。`,
      en: `${whatGrew.en} Statement: {path.statement} ({path.database}).`,
    },
    severity: 'warning',
    explains: ['jaeger.operation-slower', 'jaeger.call-times-out'],
    confirm: stepHasGrown('database'),
    likelyWhenHinted: stepIsLarge('database'),
    refute: isAsBefore,
    advice: {
      'zh-CN': '到该数据库看这条语句：执行计划、锁等待、连接池排队；链路里的时间含等待连接。',
      en: 'Look at this statement in the database: its plan, locks it waits for. Waiting for a connection of the pool is part of this time.',
    },
    source: 'OpenTelemetry semantic conventions: database spans; critical path after CRISP (USENIX ATC 2022)',
  },
  {
    ...common,
    id: 'jaeger.time-in-service',
    role: 'cause',
    title: { 'zh-CN': '{path.service} 自身处理慢：{path.operation}', en: '{path.service} itself is slow: {path.operation}' },
    explanation: {
      'zh-CN': `${whatGrew['zh-CN']}这段时间没有下游调用：是它自己的计算、锁、GC，或没有埋点的等待。`,
      en: `${whatGrew.en} No call below covers that time: its own computing, locks, garbage collection, or a wait that is not traced.`,
    },
    severity: 'warning',
    explains: ['jaeger.operation-slower', 'jaeger.call-times-out'],
    confirm: stepHasGrown('work'),
    likelyWhenHinted: stepIsLarge('work'),
    refute: isAsBefore,
    advice: {
      'zh-CN': '看该进程的 CPU、GC 与锁、最近的发布；必要时给这段代码加跨度。',
      en: 'Look at the CPU, garbage collection and locks of that process and its latest release; add spans to that code if need be.',
    },
    source: 'Critical path after CRISP (USENIX ATC 2022)',
  },
  {
    ...common,
    id: 'jaeger.time-in-unreported-call',
    role: 'cause',
    title: {
      'zh-CN': '{path.service} 调用 {path.peer} 慢',
      en: 'Slow call from {path.service} to {path.peer}',
    },
    explanation: {
      'zh-CN': `${whatGrew['zh-CN']}被调用方没有上报跨度：它慢，或到它的网络慢。`,
      en: `${whatGrew.en} The other side reports no span: it is slow, or the way to it.`,
    },
    severity: 'warning',
    explains: ['jaeger.operation-slower'],
    confirm: stepHasGrown('unreported-call'),
    likelyWhenHinted: stepIsLarge('unreported-call'),
    refute: isAsBefore,
    advice: {
      'zh-CN': '直接查看 {path.peer}：负载、错误、网络；若它支持，为它接入链路。',
      en: 'Look at {path.peer} itself: its load, errors, the network; have it traced if that can be done.',
    },
    source: 'OpenTelemetry semantic conventions: client spans; critical path after CRISP (USENIX ATC 2022)',
  },
  {
    ...common,
    id: 'jaeger.time-on-the-way',
    role: 'cause',
    title: {
      'zh-CN': '慢在 {path.service} 与被调用方之间：{path.operation}',
      en: 'Slow between {path.service} and its callee: {path.operation}',
    },
    explanation: {
      'zh-CN': `${whatGrew['zh-CN']}被调用方自己的跨度很短：请求在排队（连接池、对方的接收队列、代理）或网络上。`,
      en: `${whatGrew.en} The span of the other side is short: the request waits for a connection, in a queue or proxy, or on the network.`,
    },
    severity: 'warning',
    explains: ['jaeger.operation-slower'],
    confirm: stepHasGrown('way'),
    likelyWhenHinted: stepIsLarge('way'),
    refute: isAsBefore,
    advice: {
      'zh-CN': '看调用方连接池是否用尽、被调用方的工作线程与监听队列、重传。',
      en: 'See whether the pool of the caller is used up, the workers and accept queue of the other side, and retransmissions.',
    },
    source: 'Critical path after CRISP (USENIX ATC 2022)',
  },
  {
    ...common,
    id: 'jaeger.one-instance-slow',
    role: 'cause',
    title: {
      'zh-CN': '只有实例 {slowInstance.name} 慢：{path.service} 的 {path.operation}',
      en: 'Only instance {slowInstance.name} of {path.service} is slow: {path.operation}',
    },
    explanation: {
      'zh-CN':
        '{path.service} 的 {slowInstance.count} 个实例中，{slowInstance.name} 的这一步中位用时 {slowInstance.ms} ms，其余实例不超过 {slowInstance.othersMs} ms：慢在这个实例（或它所在的节点），不在整个服务。链路 {latency.traceId}。',
      en: 'Of the {slowInstance.count} instances of {path.service}, {slowInstance.name} takes {slowInstance.ms} ms for this step (median), the others at most {slowInstance.othersMs} ms: it is this instance (or its node), not the service. Trace {latency.traceId}.',
    },
    severity: 'warning',
    explains: [
      'jaeger.operation-slower',
      'jaeger.call-times-out',
      'jaeger.time-in-service',
      'jaeger.time-in-database',
      'jaeger.time-in-unreported-call',
      'jaeger.time-on-the-way',
    ],
    confirm: { all: [hasGrown, ['slowInstance.isAlone', '==', true], ['slowInstance.moreMs', '>=', 50], ['path.share', '>=', 0.4]] },
    likelyWhenHinted: {
      all: [
        ['slowInstance.isAlone', '==', true],
        ['slowInstance.moreMs', '>=', 200],
        ['path.share', '>=', 0.4],
      ],
    },
    refute: { any: [isAsBefore, ['slowInstance.isAlone', '==', false]] },
    advice: {
      'zh-CN': '先把这个实例摘出负载均衡，再看它的 CPU、GC、版本，以及所在节点的邻居、磁盘与网络。',
      en: 'Take it out of the load balancer first, then see its CPU, garbage collection and release, and the neighbours, disk and network of its node.',
    },
    source: 'OpenTelemetry semantic conventions: service.instance.id, k8s.pod.name; Dean, Barroso: The Tail at Scale (CACM 2013)',
  },
  {
    ...common,
    id: 'jaeger.n-plus-one',
    role: 'cause',
    title: {
      'zh-CN': '{nplus.service} 的 {nplus.caller} 逐条调用 {nplus.times} 次（N+1）',
      en: '{nplus.caller} of {nplus.service} makes the same call {nplus.times} times (N+1)',
    },
    explanation: {
      'zh-CN':
        '同一次请求里顺序执行 {nplus.times} 次“{nplus.statement}”，共 {nplus.totalMs} ms，占该步 {nplus.share}。链路 {nplus.traceId}。',
      en: "One request makes '{nplus.statement}' {nplus.times} times, one after another: {nplus.totalMs} ms, a share of {nplus.share} of that step. Trace {nplus.traceId}.",
    },
    severity: 'warning',
    explains: ['jaeger.operation-slower', 'jaeger.time-in-database', 'jaeger.time-in-unreported-call', 'jaeger.time-on-the-way'],
    hints: `${hints}|n\\+1|too many (queries|calls)|查询过多`,
    confirm: {
      all: [['nplus.times', '>=', 10], ['nplus.share', '>=', 0.5], { any: [hasGrown, ['nplus.totalMs', '>=', 1_000]] }],
    },
    likelyWhenHinted: {
      all: [
        ['nplus.times', '>=', 10],
        ['nplus.share', '>=', 0.4],
      ],
    },
    refute: ['nplus.times', '<', 10],
    advice: {
      'zh-CN': '改成一次批量查询（IN、JOIN、批量接口）；先看最近的发布是否引入。',
      en: 'Ask once for all of them (IN, JOIN, a batch call); see first whether the latest release brought it in.',
    },
    source: 'Sentry performance issues: N+1 queries; jaegertracing.io',
  },
  {
    ...common,
    id: 'jaeger.clock-skew',
    role: 'cause',
    title: { 'zh-CN': '{skew.service} 的时钟偏差 {skew.seconds} 秒', en: 'Clock skew: {skew.service} is off by {skew.seconds} s' },
    explanation: {
      'zh-CN': 'Jaeger 发现 {skew.spans} 个跨度早于调用方开始或晚于其结束：所在主机的时钟不准，跨度的先后与间隔不可信。',
      en: 'Jaeger finds {skew.spans} spans that lie outside of their callers: the clock of that host is off, and the order and gaps of spans deceive.',
    },
    severity: 'warning',
    hints: 'clock|skew|time sync|ntp|时钟|时间不准|时间同步',
    confirm: ['skew.seconds', '>=', 1],
    refute: ['skew.seconds', '<', 0.1],
    advice: { 'zh-CN': '在该主机检查 NTP 同步（chronyc tracking）。', en: 'Check NTP on that host (chronyc tracking).' },
    source: 'jaegertracing.io FAQ: clock skew adjustment',
  },
];
