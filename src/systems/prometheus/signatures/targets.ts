/** Targets that are not scraped: a gap in the monitoring, which is not the same as an outage. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'target|scrape|exporter|no data|absent|up ?==? ?0|抓取|采集|无数据|监控缺失';

/** The target that it is about, by which an alert may name it. */
const about = ['targets.firstDownInstance', 'targets.firstDownJob'] as const;

function mostly(kind: string): Condition {
  return {
    all: [
      ['targets.down', '>', 0],
      ['targets.errorKind', '==', kind],
    ],
  };
}

/** Discovery takes some seconds after each start. */
const isEmptied: Condition = ['targets.emptiedJobsCount', '>=', 1];

export const targetSignatures: readonly Signature[] = [
  {
    id: 'prometheus.targets-down',
    kind: 'prometheus',
    title: { 'zh-CN': '抓取目标失败（target down）', en: 'Targets are down (not scraped)' },
    explanation: {
      'zh-CN':
        '{targets.down}/{targets.total} 个目标抓取失败，如 {targets.firstDownJob} {targets.firstDownInstance}：{targets.firstDownError}',
      en: '{targets.down} of {targets.total} targets fail to be scraped, such as {targets.firstDownJob} {targets.firstDownInstance}: {targets.firstDownError}',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['targets'],
    confirm: ['targets.down', '>', 0],
    refute: ['targets.down', '==', 0],
    advice: {
      'zh-CN': '抓取失败只说明看不到指标；先确认服务本身是否正常。',
      en: 'A failed scrape only means that nothing is seen; check the service itself first.',
    },
    remedies: [],
    source: 'prometheus.io: up metric',
  },
  {
    id: 'prometheus.exporter-down',
    kind: 'prometheus',
    about,
    title: {
      'zh-CN': '{targets.firstDownJob} 的 exporter 停止：端口没有监听',
      en: 'The exporter of {targets.firstDownJob} is down (not listening)',
    },
    explanation: {
      'zh-CN': '抓取目标 {targets.firstDownInstance} 拒绝连接：{targets.firstDownError}。提供指标的进程退出了；服务本身可能正常。',
      en: 'Target {targets.firstDownInstance} refuses the connection: {targets.firstDownError}. The process that serves the metrics has exited; the service itself may be healthy.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints,
    probes: ['targets'],
    confirm: mostly('refused'),
    refute: ['targets.down', '==', 0],
    advice: {
      'zh-CN': '在目标主机上启动该 exporter；若指标由服务自己提供，则是服务停了。',
      en: 'Start that exporter on its host; if the service gives its metrics itself, the service is down.',
    },
    remedies: [],
    source: 'connect(2) ECONNREFUSED',
  },
  {
    id: 'prometheus.monitoring-gap',
    kind: 'prometheus',
    about,
    title: {
      'zh-CN': '监控缺口：服务正常，只是采集断了',
      en: 'A gap in the monitoring: only the metrics are missing',
    },
    explanation: {
      'zh-CN': '{targets.firstDownInstance} 抓取失败（{targets.firstDownError}），而所依赖的系统直接访问正常：这不是服务故障。',
      en: '{targets.firstDownInstance} is not scraped ({targets.firstDownError}), yet the system behind it answers when asked directly: this is not an outage.',
    },
    severity: 'info',
    role: 'cause',
    explains: ['prometheus.targets-down', 'prometheus.exporter-down'],
    hints,
    probes: ['targets'],
    confirm: {
      all: [
        ['targets.down', '>', 0],
        ['targets.errorKind', 'matches', '^(refused|dns|closed|status|format)$'],
        { on: 'dependsOn', where: ['reach.isOk', '==', true] },
        { not: { on: 'dependsOn', where: ['reach.isOk', '==', false] } },
      ],
    },
    refute: ['targets.down', '==', 0],
    advice: { 'zh-CN': '恢复采集端，并把这条告警标注为监控缺失。', en: 'Bring the exporter back, and label the alert as missing data.' },
    remedies: [],
    source: 'prometheus.io: Alerting, meta-monitoring',
  },
  {
    id: 'prometheus.scrape-timeout',
    kind: 'prometheus',
    about,
    title: { 'zh-CN': '抓取超时：{targets.firstDownJob}', en: 'Scrapes time out (target down): {targets.firstDownJob}' },
    explanation: {
      'zh-CN':
        '{targets.firstDownInstance}：{targets.firstDownError}。目标能连上与否（{targets.doesFirstDownListen}）决定是生成指标太慢，还是网络或主机不通。',
      en: '{targets.firstDownInstance}: {targets.firstDownError}. Whether it takes connections ({targets.doesFirstDownListen}) tells slow metrics from a network or host that is down.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints: `${hints}|timeout|超时`,
    probes: ['targets'],
    confirm: mostly('timeout'),
    likely: ['targets.slowestScrapeRatio', '>=', 0.9],
    refute: {
      all: [
        ['targets.down', '==', 0],
        ['targets.slowestScrapeRatio', '<', 0.7],
      ],
    },
    advice: {
      'zh-CN': '看目标进程是否卡住、指标数量是否暴涨；必要时放宽 scrape_timeout。',
      en: 'See whether the target is stuck or its metrics have multiplied; widen scrape_timeout if it must be.',
    },
    remedies: [],
    source: 'prometheus.io: scrape_timeout',
  },
  {
    id: 'prometheus.target-name-not-resolved',
    kind: 'prometheus',
    title: {
      'zh-CN': '抓取目标 {targets.firstDownJob} 的域名解析失败（DNS）',
      en: 'DNS resolution failed for the target {targets.firstDownJob}',
    },
    explanation: {
      'zh-CN': '目标 {targets.firstDownInstance} 抓取失败：{targets.firstDownError}',
      en: 'Target {targets.firstDownInstance} fails: {targets.firstDownError}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints: `${hints}|dns|域名`,
    probes: ['targets'],
    confirm: mostly('dns'),
    refute: ['targets.down', '==', 0],
    advice: {
      'zh-CN': '检查 Prometheus 所在主机的解析，以及目标是否改名。',
      en: 'Check the resolver on Prometheus’ host and whether the target was renamed.',
    },
    remedies: [],
    source: 'prometheus.io: scrape_config',
  },
  {
    id: 'prometheus.target-login-refused',
    kind: 'prometheus',
    about,
    title: {
      'zh-CN': '抓取被拒绝：{targets.firstDownJob} 认证失败',
      en: 'Scrapes of {targets.firstDownJob} are refused: login failed (authentication)',
    },
    explanation: {
      'zh-CN': '{targets.firstDownInstance} 返回 {targets.firstDownError}：抓取凭据过期或未配置。',
      en: '{targets.firstDownInstance} answers {targets.firstDownError}: credentials for scraping are expired or missing.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints: `${hints}|401|403|auth|认证`,
    probes: ['targets'],
    confirm: mostly('auth'),
    refute: ['targets.down', '==', 0],
    advice: { 'zh-CN': '更新抓取配置中的凭据。', en: 'Renew the credentials in the scrape configuration.' },
    remedies: [],
    source: 'prometheus.io: scrape_config, authorization',
  },
  {
    id: 'prometheus.target-tls-failed',
    kind: 'prometheus',
    about,
    title: { 'zh-CN': '抓取目标 {targets.firstDownJob} 的 TLS 握手失败', en: 'TLS to target {targets.firstDownJob} fails' },
    explanation: {
      'zh-CN': '目标 {targets.firstDownInstance} 抓取失败：{targets.firstDownError}',
      en: 'Target {targets.firstDownInstance} fails: {targets.firstDownError}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints: `${hints}|tls|x509|证书`,
    probes: ['targets'],
    confirm: mostly('tls'),
    refute: ['targets.down', '==', 0],
    advice: { 'zh-CN': '更换目标证书或修正 tls_config。', en: 'Renew the target’s certificate or correct tls_config.' },
    remedies: [],
    source: 'prometheus.io: tls_config',
  },
  {
    id: 'prometheus.target-answers-wrongly',
    kind: 'prometheus',
    about,
    title: {
      'zh-CN': '抓取目标 {targets.firstDownJob} 在监听，但指标页返回错误',
      en: 'Target {targets.firstDownJob} listens, but its metrics page fails',
    },
    explanation: {
      'zh-CN': '{targets.firstDownInstance}：{targets.firstDownError}。路径变了、应用报错，或输出不是指标格式。',
      en: '{targets.firstDownInstance}: {targets.firstDownError}. The path has changed, the application fails, or the output is not metrics.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints,
    probes: ['targets'],
    confirm: { any: [mostly('status'), mostly('format'), mostly('closed')] },
    refute: ['targets.down', '==', 0],
    advice: { 'zh-CN': '直接访问抓取地址看返回内容，对照 metrics_path。', en: 'Open the address itself, and compare with metrics_path.' },
    remedies: [],
    source: 'prometheus.io: Exposition formats',
  },
  {
    id: 'prometheus.target-unreachable',
    kind: 'prometheus',
    about,
    title: { 'zh-CN': '抓取目标 {targets.firstDownJob} 网络不通', en: 'Target {targets.firstDownJob} is unreachable (network)' },
    explanation: {
      'zh-CN': '目标 {targets.firstDownInstance} 抓取失败：{targets.firstDownError}',
      en: 'Target {targets.firstDownInstance} fails: {targets.firstDownError}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints: `${hints}|network|网络`,
    probes: ['targets'],
    confirm: mostly('network'),
    refute: ['targets.down', '==', 0],
    advice: { 'zh-CN': '检查两台主机之间的路由与防火墙。', en: 'Check routes and firewalls between the two hosts.' },
    remedies: [],
    source: 'connect(2) EHOSTUNREACH',
  },
  {
    id: 'prometheus.sample-limit',
    kind: 'prometheus',
    about,
    title: { 'zh-CN': '目标的指标超过 sample_limit，整次抓取被丢弃', en: 'A target exceeds its sample limit: whole scrapes are dropped' },
    explanation: {
      'zh-CN': '{targets.firstDownJob} {targets.firstDownInstance}：{targets.firstDownError}。序列数（基数）超过 sample_limit 等上限。',
      en: '{targets.firstDownJob} {targets.firstDownInstance}: {targets.firstDownError}. Its number of series has grown (cardinality) past sample_limit or another limit.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['prometheus.targets-down'],
    hints: `${hints}|limit|cardinality|上限|基数`,
    probes: ['targets', 'self'],
    confirm: mostly('limit'),
    likely: ['self.sampleLimitExceeded.recent', '>', 0],
    refute: {
      all: [
        ['targets.down', '==', 0],
        ['self.sampleLimitExceeded.recent', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '找出新增的高基数标签，在源头去掉；不要先放宽上限。',
      en: 'Find the new label with many values and drop it at the source; do not widen the limit first.',
    },
    remedies: [],
    source: 'prometheus.io: sample_limit',
  },
  {
    id: 'prometheus.job-without-targets',
    kind: 'prometheus',
    title: {
      'zh-CN': '抓取任务 {targets.emptiedJobs} 没有任何目标（targets 为空）',
      en: 'Scrape job {targets.emptiedJobs} has no targets any more: its target list is empty',
    },
    explanation: {
      'zh-CN':
        '配置里有抓取任务 {targets.emptiedJobs}，最近一天它有目标，现在一个也没有：服务发现（file_sd、Consul、DNS、Kubernetes 等）给出的目标列表为空，或 relabel 把它们全丢了。没有目标就没有 up，也就没有 down 告警，图上只是没有数据；服务本身可能正常。',
      en: 'Job {targets.emptiedJobs} is configured and had targets within the last day; now service discovery (file_sd, Consul, DNS, Kubernetes) gives it none, or relabelling drops them all. Without targets there is no up series and no alert of it: dashboards show no data while the service itself may be well.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|discover|missing|metrics?|dashboard|grafana|没数据|没有数据|监控|大盘|断图|服务发现|指标`,
    probes: ['targets', 'self'],
    // What is taken away on purpose is empty as well.
    confirm: { any: [] },
    confirmWhenHinted: { all: [isEmptied, ['self.uptimeSeconds', '>=', 20]] },
    refute: { any: [{ not: isEmptied }, ['self.uptimeSeconds', '<', 20]] },
    advice: {
      'zh-CN': '看该任务的 file_sd 文件或服务发现的应答、最近的 relabel 与标签改动；为重要任务加上 absent(up{job="…"}) 的告警。',
      en: 'Look at its file_sd file or what discovery answers, and at recent changes of relabelling and labels; alert on absent(up{job="…"}) for jobs that matter.',
    },
    remedies: [],
    source: 'prometheus.io: Configuration, file_sd_config; absent()',
  },
];
