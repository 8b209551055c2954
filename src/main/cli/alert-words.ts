/** What `zhiban alerts` says. */

import type { LocalText } from '../../domain/text.ts';

export const alertText = {
  'command.alerts': { en: 'list all alerts that came, told or kept back', 'zh-CN': '列出收到的所有告警（含未通知的）' },
  'option.alertStatus': { en: 'firing or resolved', 'zh-CN': 'firing（触发中）或 resolved（已恢复）' },
  'option.alertSeverity': { en: 'critical, warning, info; several with commas', 'zh-CN': '级别：critical、warning、info，可用逗号分隔' },
  'option.alertMatch': {
    en: 'a matcher such as alertname="Lag" or cluster=~"prod-.*"; repeatable',
    'zh-CN': '标签匹配，如 alertname="Lag"、cluster=~"prod-.*"，可重复',
  },
  'option.alertSearch': { en: 'words in the labels or annotations', 'zh-CN': '标签或注解中的词' },
  'option.alertService': { en: 'value of the label service', 'zh-CN': '标签 service 的值' },
  'option.alertSource': { en: 'the source that sent them, such as prometheus', 'zh-CN': '告警来源，如 prometheus' },
  'option.alertFingerprint': { en: 'all periods of the alert with this fingerprint', 'zh-CN': '该指纹的告警的每一次触发' },
  'option.alertSuppressed': {
    en: 'alerts that were kept back: include, exclude or only',
    'zh-CN': '未通知的告警：include（一并列出）、exclude（不列）、only（只列）',
  },
  'option.alertIncident': { en: 'of this incident', 'zh-CN': '属于该故障' },
  'option.alertUntil': { en: 'began before: 12h, 3d or a time', 'zh-CN': '开始时间早于：12h、3d 或具体时间' },
  'option.alertCursor': { en: 'where the next page begins, as the last one said', 'zh-CN': '下一页的起点（上一页末尾给出）' },
  'alerts.none': { en: 'No alerts', 'zh-CN': '没有告警' },
  'alerts.firing': { en: 'firing', 'zh-CN': '触发中' },
  'alerts.resolved': { en: 'resolved', 'zh-CN': '已恢复' },
  'alerts.held': { en: 'not told: {reasons}', 'zh-CN': '未通知：{reasons}' },
  'alerts.ended': { en: 'over untold: {reasons}', 'zh-CN': '未通知即恢复：{reasons}' },
  'alerts.told': { en: 'told later: {reasons}', 'zh-CN': '后来已通知：{reasons}' },
  'alerts.more': { en: 'There are more: --cursor {cursor}', 'zh-CN': '还有更多：--cursor {cursor}' },
} as const satisfies Readonly<Record<string, LocalText>>;
