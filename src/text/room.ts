/** What is said in and about rooms of incidents' own. */

import type { LocalText } from '../domain/text.ts';

export const roomText = {
  topic: { 'zh-CN': '{severity} · {code} · {state} · {link}', en: '{severity} · {code} · {state} · {link}' },
  topicWithoutLink: { 'zh-CN': '{severity} · {code} · {state}', en: '{severity} · {code} · {state}' },
  question: { 'zh-CN': '提问', en: 'question' },
  welcome: {
    'zh-CN': '这是 {code} 的作战群：@我可以提问，“事实：…”“排除 …”“批准”等直接说即可。恢复 {minutes} 分钟后关闭。',
    en: 'This is the room of {code}: mention me to ask; “fact: …”, “rule out …”, “approve” and the like need no mention. It closes {minutes} minutes after the end.',
  },
  uninvited: {
    'zh-CN': '以下人员没有关联{where}账号，没能邀请：{names}。',
    en: 'Not invited, since they have no linked {where} account: {names}.',
  },
  farewell: {
    'zh-CN': '{code} 已恢复，持续 {duration}。作战群到此关闭，记录见：{link}',
    en: '{code} is over after {duration}. This room closes now; the record is at {link}',
  },
  farewellWithoutLink: {
    'zh-CN': '{code} 已恢复，持续 {duration}。作战群到此关闭，记录在控制台。',
    en: '{code} is over after {duration}. This room closes now; the record is in the console.',
  },
} as const satisfies Readonly<Record<string, LocalText>>;
