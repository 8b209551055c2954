import type { Streams } from '../../../src/main/cli/terminal.ts';

export interface FakeTerminal {
  readonly streams: Streams;
  out: string;
  err: string;
}

/** A terminal that remembers; `answers` is what the person says to a question. */
export function fakeTerminal(
  options: {
    readonly isTerminal?: boolean;
    readonly columns?: number;
    readonly answers?: boolean;
    /** What the person types, in order; nothing once they are used up. */
    readonly lines?: readonly string[];
  } = {},
): FakeTerminal {
  const { answers } = options;
  const lines = options.lines === undefined ? null : [...options.lines];
  const terminal: FakeTerminal = {
    out: '',
    err: '',
    streams: {
      out: (text) => {
        terminal.out += text;
      },
      err: (text) => {
        terminal.err += text;
      },
      isTerminal: options.isTerminal ?? false,
      columns: options.columns ?? null,
      confirm: answers === undefined ? null : async () => answers,
      ask:
        lines === null
          ? null
          : async (question) => {
              terminal.out += `${question}: \n`;
              return lines.shift() ?? '';
            },
    },
  };
  return terminal;
}
