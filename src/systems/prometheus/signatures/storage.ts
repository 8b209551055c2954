/** Faults of what Prometheus stores: too much of it, damaged, refused. */

import type { Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'prometheus|monitoring|监控';

/** One target of a thousand that is doubled is a gap in its graphs; a restart or a late scrape loses less. */
const rejectedMin = 0.001;

export const storageSignatures: readonly Signature[] = [
  {
    id: 'prometheus.high-cardinality',
    kind: 'prometheus',
    title: { 'zh-CN': '基数过高，序列数爆炸：{self.topMetric}', en: 'High cardinality, too many series: {self.topMetric}' },
    explanation: {
      'zh-CN':
        '活跃序列 {self.headSeries}，其中 {self.topMetric} 占 {self.topMetricSeries}，标签 {self.topLabel} 有 {self.topLabelValues} 个取值：有人把 ID 一类的值写进了标签，内存会不断上涨。',
      en: '{self.headSeries} active series, {self.topMetricSeries} of them {self.topMetric}; label {self.topLabel} has {self.topLabelValues} values: somebody writes identifiers into a label, and memory grows.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|cardinality|series|memory|\\boom|基数|序列|内存`,
    probes: ['self'],
    confirm: {
      all: [
        ['self.topMetricSeries', '>=', 5_000],
        ['self.topLabelValues', '>=', 2_000],
        ['self.topMetricSeries', '>=', { fact: 'self.headSeries', times: 0.4 }],
      ],
    },
    likely: {
      any: [
        ['self.topMetricSeries', '>=', 50_000],
        ['self.topLabelValues', '>=', 50_000],
      ],
    },
    refute: {
      all: [
        ['self.topMetricSeries', '<', 2_000],
        ['self.topLabelValues', '<', 2_000],
      ],
    },
    advice: {
      'zh-CN': '在应用中去掉该标签，或用 metric_relabel_configs 丢弃，并设置 sample_limit。',
      en: 'Remove the label in the application or drop it with metric_relabel_configs, and set sample_limit.',
    },
    remedies: [],
    source: 'prometheus.io: Metric and label naming; TSDB status',
  },
  {
    id: 'prometheus.storage-failing',
    kind: 'prometheus',
    title: { 'zh-CN': '本地存储（TSDB）写入失败', en: 'Local storage (TSDB) writes fail' },
    explanation: {
      'zh-CN':
        '近期 WAL 写失败 {self.walWritesFailed.recent}，压缩失败 {self.compactionsFailed.recent}，检查点失败 {self.checkpointsFailed.recent}：磁盘已满、只读或文件损坏。',
      en: 'Lately {self.walWritesFailed.recent} WAL writes, {self.compactionsFailed.recent} compactions and {self.checkpointsFailed.recent} checkpoints failed: the disk is full or read-only, or files are corrupted.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|disk|wal|compaction|tsdb|磁盘|存储`,
    probes: ['self'],
    confirm: {
      any: [
        ['self.walWritesFailed.recent', '>', 0],
        ['self.compactionsFailed.recent', '>', 0],
        ['self.checkpointsFailed.recent', '>', 0],
        ['self.headTruncationsFailed.recent', '>', 0],
      ],
    },
    likely: {
      any: [
        ['self.walWritesFailed.total', '>', 0],
        ['self.compactionsFailed.total', '>', 0],
      ],
    },
    refute: {
      all: [
        ['self.walWritesFailed.total', '==', 0],
        ['self.compactionsFailed.total', '==', 0],
        ['self.checkpointsFailed.total', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '先看磁盘空间与文件系统状态，再缩短保留期或扩容。',
      en: 'Look at disk space and the file system first; then shorten retention or grow the disk.',
    },
    remedies: [],
    source: 'Prometheus mixin: PrometheusTSDBCompactionsFailing',
  },
  {
    id: 'prometheus.wal-corrupt',
    kind: 'prometheus',
    title: { 'zh-CN': 'WAL 曾损坏，部分数据丢失', en: 'The WAL was corrupted and data was lost' },
    explanation: {
      'zh-CN': '检测到 {self.corruptions} 次损坏：多由断电、磁盘满或强制终止引起。',
      en: '{self.corruptions} corruptions were found: mostly from a power cut, a full disk or a kill.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|wal|corrupt|损坏`,
    probes: ['self'],
    confirm: ['self.corruptions', '>', 0],
    refute: ['self.corruptions', '==', 0],
    advice: { 'zh-CN': '查磁盘与内核日志；缺口期的数据无法恢复。', en: 'Check disk and kernel log; the gap cannot be filled.' },
    remedies: [],
    source: 'prometheus.io: Storage',
  },
  {
    id: 'prometheus.samples-rejected',
    kind: 'prometheus',
    title: { 'zh-CN': '样本乱序或重复，被丢弃', en: 'Samples are rejected: out of order or duplicate' },
    explanation: {
      'zh-CN':
        '近期丢弃乱序 {self.samplesOutOfOrder.recent}、重复 {self.samplesDuplicate.recent}、越界 {self.samplesOutOfBounds.recent}：两个目标用了同一组标签，或时钟有偏差，数据会缺失。',
      en: 'Dropped lately: {self.samplesOutOfOrder.recent} out of order, {self.samplesDuplicate.recent} duplicate, {self.samplesOutOfBounds.recent} out of bounds: two targets share their labels, or a clock is wrong (clock skew), and data is missing.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|out of order|duplicate|乱序|重复`,
    probes: ['self'],
    confirm: {
      any: [
        isShare('self.samplesOutOfOrder.recent', 'self.samplesAppended.recent', rejectedMin),
        isShare('self.samplesDuplicate.recent', 'self.samplesAppended.recent', rejectedMin),
        isShare('self.samplesOutOfBounds.recent', 'self.samplesAppended.recent', rejectedMin),
      ],
    },
    refute: {
      all: [
        ['self.samplesOutOfOrder.total', '==', 0],
        ['self.samplesDuplicate.total', '==', 0],
        ['self.samplesOutOfBounds.total', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '检查重写规则是否抹掉了区分标签；核对目标主机时钟。',
      en: 'See whether relabelling removes what tells targets apart; compare clocks.',
    },
    remedies: [],
    source: 'Prometheus mixin: PrometheusOutOfOrderTimestamps',
  },
  {
    id: 'prometheus.remote-write-failing',
    kind: 'prometheus',
    title: { 'zh-CN': '远程写入（remote write）失败', en: 'Remote write fails' },
    explanation: {
      'zh-CN': '近期有 {self.remoteWriteFailed.recent} 个样本写入远端失败，长期存储有缺口。',
      en: '{self.remoteWriteFailed.recent} samples could not be sent lately; the long-term store has a gap.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|remote|远程写`,
    probes: ['self'],
    confirm: isShare('self.remoteWriteFailed.recent', 'self.remoteWriteSamples.recent'),
    refute: ['self.remoteWriteFailed.total', '==', 0],
    advice: { 'zh-CN': '看远端的可用性、限流与认证。', en: 'Check whether the other end is up, limits or refuses.' },
    remedies: [],
    source: 'Prometheus mixin: PrometheusRemoteStorageFailures',
  },
  {
    id: 'prometheus.file-descriptors',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 文件描述符（句柄）将耗尽', en: 'Prometheus is running out of file descriptors' },
    explanation: {
      'zh-CN': '已用 {self.fileDescriptorRatio|percent}：用尽后报 Too many open files，抓取与写入都会失败。',
      en: '{self.fileDescriptorRatio|percent} of them are used: beyond it scrapes and writes fail with “Too many open files”.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|fd|file descriptor|句柄`,
    probes: ['self'],
    confirm: ['self.fileDescriptorRatio', '>=', 0.9],
    refute: ['self.fileDescriptorRatio', '<', 0.7],
    advice: { 'zh-CN': '提高 ulimit -n。', en: 'Raise ulimit -n.' },
    remedies: [],
    source: 'prometheus.io: Storage',
  },
];
