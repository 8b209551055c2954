/** Brings the tokens of a line into the form in which lines are compared: quantities with their units, empty brackets, lists. */

import type { Token } from './scan-line.ts';
import { durationWords, sizeWords } from './units.ts';
import { firstVariable, hole, kindMark, kinds } from './variable.ts';

const listItemsMax = 7;

export function shapeOf(tokens: readonly Token[]): readonly Token[] {
  return joinLists(fillBrackets(joinQuoted(joinUnits(tokens))));
}

/** The line with each `name:1234` read as an address; null when it has none. */
export function withPorts(tokens: readonly Token[]): readonly Token[] | null {
  const out: Token[] = [];
  let isChanged = false;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === kinds.word && isTight(tokens[index + 1], ':') && isTight(tokens[index + 2], null)) {
      out.push({ kind: kinds.address, hasSpace: token.hasSpace, text: '' });
      isChanged = true;
      index += 2;
    } else out.push(token);
  }
  return isChanged ? out : null;
}

function isTight(token: Token | undefined, mark: string | null): boolean {
  if (token === undefined || token.hasSpace) return false;
  return mark === null ? token.kind === kinds.number : token.kind === kinds.mark && token.text === mark;
}

/** A quoted value of several words after an equals sign is one value. */
function joinQuoted(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({ text }, index) => text === '=' && isQuote(tokens[index + 1]))) return tokens;
  const out: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    out.push(token);
    if (token.text !== '=' || !isQuote(tokens[index + 1])) continue;
    const quote = tokens[index + 1] as Token;
    const close = tokens.findIndex(
      (each, at) => at > index + 1 && at < index + 2 + quotedMax && each.kind === kinds.mark && each.text === quote.text,
    );
    if (close < 0) continue;
    const inside = tokens.slice(index + 2, close);
    out.push(quote, inside.length === 1 ? (inside[0] as Token) : oneOf(inside), tokens[close] as Token);
    index = close;
  }
  return out;
}

const quotedMax = 24;

function isQuote(token: Token | undefined): boolean {
  return token?.kind === kinds.mark && (token.text === '"' || token.text === "'");
}

function oneOf(inside: readonly Token[]): Token {
  if (inside.length === 0) return { kind: kinds.empty, hasSpace: false, text: '' };
  const text = inside.map((token, index) => (index > 0 && token.hasSpace ? ' ' : '') + formOf(token)).join('');
  return inside.every(({ kind }) => kind >= firstVariable)
    ? { kind: kinds.id, hasSpace: false, text }
    : { kind: kinds.word, hasSpace: false, text };
}

function joinUnits(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const next = tokens[index + 1];
    if (isLessThan(token) && next?.kind === kinds.number && isWordOf(durationWords, tokens[index + 2])) {
      out.push({ kind: kinds.duration, hasSpace: token.hasSpace, text: '' });
      index += 2;
    } else if (token.kind === kinds.number && isWordOf(sizeWords, next)) {
      const isTwice = isTwofold(tokens, index + 2);
      out.push({ kind: kinds.size, hasSpace: token.hasSpace, text: isTwice ? '' : ` ${next?.text ?? ''}` });
      index += isTwice ? 5 : 1;
    } else if (token.kind === kinds.number && isWordOf(durationWords, next)) {
      out.push({ kind: kinds.duration, hasSpace: token.hasSpace, text: ` ${next?.text ?? ''}` });
      index += 1;
    } else out.push(token);
  }
  return out;
}

function isLessThan(token: Token): boolean {
  return token.kind === kinds.mark && token.text === '<';
}

function isWordOf(words: ReadonlySet<string>, token: Token | undefined): boolean {
  return token !== undefined && token.kind === kinds.word && token.hasSpace && words.has(token.text);
}

/** `1292 bytes (1.26 KB)` says one size twice. */
function isTwofold(tokens: readonly Token[], from: number): boolean {
  return (
    tokens[from]?.text === '(' &&
    tokens[from + 1]?.kind === kinds.number &&
    isWordOf(sizeWords, tokens[from + 2]) &&
    tokens[from + 3]?.text === ')'
  );
}

/** `()` may hold something in the next line. */
function fillBrackets(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const before = out.at(-1);
    if (token.kind === kinds.mark && token.text === ')' && before?.kind === kinds.mark && before.text === '(')
      out.push({ kind: kinds.empty, hasSpace: false, text: '' });
    out.push(token);
  }
  return out;
}

/**
 * Variables that follow each other, with or without commas, are one list, whose length may vary; its text is how it is written while the
 * length stays the same.
 */
function joinLists(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  let index = 0;
  while (index < tokens.length) {
    const end = isListable(tokens[index]) ? listEnd(tokens, index) : index + 1;
    const token = tokens[index] as Token;
    if (end - index < 2) out.push(token);
    else {
      const items = tokens.slice(index, end);
      const values = items.filter((item) => item.kind !== kinds.mark).length;
      const text = values > listItemsMax ? '' : items.map((item, at) => (at > 0 && item.hasSpace ? ' ' : '') + itemForm(item)).join('');
      out.push({ kind: kinds.list, hasSpace: token.hasSpace, text });
    }
    index = end;
  }
  return out;
}

/** With its kind behind it, so that people still read which sort stands where. */
function itemForm(token: Token): string {
  return formOf(token) + (token.kind === kinds.mark ? '' : String.fromCharCode(kindMark + token.kind));
}

function listEnd(tokens: readonly Token[], start: number): number {
  let end = start + 1;
  for (;;) {
    const next = tokens[end];
    if (isListable(next) && next?.hasSpace === true) end += 1;
    else if (next?.kind === kinds.mark && next.text === ',' && !next.hasSpace && isListable(tokens[end + 1])) end += 2;
    else return end;
  }
}

function isListable(token: Token | undefined): boolean {
  return token !== undefined && token.kind >= firstVariable && token.kind !== kinds.rest && token.kind !== kinds.empty;
}

/** How a variable is written when its values are left out. */
export function formOf(token: Token): string {
  if (token.kind < firstVariable) return token.text;
  if (token.kind === kinds.empty) return '';
  if (token.kind === kinds.size || token.kind === kinds.duration) return `${hole}${token.text}`;
  return token.text === '' ? hole : token.text;
}
