/** Words of the page of numbers. */

import { insightWords } from '../../domain/insight-words.ts';
import type { LocalText } from '../../domain/text.ts';

export const insightText = {
  ...insightWords,
  'insights.title': { 'zh-CN': '统计', en: 'Insights' },
  'insights.about': {
    'zh-CN': '来了多少告警、多少是噪声、大家用了多久、值班帮了多少',
    en: 'How much came in, how much of it was noise, how long people took, and what Zhiban took off them',
  },
  'insights.span': { 'zh-CN': '时间范围', en: 'Span' },
  'insights.days': { 'zh-CN': '{count} 天', en: '{count} days' },
  'insights.by.day': { 'zh-CN': '按天', en: 'Day' },
  'insights.by.week': { 'zh-CN': '按周', en: 'Week' },
  'insights.by.service': { 'zh-CN': '按服务', en: 'Service' },
  'insights.by.team': { 'zh-CN': '按团队', en: 'Team' },
  'insights.by.severity': { 'zh-CN': '按级别', en: 'Severity' },
  'insights.by.fault': { 'zh-CN': '按故障', en: 'Fault' },
  'insights.by': { 'zh-CN': '分组', en: 'By' },
  'insights.csv': { 'zh-CN': '导出 CSV', en: 'Export CSV' },
  'insights.nothing.body': { 'zh-CN': '有故障之后，这里会有统计。', en: 'Once there are incidents, their numbers appear here.' },
  'insights.open': { 'zh-CN': '其中 {count} 起未恢复', en: '{count} still open' },
  'insights.noise.of': { 'zh-CN': '{count} 起自行恢复、无人处理', en: '{count} ended by themselves, unattended' },
  'insights.perIncident': {
    'zh-CN': '{notifications} 条通知 → {incidents} 起故障',
    en: '{notifications} received → {incidents} incidents',
  },
  'insights.detect': { 'zh-CN': '发现', en: 'Detect' },
  'insights.acknowledge': { 'zh-CN': '响应', en: 'Acknowledge' },
  'insights.identify': { 'zh-CN': '定位', en: 'Identify' },
  'insights.resolve': { 'zh-CN': '恢复', en: 'Resolve' },
  'insights.detect.about': { 'zh-CN': '从故障开始到收到告警', en: 'from the trouble to the alert received' },
  'insights.acknowledge.about': { 'zh-CN': '从收到到有人认领', en: 'from received to acknowledged' },
  'insights.identify.about': { 'zh-CN': '从收到到找出根因', en: 'from received to a known cause' },
  'insights.resolve.about': { 'zh-CN': '从故障开始到恢复', en: 'from the trouble to its end' },
  'insights.median': { 'zh-CN': '中位数 {median} · P95 {p95} · {count} 起', en: 'median {median} · p95 {p95} · of {count}' },
  'insights.unmeasured': { 'zh-CN': '还没有数据', en: 'nothing measured yet' },
  'insights.saved.of': { 'zh-CN': '{count} 起与人工处理同一故障相比', en: '{count} compared with the same fault by hand' },
  'insights.chart': { 'zh-CN': '每{unit}故障数，浅色部分为噪声', en: 'Incidents per {unit}; the pale part is noise' },
  'insights.unit.day': { 'zh-CN': '天', en: 'day' },
  'insights.unit.week': { 'zh-CN': '周', en: 'week' },
} as const satisfies Record<string, LocalText>;
