/** Names in a statement that was taken apart: what is one, what is a word of the language, and what a name with its schema says. */

import type { Token } from './tokens.ts';

export interface TableName {
  /** Empty where the statement leaves it to the session. */
  readonly schema: string;
  readonly name: string;
}

/** The table whose name begins there, and the place behind it; null where none does. `spell` is how the server takes a name. */
export function nameAt(
  tokens: readonly Token[],
  at: number,
  spell: (token: Token) => string = ({ value }) => value,
): { readonly table: TableName; readonly next: number } | null {
  const [one, dot, other] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!isName(one)) return null;
  if (dot?.text === '.' && isName(other)) return { table: { schema: spell(one), name: spell(other) }, next: at + 3 };
  return { table: { schema: '', name: spell(one) }, next: at + 1 };
}

export function isName(token: Token | undefined): token is Token {
  return token?.kind === 'name' || token?.kind === 'quoted-name';
}

/** In small letters, signs as they are; a quoted name is no word of the language. */
export function wordOf(token: Token | undefined): string {
  return token === undefined || token.kind === 'quoted-name' ? '' : token.text.toLowerCase();
}
