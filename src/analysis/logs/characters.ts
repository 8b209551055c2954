/** What each character may be part of, as bits, so that the mask of a chunk says at once what needs a closer look. */

export const hexLetter = 1;
export const letter = 2;
export const digit = 4;
export const dot = 8;
export const slash = 16;
export const backslash = 32;
export const dash = 64;
export const underscore = 128;
export const at = 256;
export const other = 512;
export const high = 1024;
export const space = 2048;
export const mark = 4096;

export const letters = hexLetter | letter;

const asciiSorts: readonly (readonly [string, number])[] = [
  ['abcdefABCDEF', hexLetter],
  ['ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ', letter],
  ['0123456789', digit],
  [',;:=|"\'()[]{}<>', mark],
  ['.', dot],
  ['/', slash],
  ['\\', backslash],
  ['-', dash],
  ['_', underscore],
  ['@', at],
];

/** By UTF-16 code unit: 128 kB, looked up once for each character of each line. */
export const classes = createTable();

function createTable(): Uint16Array {
  const classes = new Uint16Array(65_536).fill(high);
  classes.fill(other, 0, 128).fill(space, 0, 33).fill(space, 127, 161);
  for (const [characters, sort] of asciiSorts) for (const character of characters) classes[character.charCodeAt(0)] = sort;
  // Full-width punctuation separates as its ASCII sister does; other scripts are words.
  classes.fill(space, 0x2000, 0x2010);
  classes.fill(mark, 0x3001, 0x3021).fill(mark, 0xff01, 0xff10).fill(mark, 0xff1a, 0xff21);
  classes.fill(mark, 0xff3b, 0xff41).fill(mark, 0xff5b, 0xff66).fill(mark, 0x2018, 0x2020);
  for (const code of [0x3000, 0xfeff, 0xffff]) classes[code] = space;
  classes[0x2026] = mark;
  return classes;
}

export function classOf(code: number): number {
  return classes[code] as number;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

export function isLetter(code: number): boolean {
  const folded = code | 32;
  return folded >= 97 && folded <= 122;
}
