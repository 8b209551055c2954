/** Rings, storage, queues, and logs that do not arrive. */

import type { Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'loki|log system|日志系统';
const common = { kind: 'loki', role: 'cause', remedies: [], probes: ['self'] } as const;

export const selfSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'loki.not-ready',
    title: { 'zh-CN': 'Loki 未就绪', en: 'Loki is not ready' },
    explanation: {
      'zh-CN': '/ready 返回 {self.readyStatus}：{self.readyAnswer}（WAL 回放中：{self.isReplaying}）；在此之前写入与查询可能失败。',
      en: '/ready says {self.readyStatus}: {self.readyAnswer} (replaying its WAL: {self.isReplaying}); until then writes and queries may fail.',
    },
    severity: 'warning',
    hints: `${hints}|ready|starting|就绪|启动`,
    confirm: ['self.isReady', '==', false],
    refute: ['self.isReady', '==', true],
    advice: {
      'zh-CN': '刚启动时等 15 秒属正常；长时间未就绪，看环与预写日志。',
      en: 'Fifteen seconds after a start are usual; longer, look at the ring and the write-ahead log.',
    },
    source: 'grafana.com/docs/loki: GET /ready',
  },
  {
    ...common,
    id: 'loki.ring-unhealthy',
    title: { 'zh-CN': '环（ring）中有异常成员：{ring.worst}', en: 'Unhealthy members (ingesters down) in the ring: {ring.worst}' },
    explanation: {
      'zh-CN': '{ring.unhealthy} 个成员异常（{ring.worst}），正常的 ingester {ring.active} 个：超过副本容忍数后写入与查询都会失败。',
      en: '{ring.unhealthy} members are unhealthy ({ring.worst}), {ring.active} ingesters are active: past what replication tolerates, writes and queries fail.',
    },
    severity: 'critical',
    hints: `${hints}|ring|ingester|quorum|环|副本`,
    confirm: ['ring.unhealthy', '>', 0],
    refute: ['ring.unhealthy', '==', 0],
    advice: {
      'zh-CN': '看该成员进程是否还在；确认已下线的，在 /ring 页面 Forget。',
      en: 'See whether that member runs; forget one that is gone for good on the page /ring.',
    },
    source: 'Loki mixin; grafana.com/docs/loki: hash rings',
  },
  {
    ...common,
    id: 'loki.writes-failing',
    title: { 'zh-CN': '日志写入失败（5xx）', en: 'Log writes fail (5xx)' },
    explanation: {
      'zh-CN':
        '近期 {self.pushFailed.recent} 次推送返回 5xx，写 ingester 失败 {self.appendsFailed.recent} 次：采集端在重试，日志会晚到或丢失。',
      en: '{self.pushFailed.recent} pushes got a 5xx lately, {self.appendsFailed.recent} appends to ingesters failed: collectors retry, and logs are late or lost.',
    },
    severity: 'critical',
    hints: `${hints}|500|503|write|写入`,
    confirm: {
      any: [isShare('self.pushFailed.recent', 'self.pushes.recent'), isShare('self.appendsFailed.recent', 'self.appends.recent')],
    },
    refute: {
      all: [
        ['self.pushFailed.recent', '==', 0],
        ['self.appendsFailed.recent', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '看 ingester 是否存活、环是否正常、磁盘是否已满。',
      en: 'See whether ingesters run, the ring is well and the disk has room.',
    },
    source: 'Loki mixin: LokiRequestErrors',
  },
  {
    ...common,
    id: 'loki.queries-failing',
    title: { 'zh-CN': '查询失败（5xx，多为超时）', en: 'Queries fail (5xx, mostly timeouts)' },
    explanation: {
      'zh-CN': '近期 {self.queryFailed.recent} 次查询返回 5xx，排队 {self.queryQueue}：用户查不到日志。',
      en: '{self.queryFailed.recent} queries got a 5xx lately, {self.queryQueue} are queued: users can’t read logs.',
    },
    severity: 'warning',
    hints: `${hints}|query|timeout|slow|查询|超时|慢`,
    confirm: { all: [['self.queryFailed.recent', '>=', 3], isShare('self.queryFailed.recent', 'self.queries.recent')] },
    likely: ['self.queryQueue', '>=', 20],
    refute: {
      all: [
        ['self.queryFailed.recent', '==', 0],
        ['self.queryQueue', '<', 5],
      ],
    },
    advice: {
      'zh-CN': '缩小时间范围与选择器，避免全量正则；再看 querier 数量与 query_timeout。',
      en: 'Narrow the range and the selector, avoid expressions over everything; then look at the number of queriers and query_timeout.',
    },
    source: 'grafana.com/docs/loki: troubleshoot query timeouts',
  },
  {
    ...common,
    id: 'loki.flush-failing',
    title: { 'zh-CN': '数据块落盘（flush）失败：对象存储无法写入', en: 'Chunk flushes fail: the object store can’t be written' },
    explanation: {
      'zh-CN': '近期 {self.flushesFailed.recent} 次落盘失败，队列 {self.flushQueue}：数据都留在内存里，ingester 终将 OOM 或丢数据。',
      en: '{self.flushesFailed.recent} flushes failed lately and {self.flushQueue} are queued: data stays in memory until ingesters run out of memory (OOM) and lose it.',
    },
    severity: 'critical',
    hints: `${hints}|flush|s3|object store|chunk|对象存储|落盘`,
    confirm: ['self.flushesFailed.recent', '>', 0],
    refute: ['self.flushesFailed.recent', '==', 0],
    advice: { 'zh-CN': '检查对象存储的凭据、桶策略与网络。', en: 'Check credentials, bucket policy and the way to the object store.' },
    source: 'Loki mixin: loki_ingester_chunks_flush_failures_total',
  },
  {
    ...common,
    id: 'loki.wal-disk-full',
    title: { 'zh-CN': 'WAL（预写日志）所在磁盘已满', en: 'Disk full: the disk of the write-ahead log (WAL)' },
    explanation: {
      'zh-CN': '磁盘已用 {self.walDiskRatio|percent}，近期 {self.walDiskFull.recent} 次因空间不足写失败：此时崩溃会丢数据。',
      en: '{self.walDiskRatio|percent} of the disk is used, {self.walDiskFull.recent} writes failed lately with no space left: a crash now loses logs.',
    },
    severity: 'critical',
    hints: `${hints}|wal|disk|磁盘`,
    confirm: ['self.walDiskFull.recent', '>', 0],
    likely: ['self.walDiskRatio', '>=', 0.95],
    refute: {
      all: [
        ['self.walDiskFull.recent', '==', 0],
        ['self.walDiskRatio', '<', 0.9],
      ],
    },
    advice: { 'zh-CN': '扩容该磁盘，看是否因落盘失败而堆积。', en: 'Grow that disk; see whether it fills because flushes fail.' },
    source: 'Loki mixin: loki_ingester_wal_disk_full_failures_total',
  },
  {
    ...common,
    id: 'loki.wal-corrupt',
    title: { 'zh-CN': 'WAL（预写日志）损坏', en: 'The write-ahead log (WAL) is corrupted' },
    explanation: {
      'zh-CN': '启动回放时发现 {self.walCorrupt.recent} 处损坏，对应日志丢失。',
      en: '{self.walCorrupt.recent} corruptions were found during replay; those logs are lost.',
    },
    severity: 'warning',
    hints: `${hints}|wal|corrupt|损坏`,
    confirm: ['self.walCorrupt.recent', '>', 0],
    refute: ['self.walCorrupt.recent', '==', 0],
    advice: { 'zh-CN': '查磁盘与内核日志、是否被强制终止。', en: 'Look at the disk, the kernel log and for a kill.' },
    source: 'loki_ingester_wal_corruptions_total',
  },
  {
    ...common,
    id: 'loki.panics',
    title: { 'zh-CN': 'Loki 内部崩溃（panic）', en: 'Loki panics (crashes inside)' },
    explanation: {
      'zh-CN': '近期 panic {self.panics.recent} 次，相应的请求失败。',
      en: '{self.panics.recent} panics lately; their requests failed.',
    },
    severity: 'critical',
    hints: `${hints}|panic|crash|崩溃`,
    confirm: ['self.panics.recent', '>', 0],
    refute: ['self.panics.recent', '==', 0],
    advice: {
      'zh-CN': '看它的日志里的堆栈，对照版本的已知问题。',
      en: 'Read the trace in its log and compare with the known faults of its version.',
    },
    source: 'Loki mixin: LokiRequestPanics',
  },
  {
    ...common,
    id: 'loki.compactor-stalled',
    title: { 'zh-CN': '压缩器（compactor）停止：过期日志不再删除', en: 'The compactor is stuck: old logs are no longer deleted' },
    explanation: {
      'zh-CN': '上次成功压缩是 {self.compactedAgoSeconds|duration} 前：索引变慢，保留期不再生效，存储一直涨。',
      en: 'Its last success was {self.compactedAgoSeconds|duration} ago: queries slow down, retention has no effect, and the store grows.',
    },
    severity: 'warning',
    hints: `${hints}|compactor|retention|storage|压缩|保留`,
    confirm: ['self.compactedAgoSeconds', '>', 10_800],
    refute: ['self.compactedAgoSeconds', '<', 7_200],
    advice: { 'zh-CN': '看压缩器日志；同一存储上只能有一个在运行。', en: 'Read the compactor’s log; only one may run on a store.' },
    source: 'Loki mixin: LokiCompactorHasNotSuccessfullyRunCompaction',
  },
  {
    ...common,
    id: 'loki.ingestion-stopped',
    role: 'symptom',
    probes: ['ingestion'],
    title: { 'zh-CN': '日志写入中断', en: 'Log ingestion has stopped' },
    explanation: {
      'zh-CN':
        '没有新日志：平时每分钟约 {ingestion.earlierPerMinute} 行，最近 10 分钟一行也没有（最新一行约 {ingestion.newestAgoSeconds} 秒前），采集端停了，或写不进来。',
      en: 'No logs come in: usually about {ingestion.earlierPerMinute} lines a minute, none in the last ten (the newest some {ingestion.newestAgoSeconds} s ago). The collector has stopped, or cannot write.',
    },
    severity: 'critical',
    hints: `${hints}|no logs|missing log|日志缺失|没有日志|日志断`,
    confirm: {
      all: [
        ['ingestion.recentLines', '==', 0],
        ['ingestion.busyMinutesRatio', '>=', 0.5],
      ],
    },
    likely: {
      all: [
        ['ingestion.recentLines', '==', 0],
        ['ingestion.busyMinutesRatio', '>=', 0.2],
      ],
    },
    refute: ['ingestion.recentLines', '>', 0],
    advice: {
      'zh-CN': '看采集端（alloy、promtail、fluent-bit）的日志与到本机的网络。',
      en: 'Look at the log of what collects (alloy, promtail, fluent-bit) and at its way here.',
    },
    source: 'absence of data: absent_over_time',
  },
];
