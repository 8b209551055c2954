/** When words that stand at the same place of otherwise equal lines are values of one variable, and when they are different messages. */

import { sharedEnds } from './template.ts';
import { hole, kinds } from './variable.ts';

export interface Place {
  /** The words and variables seen at this place; of a variable the kind, of a word its text. */
  readonly values: readonly { readonly kind: number; readonly text: string }[];
  /** The word before the place, over `=`, `:` and quotes; '' when there is none. */
  readonly before: string;
  readonly isQuoted: boolean;
  readonly isValue: boolean;
  /** How many `key=value` pairs the line has. */
  readonly pairs: number;
  /** How many places differ at once, this one included. */
  readonly placesTogether: number;
  /** How many words of letters the rest of the line has. */
  readonly wordsElsewhere: number;
}

/** Words after which a name stands. */
const accounts = new Set('user users username account login uname'.split(' '));
const names = new Set('for from by host hostname client peer domain named name uid owner tenant address server node'.split(' '));

export function isVariablePlace(place: Place): boolean {
  if (place.wordsElsewhere === 0) return false;
  // One odd place may tell two messages apart; several at once do so more, unless each is the value of a key.
  if (place.placesTogether > 1)
    return place.isValue || isQuotedValue(place) ? place.pairs >= 3 && place.wordsElsewhere > place.pairs / 2 : false;
  const words = place.values.filter(({ kind }) => kind === kinds.word).map(({ text }) => text);
  const isMixed = words.length < place.values.length;
  return place.values.length >= needed(place, words, isMixed);
}

function isQuotedValue(place: Place): boolean {
  return place.isQuoted && place.pairs >= 3;
}

/** How many different values it takes. */
function needed(place: Place, words: readonly string[], isMixed: boolean): number {
  if (words.length === 0) return 2;
  const cue = place.before.toLowerCase();
  if (accounts.has(cue)) return 2;
  const isAccount = place.values.some(({ kind }) => kind === kinds.account);
  if (isAccount && (place.isQuoted || names.has(cue))) return 2;
  if (place.pairs >= 3 && (place.isValue || isQuotedValue(place))) return 3;
  // States, protocols and levels are written in capitals: few of them, and each says something else.
  if (words.every((word) => /^[A-Z][A-Z0-9_]+$/.test(word))) return enumerationMin;
  if (haveSameStem(words)) return 2;
  if (isMixed && place.isQuoted && place.wordsElsewhere >= 3) return 2;
  // `eth0`, `tty2`: a device is a word of its own unless its neighbours of the same stem turn up.
  const isIdentifier = words.every((word) => /[\d_@/\\]|\uFFFF/.test(word) && !/^[a-z]+\d$/.test(word));
  if (isIdentifier && (isMixed || place.wordsElsewhere >= 3)) return isMixed ? 2 : 3;
  if (sharesEnds(words)) return 4;
  if (names.has(cue)) return 4;
  if (place.isValue) return 6;
  if (words.every((word) => word.includes('.'))) return 4;
  return enumerationMin;
}

const enumerationMin = 12;

/** `用户张三登录失败`, `用户李四登录失败`: without spaces the variable is inside, and most of the word is the message. */
function sharesEnds(words: readonly string[]): boolean {
  const [first = '', ...others] = words;
  if ((first.codePointAt(0) ?? 0) < 0x2e80) return false;
  return others.every((word) => sharedEnds(first, word) >= Math.max(3, Math.min(first.length, word.length) / 2));
}

/** `vcs2`, `vcs3`. */
function haveSameStem(words: readonly string[]): boolean {
  const [first = ''] = words;
  const stem = first.replace(/\d+/g, hole);
  return stem !== first && words.every((word) => word.replace(/\d+/g, hole) === stem);
}
