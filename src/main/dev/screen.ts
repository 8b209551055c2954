/** Writes to the terminal: whole lines, and one line of progress that is redrawn in place. */

import { fill, type Locale, type LocalText, type TextValue } from '../../domain/text.ts';

export interface Screen {
  say(text: LocalText, values?: Readonly<Record<string, TextValue>>): void;
  raw(line: string): void;
  /** The text in this screen's language. */
  fill(text: LocalText, values?: Readonly<Record<string, TextValue>>): string;
  /** In a terminal the line replaces itself; elsewhere one is written every 15 s. */
  progress(text: LocalText, values: Readonly<Record<string, TextValue>> & { readonly seconds: number }): void;
}

export interface ScreenOptions {
  readonly write: (text: string) => void;
  readonly locale: Locale;
  readonly isTerminal: boolean;
}

const progressEverySeconds = 15;

export function createScreen({ write, locale, isTerminal }: ScreenOptions): Screen {
  let isDrawn = false;
  let spokenAt = -progressEverySeconds;
  const line = (text: string): void => {
    write(isDrawn ? `\r\u001b[2K${text}\n` : `${text}\n`);
    isDrawn = false;
  };
  return {
    say: (text, values = {}) => line(fill(text[locale], values)),
    raw: line,
    fill: (text, values = {}) => fill(text[locale], values),
    progress: (text, values) => {
      const filled = fill(text[locale], values);
      if (isTerminal) {
        write(`\r\u001b[2K${filled}`);
        isDrawn = true;
      } else if (values.seconds - spokenAt >= progressEverySeconds) {
        spokenAt = values.seconds;
        line(filled);
      }
    },
  };
}
