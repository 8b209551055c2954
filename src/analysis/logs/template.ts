/** One kind of message: the tokens that all its lines share, and what was counted of it. */

import type { Token } from './scan-line.ts';
import { firstVariable, hole, kindMark, kindMarks, kinds } from './variable.ts';

export const levels = ['none', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export interface Template {
  tokens: readonly Token[];
  /** Some word place has become a variable. */
  isWild: boolean;
  count: number;
  /** Epoch milliseconds; NaN while no line carried a time. */
  firstMs: number;
  lastMs: number;
  /** The gravest level seen, by its place in `levels`. */
  level: number;
  /** The first line that had it, with secrets masked, cut. */
  readonly example: string;
}

/** Places where two lines of one skeleton say different things; more than `most` ends the comparison. */
export function differingPlaces(template: readonly Token[], tokens: readonly Token[], most: number): readonly number[] | null {
  if (template.length !== tokens.length) return null;
  const places: number[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const one = template[index] as Token;
    const two = tokens[index] as Token;
    if (one === two || agree(one, two)) continue;
    if (places.length === most) return null;
    places.push(index);
  }
  return places;
}

function agree(one: Token, two: Token): boolean {
  if (one.kind === kinds.any) return two.kind !== kinds.mark;
  if (one.kind >= firstVariable) return two.kind >= firstVariable;
  return one.kind === two.kind && one.text === two.text;
}

/** The tokens that cover both; the same array when the template covers the line already. */
export function widened(template: readonly Token[], tokens: readonly Token[]): readonly Token[] {
  let isWider = false;
  const wide = template.map((one, index) => {
    const token = joined(one, tokens[index] as Token);
    if (token !== one) isWider = true;
    return token;
  });
  return isWider ? wide : template;
}

function joined(one: Token, two: Token): Token {
  if (one.kind === kinds.any) return one.text === '' ? one : withText(one, commonForm(one.text, two));
  if (one.kind === two.kind) {
    if (one.text === two.text) return one;
    if (one.kind >= firstVariable) return withText(one, one.kind === kinds.list ? joinedList(one.text, two.text) : '');
  }
  if (one.kind === kinds.empty && two.kind >= firstVariable) return two;
  if (two.kind === kinds.empty && one.kind >= firstVariable) return one;
  const text = one.kind === kinds.word && two.kind === kinds.word ? commonForm(one.text, two) : '';
  return { kind: kinds.any, hasSpace: one.hasSpace, text };
}

/** Of lists of one form the kinds of the items are joined; of others nothing is left. */
function joinedList(one: string, two: string): string {
  if (one.replace(kindMarks, '') !== two.replace(kindMarks, '') || one.length !== two.length) return '';
  let text = '';
  for (let index = 0; index < one.length; index += 1)
    text += one[index] === two[index] ? one[index] : String.fromCharCode(kindMark + kinds.any);
  return text;
}

function withText(token: Token, text: string): Token {
  return token.text === text ? token : { ...token, text };
}

/** `com.example.one`, `com.example.two.three`: what names have in common up to a dot stays readable; of Chinese words, the two ends. */
function commonForm(form: string, token: Token): string {
  if (token.kind !== kinds.word) return form.includes(hole) ? form : '';
  if ((form.codePointAt(0) ?? 0) >= 0x2e80) return commonEnds(form, token.text);
  if (!form.includes('.')) return '';
  const one = form.split('.');
  const two = token.text.split('.');
  let size = 0;
  while (size < Math.min(one.length, two.length) - 1 && one[size] === two[size] && one[size] !== hole) size += 1;
  return size === 0 ? '' : `${one.slice(0, size).join('.')}.${hole}`;
}

function commonEnds(one: string, two: string): string {
  const [head = '', tail = head] = one.includes(hole) ? one.split(hole) : [one, one];
  const most = Math.min(head.length, two.length);
  let start = 0;
  while (start < most && head[start] === two[start]) start += 1;
  let end = 0;
  while (end < Math.min(tail.length, two.length - start) && tail.at(-1 - end) === two.at(-1 - end)) end += 1;
  return `${head.slice(0, start)}${hole}${tail.slice(tail.length - end)}`;
}

/** How much two Chinese words share at their ends, in characters. */
export function sharedEnds(one: string, two: string): number {
  return commonEnds(one, two).length - 1;
}

/**
 * Stable over restarts, processes and machines: 64 bits over what does not vary, so that two files that hold the same kind of message
 * name it alike.
 */
export function templateId(tokens: readonly Token[]): string {
  let high = 0xcbf29ce4 | 0;
  let low = 0x84222325 | 0;
  for (const token of tokens) {
    const text = token.kind < firstVariable ? token.text : '\u0001';
    const prefix = token.hasSpace ? '\u0002' : '\u0003';
    for (const character of [prefix, text]) {
      for (let index = 0; index < character.length; index += 1) {
        const code = character.charCodeAt(index);
        high = Math.imul(high ^ code, 0x01000193) + (high >>> 13);
        low = Math.imul(low + code, 0x9e3779b1) ^ (low >>> 15);
      }
    }
  }
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}
