/** Who asks in the other language than the channel's is answered in it. */

import { fill, type Locale } from '../domain/text.ts';
import { botText } from '../text/bot.ts';
import type { Turn } from './handle-inbound.ts';

/** The verb that it begins with tells: names of systems may be in either language. */
const english = /^\W*(?:please|show|list|display|look|how|which|what|who)\b/i;

export function languageOf(text: string, otherwise: Locale): Locale {
  if (english.test(text)) return 'en';
  return /\p{Script=Han}/u.test(text) ? 'zh-CN' : otherwise;
}

export function inLanguageOf(turn: Turn, text: string): Turn {
  const locale = languageOf(text, turn.caller.locale);
  if (locale === turn.caller.locale) return turn;
  return { ...turn, caller: { ...turn.caller, locale }, say: (key, values = {}) => fill(botText[key][locale], values) };
}
