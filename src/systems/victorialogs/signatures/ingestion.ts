/** Logs that do not arrive, arrive late, or are thrown away. */

import type { Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'victorialogs|log system|no logs|missing log|日志系统|日志缺失|没有日志|日志断';
const common = { kind: 'victorialogs', role: 'cause', remedies: [] } as const;

/** One line in a hundred, or many: a single one that is dropped is no incident. */
function manyOf(fact: string): Pick<Signature, 'confirm' | 'likely'> {
  return { confirm: isShare(fact, 'self.rowsIngested.recent'), likely: [fact, '>=', 10] };
}

export const ingestionSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'victorialogs.ingestion-stopped',
    title: { 'zh-CN': '日志写入中断', en: 'Log ingestion has stopped' },
    explanation: {
      'zh-CN':
        '没有新日志：平时每分钟约 {ingestion.earlierPerMinute} 行，最近 10 分钟一行也没有（最新一行约 {ingestion.newestAgoSeconds} 秒前），采集端停了，或写不进来。',
      en: 'No logs come in: usually about {ingestion.earlierPerMinute} lines a minute, none in the last ten (the newest some {ingestion.newestAgoSeconds} s ago). The collector has stopped, or cannot write.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    probes: ['ingestion'],
    // Logs that only come now and then fall silent without a fault.
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
      'zh-CN': '看采集端（vector、fluent-bit、vlagent）的日志与到本机的网络。',
      en: 'Look at the log of what collects (vector, fluent-bit, vlagent) and at its way here.',
    },
    source: 'absence of data, as in vmalert: RowsIngested == 0',
  },
  {
    ...common,
    id: 'victorialogs.source-silent',
    title: { 'zh-CN': '来源 {sources.silent.name} 停止上报日志', en: 'Source {sources.silent.name} has stopped: it sends no logs' },
    explanation: {
      'zh-CN':
        '{sources.silent.name} 已 {sources.silent.seconds|duration} 没有日志，此前最长的间隔是 {sources.silent.longestGapSeconds|duration}；{sources.count} 个来源中按自身节奏停了的有 {sources.silentCount} 个。',
      en: '{sources.silent.name} has logged nothing for {sources.silent.seconds|duration}, where its longest pause was {sources.silent.longestGapSeconds|duration}. {sources.silentCount} of {sources.count} sources are silent by their own rhythm.',
    },
    severity: 'warning',
    hints: `${hints}|no logs?|silent|logged nothing|has not logged|不再打印|没有输出`,
    probes: ['sources'],
    // A source that was taken away is silent too: only who misses logs asks for it.
    confirm: ['sources.silentCount', '<', 0],
    confirmWhenHinted: ['sources.silentCount', '>=', 1],
    refute: ['sources.silentCount', '==', 0],
    advice: {
      'zh-CN': '看该应用是否还在运行、其采集端是否还在读它的日志；按计划下线的可忽略。',
      en: 'See whether that application runs, and whether its collector still reads it; ignore what was taken away on purpose.',
    },
    source: 'absence of data per source, as in Google SRE: monitoring the monitoring',
  },
  {
    ...common,
    id: 'victorialogs.ingestion-late',
    title: { 'zh-CN': '日志延迟：到得晚', en: 'Logs arrive late (ingestion lag)' },
    explanation: {
      'zh-CN':
        '仍在写入（近期 {self.rowsIngested.recent} 行），但最新一行已是 {ingestion.newestAgoSeconds} 秒前：采集端积压，或时区、时间字段解析错误。',
      en: 'Rows still come in ({self.rowsIngested.recent} lately), yet the newest is {ingestion.newestAgoSeconds} s old: the collector is behind, or misreads the time zone.',
    },
    severity: 'warning',
    hints: `${hints}|late|delay|lag|延迟|积压`,
    probes: ['ingestion', 'self'],
    confirm: {
      all: [
        ['ingestion.newestAgoSeconds', '>', 600],
        ['self.rowsIngested.recent', '>', 0],
        ['self.uptimeSeconds', '>', 3_600],
      ],
    },
    likely: {
      all: [
        ['ingestion.newestAgoSeconds', '>', 300],
        ['self.rowsIngested.recent', '>', 0],
        ['self.uptimeSeconds', '>', 3_600],
      ],
    },
    refute: ['ingestion.newestAgoSeconds', '<', 120],
    advice: { 'zh-CN': '比较采集端的队列长度与其主机时钟。', en: 'Look at the collector’s queue and at the clock of its host.' },
    source: 'docs.victoriametrics.com/victorialogs: data ingestion, _time field',
  },
  {
    ...common,
    id: 'victorialogs.rows-too-old',
    title: { 'zh-CN': '日志的时间戳早于保留期，被丢弃', en: 'Rows whose timestamp is older than the retention are dropped' },
    explanation: {
      'zh-CN':
        '近期丢弃 {self.rowsTooOld.recent} 行（too_small_timestamp），它们的 _time 早于保留期 {self.retention}：采集端把时间戳的单位弄错了（毫秒当成秒，落到 1970 年）、时间字段解析错误、主机时钟落后，或在补传太旧的日志。',
      en: '{self.rowsTooOld.recent} rows were dropped lately (too_small_timestamp), as their _time is older than the retention of {self.retention}: a collector has the unit of the timestamp wrong (seconds for milliseconds end in 1970), misreads the time field, has a clock that is behind, or re-sends logs that are too old.',
    },
    severity: 'warning',
    hints: `${hints}|drop|retention|丢弃|保留`,
    probes: ['self'],
    ...manyOf('self.rowsTooOld.recent'),
    refute: ['self.rowsTooOld.recent', '==', 0],
    advice: { 'zh-CN': '看采集端的时间字段与读取位点。', en: 'Look at the collector’s time field and at where it reads from.' },
    source: 'VictoriaLogs metrics: vl_rows_dropped_total{reason="too_small_timestamp"}',
  },
  {
    ...common,
    id: 'victorialogs.rows-from-future',
    title: { 'zh-CN': '日志时间在未来，被丢弃（时钟偏差）', en: 'Rows from the future are dropped (clock skew)' },
    explanation: {
      'zh-CN':
        '近期丢弃 {self.rowsFromFuture.recent} 行，时间超出 -futureRetention（{self.futureRetention}）：来源主机时钟偏快，或时区、单位（秒与毫秒）弄错。',
      en: '{self.rowsFromFuture.recent} rows were dropped lately as past -futureRetention ({self.futureRetention}): a source’s clock is fast, or the zone or unit of the time is wrong.',
    },
    severity: 'warning',
    hints: `${hints}|drop|future|clock|丢弃|时钟`,
    probes: ['self'],
    ...manyOf('self.rowsFromFuture.recent'),
    refute: ['self.rowsFromFuture.recent', '==', 0],
    advice: { 'zh-CN': '核对来源主机的时钟与时间字段的单位。', en: 'Check the clocks of the hosts and the unit of the time field.' },
    source: 'VictoriaLogs metrics: vl_rows_dropped_total{reason="too_big_timestamp"}',
  },
  {
    ...common,
    id: 'victorialogs.too-many-fields',
    title: { 'zh-CN': '日志字段过多，被丢弃', en: 'Rows with too many fields are dropped' },
    explanation: {
      'zh-CN': '近期丢弃 {self.rowsTooManyFields.recent} 行：把整个 JSON 展开成了字段。',
      en: '{self.rowsTooManyFields.recent} rows were dropped lately: a whole JSON document was flattened into fields.',
    },
    severity: 'warning',
    hints: `${hints}|field|drop|字段|丢弃`,
    probes: ['self'],
    ...manyOf('self.rowsTooManyFields.recent'),
    refute: ['self.rowsTooManyFields.recent', '==', 0],
    advice: {
      'zh-CN': '在采集端去掉多余字段，或把它们留在消息文本里。',
      en: 'Drop the fields in the collector, or keep them in the text of the message.',
    },
    source: 'VictoriaLogs metrics: vl_rows_dropped_total{reason="too_many_fields"}',
  },
  {
    ...common,
    id: 'victorialogs.lines-too-long',
    title: { 'zh-CN': '日志行超长，被跳过', en: 'Lines that are too long are skipped' },
    explanation: {
      'zh-CN': '近期跳过 {self.linesTooLong.recent} 行，长度超过 -insert.maxLineSizeBytes。',
      en: '{self.linesTooLong.recent} lines were skipped lately as longer than -insert.maxLineSizeBytes.',
    },
    severity: 'warning',
    hints: `${hints}|long|drop|超长|丢弃`,
    probes: ['self'],
    ...manyOf('self.linesTooLong.recent'),
    refute: ['self.linesTooLong.recent', '==', 0],
    advice: {
      'zh-CN': '找出打印整个报文的应用；确有需要再提高上限。',
      en: 'Find the application that prints whole messages; raise the limit only if it must be.',
    },
    source: 'VictoriaLogs metrics: vl_too_long_lines_skipped_total',
  },
  {
    ...common,
    id: 'victorialogs.inserts-refused',
    title: { 'zh-CN': '写入过载：并发达到上限，排队超时被拒绝', en: 'Writes are refused: overloaded, the queue is full' },
    explanation: {
      'zh-CN': '近期 {self.insertRefused.recent} 次写入等待超时被拒绝，{self.insertQueued.recent} 次排过队：采集端会重试并积压。',
      en: '{self.insertRefused.recent} writes waited in vain and were refused lately, {self.insertQueued.recent} had to queue: collectors retry and fall behind.',
    },
    severity: 'critical',
    hints: `${hints}|429|503|overload|refused|过载|拒绝`,
    probes: ['self'],
    confirm: isShare('self.insertRefused.recent', 'self.inserts.recent'),
    likely: ['self.insertRefused.recent', '>=', 10],
    refute: ['self.insertQueued.recent', '==', 0],
    advice: {
      'zh-CN': '看 CPU 与磁盘；加大每批写入的行数，减少并发。',
      en: 'Look at CPU and disk; have collectors send larger batches, fewer at once.',
    },
    source: 'VictoriaMetrics: -maxConcurrentInserts, vm_concurrent_insert_limit_timeout_total',
  },
  {
    ...common,
    id: 'victorialogs.insert-errors',
    title: { 'zh-CN': '日志写入失败', en: 'Log writes fail' },
    explanation: {
      'zh-CN': '近期 {self.insertErrors.recent} 次写入请求出错：格式不对，或存储不可写。日志会晚到或丢失。',
      en: '{self.insertErrors.recent} write requests failed lately: their format is wrong, or the storage cannot be written. Logs are lost or late.',
    },
    severity: 'warning',
    hints: `${hints}|insert|error|写入`,
    probes: ['self'],
    ...manyOf('self.insertErrors.recent'),
    refute: ['self.insertErrors.recent', '==', 0],
    advice: { 'zh-CN': '在它的日志里看错误原文与来源地址。', en: 'Its log tells the error and where it came from.' },
    source: 'VictoriaLogs alert rules: RequestErrorsToAPI',
  },
  {
    ...common,
    id: 'victorialogs.too-many-streams',
    title: {
      'zh-CN': '日志流过多（高基数）：标签 {streams.widestLabel}',
      en: 'Too many streams (high cardinality): label {streams.widestLabel}',
    },
    explanation: {
      'zh-CN':
        '一小时内有 {streams.count} 个日志流，平均每个 {streams.linesPerStream} 行；{streams.widestLabel} 有 {streams.widestLabelValues} 个取值。每个流都有索引开销，写入与查询都会变慢。',
      en: '{streams.count} streams within an hour with {streams.linesPerStream} lines each; {streams.widestLabel} has {streams.widestLabelValues} values. Each stream costs an index entry and slows writes and queries.',
    },
    severity: 'warning',
    hints: `${hints}|cardinality|stream|slow|memory|基数|日志流|慢|内存`,
    probes: ['streams'],
    confirm: {
      all: [
        ['streams.count', '>=', 1_000],
        ['streams.linesPerStream', '<', 10],
        ['streams.widestLabelValues', '>=', { fact: 'streams.count', times: 0.5 }],
      ],
    },
    likely: {
      all: [
        ['streams.count', '>=', 2_000],
        ['streams.linesPerStream', '<', 100],
      ],
    },
    refute: ['streams.count', '<', 500],
    advice: {
      'zh-CN': '把 {streams.widestLabel} 从流字段移到普通字段（_stream_fields）。',
      en: 'Take {streams.widestLabel} out of the stream fields (_stream_fields) and keep it as a plain field.',
    },
    source: 'docs.victoriametrics.com/victorialogs/keyconcepts: stream fields, high cardinality',
  },
  {
    ...common,
    id: 'victorialogs.noisy-stream',
    title: { 'zh-CN': '一个来源日志量暴增（刷日志）：{streams.loudest}', en: 'One source floods the logs (log spike): {streams.loudest}' },
    explanation: {
      'zh-CN':
        '{streams.loudest} 占最近一小时全部 {streams.lines} 行的 {streams.loudestRatio|percent}，写入速度为之前的 {ingestion.paceRatio} 倍。它的日志里 DEBUG/TRACE（调试）级别占 {streams.loudestDebugRatio|percent}。',
      en: '{streams.loudest} gave {streams.loudestRatio|percent} of the {streams.lines} lines of the last hour; the pace is {ingestion.paceRatio} times that before. {streams.loudestDebugRatio|percent} of its lines are of level DEBUG or TRACE.',
    },
    severity: 'warning',
    hints: `${hints}|flood|noisy|volume|debug|ingest|too many (logs|lines)|disk|刷屏|日志量|调试|写入量|激增`,
    probes: ['streams', 'ingestion'],
    confirm: {
      all: [
        ['streams.loudestRatio', '>=', 0.6],
        ['streams.count', '>=', 2],
        ['ingestion.paceRatio', '>=', 5],
      ],
    },
    refute: ['ingestion.paceRatio', '<', 2],
    advice: {
      'zh-CN': '看它在刷什么（多半是重试循环，或调试日志开着没关），在源头调高日志级别或修好循环。',
      en: 'See what it repeats (a retry loop, or debug logging that was left on), and set the level or mend the loop at the source.',
    },
    source: 'docs.victoriametrics.com/victorialogs: top streams by hits',
  },
];
