/** Identifiers: a prefix that says what it is, and 18 characters that sort by time. */

import { randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export type IdPrefix =
  | 'inc'
  | 'ev'
  | 'plan'
  | 'alert'
  | 'tl'
  | 'thr'
  | 'room'
  | 'msg'
  | 'out'
  | 'sig'
  | 'hyp'
  | 'aud'
  | 'ses'
  | 'ovr'
  | 'feed'
  | 'page'
  | 'int'
  | 'mom'
  | 'dlv'
  | 'sup'
  | 'chg'
  | 'det'
  | 'mov';

/** Ten characters of time in milliseconds and eight random ones, in Crockford's base 32; unique without coordination. */
export function newId(prefix: IdPrefix, nowMs: number): string {
  let time = '';
  let rest = nowMs;
  for (let index = 0; index < 10; index += 1) {
    time = (alphabet[rest % 32] ?? '0') + time;
    rest = Math.floor(rest / 32);
  }
  const random = [...randomBytes(8)].map((byte) => alphabet[byte % 32] ?? '0').join('');
  return `${prefix}_${time}${random}`;
}

/** Epoch milliseconds at which an identifier was made; NaN for anything else. */
export function timeOfId(id: string): number {
  const time = /_([0-9a-hjkmnp-tv-z]{10})/.exec(id)?.[1];
  if (time === undefined) return Number.NaN;
  return [...time].reduce((sum, character) => sum * 32 + alphabet.indexOf(character), 0);
}
