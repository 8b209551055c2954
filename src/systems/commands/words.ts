/** Splits a command into words, without any of a shell's cleverness: quotes keep words together, and nothing is ever put in their place. */

import { text } from '../command.ts';
import type { CommandRefusal } from '../contract.ts';

export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Which one, where it matters. */
  readonly quote?: string;
}

export const commandLengthMax = 2_000;

/** Characters that no command may hold, wherever: they can't be seen, or end a line. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;
/** What a shell would take for more than itself. */
const shellSigns = /[;|&`$<>\\()]/;

export function refuse(what: string, chinese: string, english: string, near: readonly string[] = []): { readonly refusal: CommandRefusal } {
  return { refusal: { what: what.slice(0, 80), why: text(chinese, english), near } };
}

/** Null when all characters may be there. */
export function strangeCharacter(given: string): { readonly refusal: CommandRefusal } | null {
  if (given.length > commandLengthMax)
    return refuse('…', `命令超过 ${String(commandLengthMax)} 个字符`, `it is longer than ${String(commandLengthMax)} characters`);
  const found = unseen.exec(given)?.[0];
  if (found === undefined) return null;
  const name = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return refuse(name, '命令里有换行、控制字符或不可见字符', 'it holds a line break, a control character or one that cannot be seen');
}

export function splitWords(given: string): { readonly words: readonly Word[] } | { readonly refusal: CommandRefusal } {
  const source = given.trim();
  const strange = strangeCharacter(source);
  if (strange !== null) return strange;
  const words: Word[] = [];
  const part = /\s*(?:"([^"\\]*)"|'([^'\\]*)'|([^\s"']+))(?=\s|$)/y;
  while (part.lastIndex < source.length) {
    const at = part.lastIndex;
    const match = part.exec(source);
    if (match === null)
      return refuse(
        source.slice(at).trim(),
        '引号没有成对，或紧挨着其他字符；引号内不支持转义',
        'a quote is not closed or touches other characters; there are no escapes',
      );
    const bare = match[3];
    const sign = bare === undefined ? undefined : (shellSigns.exec(bare)?.[0] ?? /[^\x21-\x7e]/.exec(bare)?.[0]);
    if (sign !== undefined)
      return refuse(
        sign,
        '不经过 shell 执行：这个字符只能出现在引号内',
        'nothing is run by a shell: this character may only stand within quotes',
      );
    words.push({ text: bare ?? match[1] ?? match[2] ?? '', isQuoted: bare === undefined });
  }
  return { words };
}

/** So that it is split into the same word again; only for words that `splitWords` gave. */
export function printWord({ text: word, isQuoted }: Word): string {
  if (!isQuoted) return word;
  return word.includes('"') ? `'${word}'` : `"${word}"`;
}
