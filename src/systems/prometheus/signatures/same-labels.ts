/** Targets that are told apart by nothing. */

import type { Signature } from '../../../domain/signature.ts';

const hints =
  'rate\\(|increase\\(|qps|rps|counter|reset|jump|spik|duplicate|relabel|same label|out.of.order|too high|突变|突然|跳变|翻倍|重复|几十万|异常高|标签|重置';

export const sameLabelSignatures: readonly Signature[] = [
  {
    id: 'prometheus.targets-same-labels',
    kind: 'prometheus',
    title: {
      'zh-CN': '{targets.same.targets} 个目标的标签完全相同，写进同一条序列：{targets.same.labels}',
      en: '{targets.same.targets} targets have the same labels and write into one series: {targets.same.labels}',
    },
    explanation: {
      'zh-CN':
        '{targets.same.urls} 抓取后的标签都是 {targets.same.labels}（relabel_configs 把 instance 等区分标签改写成了相同的值）：样本写进同一条时间序列，计数器在各实例的值之间来回跳，每次变小都被当作重置，rate() 与 increase() 会高出许多倍；同一时刻的样本还会互相丢弃。这样的标签组共 {targets.same.count} 组。',
      en: '{targets.same.urls} are all scraped as {targets.same.labels} (relabel_configs overwrite what tells them apart, such as instance): their samples are duplicates in one series, its counters jump between the values of the instances, each fall is taken for a counter reset, and rate() and increase() show many times what is true. {targets.same.count} such sets of labels collide.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['prometheus.target-changes-process'],
    hints,
    probes: ['targets'],
    confirm: ['targets.same.count', '>', 0],
    refute: ['targets.same.count', '==', 0],
    advice: {
      'zh-CN':
        '去掉改写 instance 的 relabel 规则（想要易读的名字就另加一个标签），保证每个目标至少有一个不同的标签；已经写乱的区间无法恢复，查询时避开。',
      en: 'Take out the relabelling that overwrites instance (add a label of its own for a readable name), so that every target differs in at least one label; what was written meanwhile cannot be told apart again.',
    },
    remedies: [],
    source: 'prometheus.io: Configuration, relabel_config; promlabels: instance',
  },
  {
    id: 'prometheus.target-changes-process',
    kind: 'prometheus',
    title: {
      'zh-CN': '抓取目标 {targets.changing.instance} 后面有多个进程轮流应答，计数器来回跳',
      en: 'Several processes answer in turn behind the target {targets.changing.instance}: its counters jump',
    },
    explanation: {
      'zh-CN':
        '{targets.changing.job} 的 {targets.changing.instance} 在 15 分钟内有 {targets.changing.count} 次报告更早的启动时间（process_start_time_seconds 来回变化）：抓取地址是负载均衡、服务名或多进程的共用端口，每次抓到的是不同的实例；计数器变小被当作重置，rate() 与 increase() 高出许多倍。',
      en: '{targets.changing.instance} of {targets.changing.job} told an earlier start {targets.changing.count} times within 15 minutes (process_start_time_seconds goes back and forth): its address is a load balancer, a service name or a port that several processes share, and each scrape meets another instance; each fall of a counter is taken for a reset, and rate() and increase() show many times what is true.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['targets'],
    confirm: ['targets.changing.count', '>=', 3],
    refute: ['targets.changing.count', '==', 0],
    advice: {
      'zh-CN': '让每个实例各自成为抓取目标（服务发现、各自的端口），不要经负载均衡抓取；多进程应用用多进程模式汇总指标。',
      en: 'Scrape each instance by itself (service discovery, ports of their own) and not through a load balancer; have an application of several processes gather their metrics (multiprocess mode).',
    },
    remedies: [],
    source: 'prometheus.io: Instrumentation; jobs and instances; resets()',
  },
];
