/** Telephone numbers in one form, so that two spellings of one number are the same. */

import type { LocalText } from './text.ts';

/** What is said where a number is wanted and something else stands. */
export const phoneExpectation: LocalText = {
  'zh-CN': '应为带国家代码的电话号码，例如 +86 138 0013 8000',
  en: 'expected a phone number with its country code, such as +86 138 0013 8000',
};

/** `+8613800138000`: country code and digits. A mainland mobile number may come without its country code; null for what is no number. */
export function normalPhone(given: string): string | null {
  const text = given.replace(/[\s().\u00a0-]/g, '').replace(/^00/, '+');
  if (/^1[3-9]\d{9}$/.test(text)) return `+86${text}`;
  return /^\+[1-9]\d{6,14}$/.test(text) ? text : null;
}
