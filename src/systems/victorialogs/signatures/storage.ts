/** Disk, memory and queries. */

import type { Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'victorialogs|log system|日志系统';
const common = { kind: 'victorialogs', role: 'cause', remedies: [], probes: ['self'] } as const;

export const storageSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'victorialogs.read-only',
    title: { 'zh-CN': '磁盘空间不足，VictoriaLogs 已转为只读', en: 'VictoriaLogs is read-only: the disk is nearly full' },
    explanation: {
      'zh-CN': '剩余 {self.freeDiskBytes|bytes}，低于 -storage.minFreeDiskSpaceBytes：新日志全部被拒绝，已存的仍可查。',
      en: '{self.freeDiskBytes|bytes} are free, less than -storage.minFreeDiskSpaceBytes: all new logs are refused, what is stored can still be read.',
    },
    severity: 'critical',
    hints: `${hints}|read.?only|disk|只读|磁盘`,
    confirm: ['self.isReadOnly', '==', true],
    refute: ['self.isReadOnly', '==', false],
    advice: {
      'zh-CN': '扩容磁盘，或缩短 -retentionPeriod、设置 -retention.maxDiskSpaceUsageBytes；腾出空间后自动恢复写入。',
      en: 'Grow the disk, shorten -retentionPeriod or set -retention.maxDiskSpaceUsageBytes; it takes logs again by itself once there is room.',
    },
    source: 'docs.victoriametrics.com/victorialogs: -storage.minFreeDiskSpaceBytes',
  },
  {
    ...common,
    id: 'victorialogs.disk-nearly-full',
    title: { 'zh-CN': '磁盘将满：VictoriaLogs 空间不足', en: 'Disk nearly full: VictoriaLogs is running out of space' },
    explanation: {
      'zh-CN': '剩余 {self.freeDiskBytes|bytes}，已存 {self.dataBytes|bytes}，保留期 {self.retention}。写满后拒绝新日志。',
      en: '{self.freeDiskBytes|bytes} are free and {self.dataBytes|bytes} are stored, kept for {self.retention}. Once it is full, new logs are refused.',
    },
    severity: 'warning',
    hints: `${hints}|disk|retention|磁盘|保留`,
    confirm: ['self.freeDiskRatio', '<', 0.05],
    likely: ['self.freeDiskRatio', '<', 0.1],
    refute: ['self.freeDiskRatio', '>=', 0.2],
    advice: {
      'zh-CN': '按日增量估算还能撑多久，提前扩容或缩短保留期。',
      en: 'Reckon by a day’s growth how long it lasts; grow the disk or shorten the retention in time.',
    },
    source: 'VictoriaLogs alert rules: DiskRunsOutOfSpace',
  },
  {
    ...common,
    id: 'victorialogs.not-healthy',
    title: { 'zh-CN': 'VictoriaLogs 健康检查失败', en: 'VictoriaLogs fails its health check' },
    explanation: { 'zh-CN': '/health 返回 {self.healthStatus}。', en: '/health answers {self.healthStatus}.' },
    severity: 'critical',
    hints,
    confirm: ['self.isHealthy', '==', false],
    refute: ['self.isHealthy', '==', true],
    advice: {
      'zh-CN': '看进程日志；若前面有代理，先确认代理没有拦截。',
      en: 'Read its log; where a proxy stands before it, see first that the proxy is not what answers.',
    },
    source: 'docs.victoriametrics.com/victorialogs: /health',
  },
  {
    ...common,
    id: 'victorialogs.queries-refused',
    title: { 'zh-CN': '查询并发达到上限，排队超时', en: 'Queries time out in the queue: concurrency limit reached' },
    explanation: {
      'zh-CN': '近期有 {self.selectRefused.recent} 次查询等待超时而失败，{self.selectQueued.recent} 次排过队。',
      en: '{self.selectRefused.recent} queries waited in vain and failed lately, {self.selectQueued.recent} had to queue.',
    },
    severity: 'warning',
    hints: `${hints}|slow|query|timeout|查询|慢|超时`,
    confirm: isShare('self.selectRefused.recent', 'self.selects.recent'),
    likely: {
      any: [
        ['self.selectRefused.recent', '>=', 10],
        {
          all: [
            ['self.selectQueued.recent', '>', 10],
            ['self.selectBusyRatio', '>=', 1],
          ],
        },
      ],
    },
    refute: ['self.selectQueued.recent', '==', 0],
    advice: {
      'zh-CN': '找出扫描范围最大的查询（无时间范围、无流过滤），先缩小它；再考虑 -search.maxConcurrentRequests。',
      en: 'Find the queries that scan most (no range of time, no stream filter) and narrow them; only then raise -search.maxConcurrentRequests.',
    },
    source: 'VictoriaLogs metrics: vl_concurrent_select_limit_timeout_total',
  },
  {
    ...common,
    id: 'victorialogs.queries-failing',
    title: { 'zh-CN': '对 VictoriaLogs 的查询失败', en: 'Queries to VictoriaLogs fail' },
    explanation: {
      'zh-CN': '近期 {self.selectErrors.recent} 次查询出错（语法错误、超时或内存不足）。',
      en: '{self.selectErrors.recent} queries failed lately (syntax error, timeout or out of memory).',
    },
    severity: 'info',
    hints: `${hints}|query|dashboard|查询|看板`,
    confirm: ['self.selectErrors.recent', '>=', 20],
    refute: ['self.selectErrors.recent', '==', 0],
    advice: { 'zh-CN': '在它的日志里看是谁的查询，错在哪里。', en: 'Its log names the queries and what is wrong with them.' },
    source: 'VictoriaLogs alert rules: RequestErrorsToAPI',
  },
  {
    ...common,
    id: 'victorialogs.file-descriptors',
    title: { 'zh-CN': 'VictoriaLogs 的文件描述符（句柄）将用尽', en: 'VictoriaLogs is running out of file descriptors' },
    explanation: {
      'zh-CN': '已用 {self.fileDescriptorRatio|percent}：用尽后报 Too many open files，读写失败。',
      en: '{self.fileDescriptorRatio|percent} are in use: beyond it reads and writes fail with “Too many open files”.',
    },
    severity: 'warning',
    hints: `${hints}|fd|open files|句柄`,
    confirm: ['self.fileDescriptorRatio', '>=', 0.9],
    refute: ['self.fileDescriptorRatio', '<', 0.7],
    advice: { 'zh-CN': '提高 ulimit -n。', en: 'Raise ulimit -n.' },
    source: 'VictoriaMetrics alert rules: ProcessNearFDLimits',
  },
  {
    ...common,
    id: 'victorialogs.memory',
    title: { 'zh-CN': 'VictoriaLogs 内存接近上限', en: 'VictoriaLogs is near its memory limit' },
    explanation: {
      'zh-CN': '常驻 {self.residentBytes|bytes}，占上限的 {self.memoryRatio|percent}：再有大查询就会内存不足、被 OOM 杀死。',
      en: '{self.residentBytes|bytes} are resident, {self.memoryRatio|percent} of the limit: one more large query and it is OOM killed.',
    },
    severity: 'warning',
    hints: `${hints}|memory|\\boom|内存`,
    confirm: ['self.memoryRatio', '>=', 0.9],
    refute: ['self.memoryRatio', '<', 0.75],
    advice: {
      'zh-CN': '限制大查询，检查日志流数量，再加内存。',
      en: 'Limit large queries, look at the number of streams, then add memory.',
    },
    source: 'VictoriaMetrics alert rules: TooHighMemoryUsage',
  },
];
