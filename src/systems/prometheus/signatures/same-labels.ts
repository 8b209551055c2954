/** Targets that are told apart by nothing. */

import type { Signature } from '../../../domain/signature.ts';

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
    hints:
      'rate\\(|increase\\(|qps|rps|counter|reset|jump|spik|duplicate|relabel|same label|out.of.order|too high|突变|突然|跳变|翻倍|重复|几十万|异常高|标签|重置',
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
];
