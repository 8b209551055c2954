/** Words of the audit log. */

import type { LocalText } from '../../domain/text.ts';

export const auditText = {
  'audit.title': { 'zh-CN': '审计', en: 'Audit' },
  'audit.about': {
    'zh-CN': '每个决定和每次执行都在这里，只增不改，逐条以哈希相连',
    en: 'Every decision and every execution: append-only, each entry chained to the one before by its hash',
  },
  'audit.verify': { 'zh-CN': '校验整条链', en: 'Verify the chain' },
  'audit.verifying': { 'zh-CN': '正在逐条校验…', en: 'Checking every entry…' },
  'audit.intact': { 'zh-CN': '完整：{count} 条记录全部相符', en: 'Intact: all entries fit ({count})' },
  'audit.broken': { 'zh-CN': '第 {seq} 条对不上：{reason}', en: 'Entry {seq} does not fit: {reason}' },
  'audit.empty': { 'zh-CN': '还没有记录', en: 'No entries yet' },
  'audit.empty.body': { 'zh-CN': '登录、审批、执行、停止都会留下记录。', en: 'Logins, approvals, executions and stops leave an entry.' },
  'audit.seq': { 'zh-CN': '序号', en: 'No.' },
  'audit.at': { 'zh-CN': '时间', en: 'When' },
  'audit.actor': { 'zh-CN': '谁', en: 'Who' },
  'audit.action': { 'zh-CN': '做了什么', en: 'What' },
  'audit.target': { 'zh-CN': '对象', en: 'On' },
  'audit.outcome': { 'zh-CN': '结果', en: 'Outcome' },
  'audit.details': { 'zh-CN': '详情', en: 'Details' },
  'outcome.ok': { 'zh-CN': '成功', en: 'Done' },
  'outcome.refused': { 'zh-CN': '被拒绝', en: 'Refused' },
  'outcome.failed': { 'zh-CN': '失败', en: 'Failed' },
} as const satisfies Record<string, LocalText>;
