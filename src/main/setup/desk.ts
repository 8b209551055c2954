/** The person at the terminal who is walked through. */

import type { Locale, TextValue } from '../../domain/text.ts';
import type { setupText } from './words.ts';

export interface Desk {
  readonly locale: Locale;
  /** The person breaks off what is waited for. */
  readonly signal: AbortSignal;
  line(text?: string): void;
  /** A line that the next one overwrites. */
  status(text: string): void;
  good(text: string): void;
  bad(text: string): void;
  warn(text: string): void;
  heading(text: string): void;
  /** Null when nobody is there. */
  readonly ask: ((question: string, isSecret: boolean) => Promise<string>) | null;
}

export type Say = (key: keyof typeof setupText, values?: Readonly<Record<string, TextValue>>) => string;
