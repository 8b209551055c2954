/** Writes that are refused for the memory that they hold, before any thread pool is full. */

import type { Signature } from '../../../domain/signature.ts';

export const pressureSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.writes-hold-memory',
    kind: 'elasticsearch',
    role: 'cause',
    explains: [
      'elasticsearch.indexing-pressure',
      'elasticsearch.requests-rejected',
      'elasticsearch.write-rejected',
      'elasticsearch.cpu-saturated',
      'elasticsearch.gc-overhead',
    ],
    title: {
      'zh-CN': '写入压力（indexing pressure）超限：批量写入占用的内存过大，被 429 拒绝',
      en: 'Indexing pressure: bulk requests in flight hold too much memory, and writes are rejected with 429',
    },
    explanation: {
      'zh-CN':
        '节点 {nodes.pressure.node} 同时处理的写入请求占用的内存到达上限 {nodes.pressure.limitBytes|bytes}（indexing_pressure.memory.limit，默认堆的 10%）：刚才拒绝 {nodes.pressure.rejectedRecent} 次，累计 {nodes.pressure.rejected} 次，每秒写入 {nodes.pressure.bytesPerSecond|bytes}。单个批量（bulk）过大或并发过多，所有写入方都会得到 es_rejected_execution_exception。',
      en: 'Writes in flight on {nodes.pressure.node} reach the memory limit of {nodes.pressure.limitBytes|bytes} (indexing_pressure.memory.limit, 10 % of the heap by default): {nodes.pressure.rejectedRecent} were rejected just now, {nodes.pressure.rejected} in all, with {nodes.pressure.bytesPerSecond|bytes} a second coming in. Bulks are too large, or too many come at once (an import), and whoever writes gets es_rejected_execution_exception.',
    },
    severity: 'critical',
    hints: 'reject|429|es_rejected_execution|bulk|write|ingest|import|indexing.?pressure|拒绝|写入|批量|导入|堆积',
    probes: ['nodes'],
    confirm: ['nodes.pressure.rejectedRecent', '>=', 1],
    likelyWhenHinted: {
      any: [
        ['nodes.pressure.rejected', '>=', 1],
        ['nodes.pressure.usedRatio', '>=', 0.9],
      ],
    },
    refute: {
      all: [
        ['nodes.pressure.rejected', '==', 0],
        ['nodes.pressure.usedRatio', '<', 0.5],
      ],
    },
    advice: {
      'zh-CN':
        '把批量写入控制在 5–15 MB、减少并发，遇 429 指数退避重试；找出发送大批量的任务（慢日志、X-Opaque-Id、_tasks?actions=*bulk*）；再考虑加节点或调大堆，不要先调高该上限。',
      en: 'Keep bulks at 5 to 15 MB and fewer at a time, and back off on 429; find who sends the large ones (X-Opaque-Id, _tasks?actions=*bulk*); then more nodes or heap, rather than a higher limit.',
    },
    remedies: [],
    source: 'elastic.co: Indexing pressure; Rejected requests',
  },
];
