/** The terminal that a command speaks to: colours and edited lines only where a person looks. */

import picocolors from 'picocolors';
import type { Locale } from '../../domain/text.ts';
import { cutToWidth } from './width.ts';

type Colours = ReturnType<typeof picocolors.createColors>;

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person looks at standard output. */
  readonly isTerminal: boolean;
  /** Width of the terminal; null when it is none. */
  readonly columns: number | null;
  /** Asks a person a yes-or-no question; null when nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  /** Asks for a line of text; what is typed for a secret is not shown. Null when nobody is there to answer. */
  readonly ask: ((question: string, isSecret: boolean) => Promise<string>) | null;
}

export interface Terminal {
  readonly locale: Locale;
  readonly colours: Colours;
  /** What lines are wrapped to; 100 where there is no terminal. */
  readonly columns: number;
  readonly isTerminal: boolean;
  /** A line that stays. */
  line(text?: string): void;
  /** A line that the next one overwrites; nothing where there is no terminal. */
  status(text: string): void;
  /** Takes the overwritable line away. */
  clearStatus(): void;
  /** To standard error. */
  problem(text: string): void;
  confirm: Streams['confirm'];
  ask: Streams['ask'];
}

export interface TerminalOptions {
  readonly locale: Locale;
  /** NO_COLOR and `--json` turn it off. */
  readonly hasColour: boolean;
}

const clearLine = '\r\u001b[2K';

export function createTerminal(streams: Streams, options: TerminalOptions): Terminal {
  let hasStatus = false;
  const columns = Math.max(40, Math.min(160, streams.columns ?? 100));
  const clearStatus = (): void => {
    if (hasStatus) streams.out(clearLine);
    hasStatus = false;
  };
  return {
    locale: options.locale,
    colours: picocolors.createColors(options.hasColour && streams.isTerminal),
    columns,
    isTerminal: streams.isTerminal,
    line(text = '') {
      clearStatus();
      streams.out(`${text}\n`);
    },
    status(text) {
      if (!streams.isTerminal) return;
      streams.out(`${clearLine}${cutToWidth(text, columns - 1)}`);
      hasStatus = true;
    },
    clearStatus,
    problem(text) {
      clearStatus();
      streams.err(`${text}\n`);
    },
    confirm: streams.confirm,
    ask: streams.ask,
  };
}
