/** What a market refuses, in both languages. */

import { type ErrorKind, ZhibanError } from '../../domain/errors.ts';
import type { LocalText } from '../../domain/text.ts';

/** The command line and the doctor say `details.text` in the reader's language. */
export function marketError(kind: ErrorKind, en: string, chinese: string, cause?: unknown): ZhibanError {
  const text: LocalText = { en, 'zh-CN': chinese };
  return new ZhibanError(kind, en, { details: { text }, ...(cause === undefined ? {} : { cause }) });
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
