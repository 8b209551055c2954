/** Services that report no more, and a collector that loses what they report. */

import type { Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'trace|span|jaeger|report|missing|链路|追踪|上报|缺失';
const common = { kind: 'jaeger', role: 'cause', remedies: [], hints } as const;

export const reportingSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'jaeger.service-silent',
    probes: ['services'],
    title: { 'zh-CN': '{services.silentName} 停止上报链路', en: '{services.silentName} has stopped reporting traces' },
    explanation: {
      'zh-CN':
        '它最近一条链路在 {services.silentSeconds} 秒前，平时间隔不超过 {services.usualGapSeconds} 秒；其他服务仍在上报。停止的有：{services.silentNames}。',
      en: 'Its newest trace is {services.silentSeconds} s old, usually a pause is no longer than {services.usualGapSeconds} s; others still report. It may be down, or gets no traffic. Silent: {services.silentNames}.',
    },
    severity: 'warning',
    confirm: {
      all: [
        ['services.silent', '>', 0],
        ['services.areAllSilent', '==', false],
      ],
    },
    refute: ['services.silent', '==', 0],
    advice: {
      'zh-CN': '看该服务是否还在运行、是否还有请求到达；都正常，再看它的 SDK 与导出端点。',
      en: 'See whether it runs and still gets requests; if so, look at its SDK and where it exports to.',
    },
    source: 'opentelemetry.io: exporters; jaegertracing.io troubleshooting',
  },
  {
    ...common,
    id: 'jaeger.nothing-arrives',
    probes: ['services'],
    title: { 'zh-CN': '所有服务的链路都中断了', en: 'No traces arrive from any service: the pipeline is down' },
    explanation: {
      'zh-CN':
        '平时持续上报的 {services.paced} 个服务全部停止（最近一条在 {services.silentSeconds} 秒前）：更像是采集链路断了，而不是服务同时停止。',
      en: 'All {services.paced} services that report steadily have stopped (the newest trace is {services.silentSeconds} s old): the pipeline is broken, rather than all of them at once.',
    },
    severity: 'critical',
    confirm: {
      all: [
        ['services.areAllSilent', '==', true],
        ['services.silent', '>=', 2],
      ],
    },
    likely: ['services.areAllSilent', '==', true],
    refute: ['services.silent', '==', 0],
    advice: {
      'zh-CN': '看采集端（collector、agent、OTLP 端口）与存储；没有链路不等于没有错误。',
      en: 'Look at the collector, the agents, the OTLP port and the storage; that there are no traces does not mean that nothing fails.',
    },
    source: 'jaegertracing.io troubleshooting: no traces in the UI',
  },
  {
    ...common,
    id: 'jaeger.spans-dropped',
    probes: ['self'],
    title: { 'zh-CN': '采集端（collector）在丢弃跨度（span）', en: 'The collector drops spans' },
    explanation: {
      'zh-CN':
        '近期丢弃 {self.dropped.recent} 个跨度（收到 {self.received.recent}），队列长度 {self.queueLength}：存储跟不上，链路会残缺。',
      en: '{self.dropped.recent} spans were dropped lately ({self.received.recent} received), the queue holds {self.queueLength}: the storage is too slow, and traces are incomplete.',
    },
    severity: 'warning',
    confirm: isShare('self.dropped.recent', 'self.received.recent'),
    likely: ['self.dropped.recent', '>=', 10],
    refute: ['self.dropped.recent', '==', 0],
    advice: {
      'zh-CN': '看存储的写入延迟；增加 collector 的 num-workers 与 queue-size，或降低采样率。',
      en: 'Look at how slowly the storage writes; give the collector more workers and a longer queue, or sample less.',
    },
    source: 'jaegertracing.io: performance tuning; Jaeger monitoring mixin: JaegerCollectorDroppingSpans',
  },
  {
    ...common,
    id: 'jaeger.queue-filling',
    probes: ['self'],
    title: { 'zh-CN': '采集队列将满（{self.queueRatio}）', en: 'The collector’s queue is nearly full ({self.queueRatio})' },
    explanation: {
      'zh-CN': '队列里有 {self.queueLength} 个跨度，占容量 {self.queueRatio}：满后开始丢弃。',
      en: 'The queue holds {self.queueLength} spans, {self.queueRatio} of its capacity: once it is full, spans are dropped.',
    },
    severity: 'warning',
    confirm: ['self.queueRatio', '>=', 0.8],
    refute: ['self.queueRatio', '<', 0.5],
    advice: {
      'zh-CN': '看存储的写入延迟与 collector 的 CPU。',
      en: 'Look at how slowly the storage writes, and at the CPU of the collector.',
    },
    source: 'Jaeger monitoring mixin: JaegerCollectorQueueNotDraining',
  },
  {
    ...common,
    id: 'jaeger.saving-fails',
    probes: ['self'],
    title: { 'zh-CN': '链路写入存储失败', en: 'Writing spans to storage fails' },
    explanation: {
      'zh-CN': '近期 {self.saveFailed.recent} 个跨度保存失败：存储不可用、磁盘满或拒绝写入，链路会缺失。',
      en: '{self.saveFailed.recent} spans could not be saved lately: the storage is down, its disk is full, or it refuses writes. Traces are missing.',
    },
    severity: 'critical',
    confirm: isShare('self.saveFailed.recent', 'self.received.recent'),
    likely: ['self.saveFailed.recent', '>=', 10],
    refute: ['self.saveFailed.recent', '==', 0],
    advice: { 'zh-CN': '查看存储后端（Elasticsearch、Cassandra、磁盘）。', en: 'Look at the storage (Elasticsearch, Cassandra, disk).' },
    source: 'Jaeger monitoring mixin: JaegerPersistenceErrors',
  },
];
