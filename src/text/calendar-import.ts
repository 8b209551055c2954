/** What is said of a calendar that is read in. */

import type { LocalText } from '../domain/text.ts';

export const importText = {
  nobody: {
    'zh-CN': '没有找到对应的人：姓名、邮箱和电话都不在配置的 people 中',
    en: 'Nobody is known by these names, addresses or numbers; add them below people in the configuration',
  },
  several: { 'zh-CN': '对应多个人（{names}）：一条日程只写一个人', en: 'Several people are meant ({names}); an entry is one person’s' },
  role: { 'zh-CN': '{person} 没有 responder 角色，不能值班', en: '{person} can’t be on duty without the role responder' },
  zone: { 'zh-CN': '不认识时区“{zone}”，日历里也没有说明', en: 'The time zone “{zone}” is not known, and not described in the calendar' },
  overlap: {
    'zh-CN': '与 {person} 的代班重叠（{from} 到 {to}）：重叠时以后加的为准',
    en: 'It overlaps the shift of {person} ({from} to {to}); where two overlap, the later one counts',
  },
  gone: { 'zh-CN': '日历里已经没有这一条', en: 'It is in the calendar no longer' },
} as const satisfies Readonly<Record<string, LocalText>>;
