/** What the terminal says of one incident and of its plan. */

import type { LocalText } from '../../domain/text.ts';

export const planText = {
  'show.timeline': { en: 'Timeline', 'zh-CN': '时间线' },
  'show.looks': {
    en: '{count} looks (zhiban show {code} --evidence lists them)',
    'zh-CN': '查看了 {count} 项（zhiban show {code} --evidence 列出全部）',
  },
  'show.evidence': { en: 'Evidence', 'zh-CN': '证据' },
  'show.refuted': { en: 'Ruled out', 'zh-CN': '已排除' },
  'show.commands': { en: 'To decide', 'zh-CN': '审批' },
  'plan.none': { en: '{code} has no plan', 'zh-CN': '{code} 没有处置方案' },
  'plan.confirm': { en: 'Approve exactly these {steps} step(s)? [y/N] ', 'zh-CN': '确认批准以上 {steps} 个步骤？[y/N] ' },
  'plan.needsYes': {
    en: 'Nobody is here to confirm: give --yes, or --digest with the digest of what you have read',
    'zh-CN': '当前无人可确认，请加 --yes，或用 --digest 给出已读方案的摘要',
  },
  'plan.declined': { en: 'Nothing was approved', 'zh-CN': '未批准' },
  'plan.changed': { en: 'The plan has changed; its digest is now {digest}', 'zh-CN': '方案已变化，现在的摘要是 {digest}' },
  'plan.approved': { en: 'Approved; it runs now', 'zh-CN': '已批准，开始执行' },
  'plan.approvedPartly': { en: 'Approved; {missing} more approval(s) needed', 'zh-CN': '已批准，还需 {missing} 人审批' },
  'plan.approvedBefore': { en: 'It was approved before; nothing changed', 'zh-CN': '此前已批准，没有变化' },
  'plan.rejected': { en: 'Rejected', 'zh-CN': '已驳回' },
  'plan.stopping': { en: 'Stops before the next step', 'zh-CN': '将在下一步之前停止' },
  'plan.undoing': { en: 'Undoing what was done', 'zh-CN': '正在撤销已做的步骤' },
  'plan.asBefore': { en: 'It is already so; nothing changed', 'zh-CN': '状态已是如此，没有变化' },
  'plan.stoppedAll': { en: 'Stopped {count} plan(s)', 'zh-CN': '已停止 {count} 个方案' },
  'plan.digest': { en: 'digest {digest}', 'zh-CN': '摘要 {digest}' },
} as const satisfies Readonly<Record<string, LocalText>>;
