/** States as people say them; the machine's words stay out of sentences. */

import type { IncidentPhase, IncidentStatus } from '../domain/incident.ts';
import type { PlanState } from '../domain/plan.ts';
import type { LocalText } from '../domain/text.ts';

export const planStateText: Readonly<Record<PlanState, LocalText>> = {
  pending: { 'zh-CN': '待审批', en: 'waiting for approval' },
  approved: { 'zh-CN': '已批准', en: 'approved' },
  running: { 'zh-CN': '执行中', en: 'running' },
  verified: { 'zh-CN': '已验证生效', en: 'verified' },
  rolled_back: { 'zh-CN': '已回滚', en: 'rolled back' },
  failed: { 'zh-CN': '执行失败', en: 'failed' },
  rejected: { 'zh-CN': '已驳回', en: 'rejected' },
  expired: { 'zh-CN': '已过期', en: 'expired' },
  void: { 'zh-CN': '已作废', en: 'void' },
  stopped: { 'zh-CN': '已停止', en: 'stopped' },
  undone: { 'zh-CN': '已撤销', en: 'undone' },
};

export const statusText: Readonly<Record<IncidentStatus, LocalText>> = {
  triggered: { 'zh-CN': '已触发', en: 'triggered' },
  acknowledged: { 'zh-CN': '已接手', en: 'acknowledged' },
  mitigated: { 'zh-CN': '已缓解', en: 'mitigated' },
  resolved: { 'zh-CN': '已恢复', en: 'resolved' },
};

export const moveKindText: Readonly<Record<'merge' | 'split', LocalText>> = {
  merge: { 'zh-CN': '合并', en: 'merge' },
  split: { 'zh-CN': '拆分', en: 'split' },
};

export const phaseText: Readonly<Record<IncidentPhase, LocalText>> = {
  received: { 'zh-CN': '已收到', en: 'received' },
  investigating: { 'zh-CN': '排查中', en: 'investigating' },
  waiting: { 'zh-CN': '等待审批', en: 'waiting' },
  running: { 'zh-CN': '执行中', en: 'running' },
  watching: { 'zh-CN': '观察中', en: 'watching' },
  closed: { 'zh-CN': '已关闭', en: 'closed' },
};
