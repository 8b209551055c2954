/** Words of the numbers, said alike in the terminal and the console. */

import type { LocalText } from './text.ts';

export const insightWords = {
  'insights.group.day': { 'zh-CN': '日期', en: 'Day' },
  'insights.group.week': { 'zh-CN': '周（周一起）', en: 'Week of' },
  'insights.group.service': { 'zh-CN': '服务', en: 'Service' },
  'insights.group.team': { 'zh-CN': '团队', en: 'Team' },
  'insights.group.severity': { 'zh-CN': '级别', en: 'Severity' },
  'insights.group.fault': { 'zh-CN': '故障', en: 'Fault' },
  'insights.none': { 'zh-CN': '未标明', en: 'none named' },
  'insights.total': { 'zh-CN': '合计', en: 'Total' },
  'insights.incidents': { 'zh-CN': '故障', en: 'Incidents' },
  'insights.alerts': { 'zh-CN': '告警', en: 'Alerts' },
  'insights.notifications': { 'zh-CN': '通知', en: 'Received' },
  'insights.noise': { 'zh-CN': '噪声占比', en: 'Noise' },
  'insights.fixedByPlan': { 'zh-CN': '方案修复', en: 'Fixed by plan' },
  'insights.saved': { 'zh-CN': '节省', en: 'Saved' },
  'insights.nothing': { 'zh-CN': '这段时间没有故障', en: 'No incident in this span' },
  'insights.truncated': {
    'zh-CN': '故障太多，只统计了最早的一部分；请缩短时间范围',
    en: 'There were more incidents than are counted at once: the oldest are. Ask for a shorter span',
  },
  'insights.savedHint': {
    'zh-CN': '节省的时间按同一故障比较：人工处理时长的中位数（至少 3 次）减去方案修复的时长，没有可比的不计',
    en: 'Time saved compares within each fault: the median by hand (three at least) less what a plan took; what has nothing to compare with is left out',
  },
} as const satisfies Record<string, LocalText>;
