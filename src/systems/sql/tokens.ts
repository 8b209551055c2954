/**
 * Takes a statement apart into the few kinds of token that a free command may hold. What two parsers could read differently is no token:
 * comments, escapes, dollar quotes, variables and statements in a row are refused, so that the server reads what was checked here.
 */

import { commandLengthMax, refuse } from '../commands/words.ts';
import type { CommandRefusal } from '../contract.ts';
import type { SqlDialect } from './normalise-query.ts';

/** Whose SQL a free command is in. */
export type CommandDialect = SqlDialect | 'clickhouse';

export interface Token {
  readonly kind: 'name' | 'quoted-name' | 'number' | 'text' | 'sign';
  /** As it was written. */
  readonly text: string;
  /** The text within the quotes, else the same. */
  readonly value: string;
  readonly hasSpaceBefore: boolean;
}

const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]|(?![\n\r\t])\p{Cc}/u;
const part = {
  postgresql:
    /([A-Za-z_][A-Za-z0-9_]{0,62})|"([\p{L}\p{N}_ .-]{1,63})"|(\d{1,30}(?:\.\d{1,30})?)|'((?:[^'\\\p{Cc}]|'')*)'|(::|->>|->|<=|>=|<>|!=|\|\||[,().*=<>+/%[\]-])/uy,
  mysql:
    /([A-Za-z_][A-Za-z0-9_]{0,63})|`([\p{L}\p{N}_ .-]{1,64})`|(\d{1,30}(?:\.\d{1,30})?)|'((?:[^'\\\p{Cc}]|'')*)'|(<=>|<=|>=|<>|!=|[,().*=<>+/%-])/uy,
  clickhouse:
    /([A-Za-z_][A-Za-z0-9_]{0,62})|`([\p{L}\p{N}_ .-]{1,64})`|(\d{1,30}(?:\.\d{1,30})?)|'((?:[^'\\\p{Cc}]|'')*)'|(<=|>=|<>|!=|\|\||[,().*=<>+/%[\]-])/uy,
} as const satisfies Readonly<Record<CommandDialect, RegExp>>;

export function readTokens(
  given: string,
  dialect: CommandDialect,
): { readonly tokens: readonly Token[] } | { readonly refusal: CommandRefusal } {
  // People end a statement with a semicolon; one at the very end begins no second one.
  const source = given.trim().replace(/\s*;$/, '');
  if (source.length > commandLengthMax)
    return refuse('…', `语句超过 ${String(commandLengthMax)} 个字符`, `it is longer than ${String(commandLengthMax)} characters`);
  const strange = unseen.exec(source)?.[0];
  if (strange !== undefined)
    return refuse(
      `U+${(strange.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
      '语句里有控制字符或不可见字符',
      'it holds a control character or one that cannot be seen',
    );
  const tokens: Token[] = [];
  const pattern = new RegExp(part[dialect].source, part[dialect].flags);
  for (let at = 0; at < source.length; ) {
    const space = /^[ \t\r\n]+/.exec(source.slice(at, at + 200))?.[0] ?? '';
    at += space.length;
    if (at >= source.length) break;
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match === null) return refusedAt(source, at);
    const token = tokenOf(match, space !== '' || at === 0);
    const before = tokens.at(-1);
    if (before !== undefined && !token.hasSpaceBefore && touches(before, token)) return refusedAt(source, at);
    tokens.push(token);
    at += match[0].length;
  }
  return { tokens };
}

/** As it was written, with one space wherever there was some. */
export function printTokens(tokens: readonly Token[]): string {
  return tokens.map(({ text, hasSpaceBefore }, index) => (hasSpaceBefore && index > 0 ? ` ${text}` : text)).join('');
}

function tokenOf(match: RegExpExecArray, hasSpaceBefore: boolean): Token {
  const [text, name, quoted, number, literal] = match;
  if (name !== undefined) return { kind: 'name', text, value: name, hasSpaceBefore };
  if (quoted !== undefined) return { kind: 'quoted-name', text, value: quoted, hasSpaceBefore };
  if (number !== undefined) return { kind: 'number', text, value: number, hasSpaceBefore };
  if (literal !== undefined) return { kind: 'text', text, value: literal.replaceAll("''", "'"), hasSpaceBefore };
  return { kind: 'sign', text, value: text, hasSpaceBefore };
}

/** `E'…'`, `1e5`, `0x1F`, `--` and a slash before a star mean more than their parts. */
function touches(before: Token, token: Token): boolean {
  if (before.kind !== 'sign' && token.kind !== 'sign') return true;
  return /^(--|\/\*|\*\/)$/.test(before.text.slice(-1) + token.text.slice(0, 1));
}

function refusedAt(source: string, at: number): { readonly refusal: CommandRefusal } {
  const [sign = ''] = [...source.slice(at)];
  if (sign === ';') return refuse(';', '一次只能执行一条语句', 'only one statement at a time');
  if (/[-#/*]/.test(sign)) return refuse(source.slice(at, at + 12), '语句里不能有注释', 'a statement may hold no comment');
  if (sign === "'" || sign === '"' || sign === '`')
    return refuse(
      source.slice(at, at + 12),
      '引号没有成对，或紧挨着其他字符；不支持反斜杠转义',
      'a quote is not closed or touches other characters; backslashes are not taken',
    );
  return refuse(sign, '语句里不能有这个字符', 'a statement may not hold this character');
}
