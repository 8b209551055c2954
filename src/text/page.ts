/** What a text message says, and what is read aloud to who is called. */

import type { LocalText } from '../domain/text.ts';

export const pageText: LocalText = {
  'zh-CN': '值班告警 {code}：{title}。已持续 {duration}，无人接手，请尽快处理。',
  en: 'Zhiban {code}: {title}. It has lasted {duration} and nobody has taken it over. Please look.',
};
