/** The words of voices: what happened, in front of the incident's title. */

import type { Moment } from '../domain/moment.ts';
import type { LocalText } from '../domain/text.ts';

export const momentText: Readonly<Record<Moment, LocalText>> = {
  opened: { 'zh-CN': '新故障', en: 'New incident' },
  worsened: { 'zh-CN': '故障升级', en: 'Got worse' },
  verdict: { 'zh-CN': '排查结论', en: 'Verdict' },
  approval: { 'zh-CN': '等待审批', en: 'Waits for approval' },
  reminder: { 'zh-CN': '催办审批', en: 'Still waits for approval' },
  'plan-ended': { 'zh-CN': '处置{state}', en: 'Plan {state}' },
  resolved: { 'zh-CN': '已恢复', en: 'Resolved' },
};

export const voiceText = {
  digest: { 'zh-CN': '值班摘要：{count} 个故障，{open} 个未恢复', en: 'Digest: {count} incidents, {open} still open' },
  more: { 'zh-CN': '另有 {count} 个故障，见控制台', en: '{count} more in the console' },
} as const satisfies Readonly<Record<string, LocalText>>;
