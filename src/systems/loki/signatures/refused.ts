/** Lines that Loki refuses: each reason has its own cure. */

import type { Signature } from '../../../domain/signature.ts';
import type { LocalText } from '../../../domain/text.ts';
import { isShare } from '../../is-share.ts';

interface Refusal {
  readonly fault: string;
  readonly fact: string;
  readonly severity: Signature['severity'];
  readonly title: LocalText;
  readonly why: LocalText;
  readonly advice: LocalText;
  readonly source: string;
  readonly hints: string;
}

const refusals: readonly Refusal[] = [
  {
    fault: 'rate-limited',
    fact: 'rateLimited',
    severity: 'critical',
    hints: '429|rate limit|限流',
    title: { 'zh-CN': '租户写入被限流（429），日志在丢', en: 'A tenant is rate limited (429): its logs are refused' },
    why: { 'zh-CN': '超过 ingestion_rate_mb', en: 'more than ingestion_rate_mb allows' },
    advice: {
      'zh-CN': '先找出突然变多的来源（streams），再决定降噪还是调高 ingestion_rate_mb 与 ingestion_burst_size_mb。',
      en: 'Find the source that grew (streams) first; then quiet it, or raise ingestion_rate_mb and ingestion_burst_size_mb.',
    },
    source: 'grafana.com/docs/loki: rate_limited',
  },
  {
    fault: 'stream-rate-limited',
    fact: 'streamRateLimited',
    severity: 'warning',
    hints: '429|per stream|单流|限流',
    title: { 'zh-CN': '单个日志流过快，被限流（429）', en: 'One log stream is rate limited (429): it is too fast' },
    why: { 'zh-CN': '超过 per_stream_rate_limit', en: 'more than per_stream_rate_limit allows' },
    advice: {
      'zh-CN': '给该来源加一个取值少的标签拆开，或降低其日志级别。',
      en: 'Split that source by a label of few values, or lower its level.',
    },
    source: 'grafana.com/docs/loki: per_stream_rate_limit',
  },
  {
    fault: 'too-many-streams',
    fact: 'streamLimit',
    severity: 'critical',
    hints: 'stream|cardinality|429|label|日志流|基数|标签',
    title: { 'zh-CN': '日志流数量达到上限（高基数），新流被拒', en: 'Stream limit reached (high cardinality): new streams are refused' },
    why: {
      'zh-CN': '超过 max_global_streams_per_user：标签取值太散（请求 ID、Pod 名、时间）',
      en: 'more than max_global_streams_per_user: a label has too many values (request, pod, time)',
    },
    advice: {
      'zh-CN': '用 streams 查看取值最多的标签，把它移到日志内容或 structured metadata。',
      en: 'See by the look streams which label has most values, and move it into the line or into structured metadata.',
    },
    source: 'grafana.com/docs/loki: stream_limit; label best practices',
  },
  {
    fault: 'too-old',
    fact: 'tooOld',
    severity: 'warning',
    hints: 'old|late|timestamp|过旧|延迟|时间',
    title: { 'zh-CN': '日志过旧，被拒收', en: 'Lines that are too old are refused' },
    why: {
      'zh-CN': '早于 reject_old_samples_max_age：采集端积压、补传，或时间解析错误',
      en: 'older than reject_old_samples_max_age: a collector is behind, sends anew, or reads times wrongly',
    },
    advice: { 'zh-CN': '看采集端的积压与时间解析。', en: 'Look at how far the collector is behind, and at how it reads times.' },
    source: 'grafana.com/docs/loki: greater_than_max_sample_age',
  },
  {
    fault: 'from-future',
    fact: 'fromFuture',
    severity: 'warning',
    hints: 'future|clock|timestamp|时钟|时间',
    title: { 'zh-CN': '日志时间在未来，被拒收（时钟偏差）', en: 'Lines from the future are refused (clock skew)' },
    why: {
      'zh-CN': '超过 creation_grace_period：来源主机时钟偏快，或时区弄错',
      en: 'past creation_grace_period: a source’s clock is fast, or its time zone wrong',
    },
    advice: { 'zh-CN': '核对来源主机时钟。', en: 'Check the clock of the host that sends them.' },
    source: 'grafana.com/docs/loki: too_far_in_future',
  },
  {
    fault: 'out-of-order',
    fact: 'outOfOrder',
    severity: 'warning',
    hints: 'out of order|too far behind|乱序',
    title: { 'zh-CN': '日志乱序过多，被拒收', en: 'Lines out of order are refused' },
    why: {
      'zh-CN': '落后同一流最新一行超过窗口：多个来源共用一组标签',
      en: 'too far behind the newest of their stream: several sources share their labels',
    },
    advice: { 'zh-CN': '给每个来源加区分标签（主机、容器）。', en: 'Give each source a label of its own (host, container).' },
    source: 'grafana.com/docs/loki: too_far_behind, out_of_order',
  },
  {
    fault: 'line-too-long',
    fact: 'lineTooLong',
    severity: 'warning',
    hints: 'too long|line size|超长',
    title: { 'zh-CN': '日志行超长，被拒收', en: 'Lines that are too long are refused' },
    why: { 'zh-CN': '超过 max_line_size', en: 'longer than max_line_size' },
    advice: {
      'zh-CN': '找出打印整个报文的应用，或开启 max_line_size_truncate。',
      en: 'Find the application that prints whole messages, or set max_line_size_truncate.',
    },
    source: 'grafana.com/docs/loki: line_too_long',
  },
  {
    fault: 'labels-refused',
    fact: 'labels',
    severity: 'warning',
    hints: 'label|标签',
    title: { 'zh-CN': '标签不合规，日志被拒收', en: 'Lines are refused: invalid or too many labels' },
    why: { 'zh-CN': '标签过多、过长、缺失或不合法', en: 'too many labels, too long, missing or malformed' },
    advice: { 'zh-CN': '减少采集端附加的标签。', en: 'Have the collector set fewer labels.' },
    source: 'grafana.com/docs/loki: max_label_names_per_series',
  },
  {
    fault: 'ingestion-blocked',
    fact: 'blocked',
    severity: 'critical',
    hints: 'block|封禁|拒收',
    title: { 'zh-CN': '租户写入被管理员封禁', en: 'A tenant’s ingestion is blocked by an administrator' },
    why: { 'zh-CN': '设置了 block_ingestion_until 或策略封禁', en: 'block_ingestion_until or a policy is set' },
    advice: { 'zh-CN': '与 Loki 管理员确认封禁原因与期限。', en: 'Ask who runs Loki why, and until when.' },
    source: 'grafana.com/docs/loki: blocked_ingestion',
  },
];

export const refusedSignatures: readonly Signature[] = refusals.map(({ fault, fact, severity, title, why, advice, source, hints }) => ({
  id: `loki.${fault}`,
  kind: 'loki',
  role: 'cause',
  severity,
  title,
  explanation: {
    'zh-CN': `近期拒收 {refused.${fact}.recent} 行，最多的租户是 {refused.tenant}：${why['zh-CN']}。`,
    en: `{refused.${fact}.recent} lines were refused lately, most of tenant {refused.tenant}: ${why.en}.`,
  },
  hints: `loki|log system|missing log|日志系统|日志缺失|丢日志|${hints}`,
  probes: ['self'],
  // A tenant that is shut out is so with its first line.
  confirm: fact === 'blocked' ? [`refused.${fact}.recent`, '>', 0] : isShare(`refused.${fact}.recent`, 'self.linesReceived.recent'),
  likely: {
    all: [[`refused.${fact}.recent`, '>=', 10], isShare(`refused.${fact}.recent`, 'self.linesReceived.recent', 0.001)],
  },
  refute: [`refused.${fact}.recent`, '==', 0],
  advice,
  remedies: [],
  source,
}));
