/** Words of free commands, in both languages. */

import type { LocalText } from '../domain/text.ts';

export function text(chinese: string, english: string): LocalText {
  return { 'zh-CN': chinese, en: english };
}
