/**
 * Says what a chunk of a line is (a word, a number, an address, a path…) by the classes of its characters, without regular expressions:
 * this runs for every chunk with a digit or a special character. A word keeps its letters; its numbers become holes, as in `node-17`.
 *
 * Which parts of a mixed token vary follows the published guidelines for template ground truth (Khan et al., "Guidelines for assessing
 * the accuracy of log message template identification techniques", ICSE 2022): digits between separators vary, and what is glued to
 * something that varies belongs to it.
 */

import {
  at,
  backslash,
  classOf,
  dash,
  digit,
  dot,
  hexLetter,
  high,
  isDigit,
  isHex,
  isLetter,
  letter,
  letters,
  other,
  slash,
  underscore,
} from './characters.ts';
import { isHost } from './host-name.ts';
import { gluedUnit } from './units.ts';
import { holeCode, kinds } from './variable.ts';

/** The text of the chunk as it is compared, with holes for what varies; empty for a variable whose form says nothing. */
export interface ReadChunk {
  kind: number;
  /** FNV-1a over the codes. */
  hash: number;
  length: number;
  /** Whether `codes` is wanted too; the hash alone is faster. */
  isKept: boolean;
  readonly codes: Uint16Array;
}

const codesMax = 256;
export const hashBasis = 0x811c9dc5 | 0;
export const hashPrime = 0x01000193;

export function createReadChunk(): ReadChunk {
  return { kind: kinds.word, hash: hashBasis, length: 0, isKept: false, codes: new Uint16Array(codesMax) };
}

/** `mask` is the union of the classes of line[start, end), which holds no space and no mark; `hash` is the one of its characters. */
export function readChunk(line: string, start: number, end: number, mask: number, hash: number, out: ReadChunk): void {
  out.length = 0;
  out.hash = hashBasis;
  out.kind = wholeKind(line, start, end, mask);
  if (out.kind !== kinds.word) return;
  if ((mask & digit) !== 0) {
    readParts(line, start, end, out);
    return;
  }
  if (out.isKept) copy(line, start, end, out);
  else out.length = end - start;
  out.hash = hash;
}

function push(code: number, out: ReadChunk): void {
  if (out.isKept) out.codes[out.length] = code;
  out.length += 1;
  out.hash = Math.imul(out.hash ^ code, hashPrime);
}

function wholeKind(line: string, start: number, end: number, mask: number): number {
  const first = line.charCodeAt(start);
  const second = end > start + 1 ? line.charCodeAt(start + 1) : 0;
  if (end - start > codesMax) return first === 47 || (mask & backslash) !== 0 ? kinds.path : kinds.id;
  if ((mask & (letters | digit | high)) === 0) return kinds.word;
  if ((mask & digit) !== 0) {
    if (first === 48 && (second | 32) === 120 && end - start > 2 && allHex(line, start + 2, end)) return kinds.hex;
    if ((first | 32) === 118 && isDigit(second) && isNumber(line, start + 1, end, mask & ~letter, 9)) return kinds.version;
    if (isUuid(line, start, end, mask)) return kinds.uuid;
    if (isIp(line, start, end, mask)) return kinds.ip;
    if (isNumber(line, start, end, mask)) return kinds.number;
  }
  if ((mask & ~(hexLetter | digit)) === 0 && end - start >= ((mask & digit) !== 0 ? 6 : 8)) return kinds.hex;
  if (isPath(line, start, end, mask)) return kinds.path;
  if ((mask & at) !== 0 && isEmail(line, start, end)) return kinds.email;
  if ((mask & dot) !== 0 && isHost(line, start, end, mask)) return kinds.host;
  return kinds.word;
}

function allHex(line: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (!isHex(line.charCodeAt(index))) return false;
  return true;
}

function isUuid(line: string, start: number, end: number, mask: number): boolean {
  if (end - start !== 36 || (mask & ~(hexLetter | digit | dash)) !== 0) return false;
  return [8, 13, 18, 23].every((index) => line.charCodeAt(start + index) === 45);
}

/** `10.0.0.1`, `/10.0.0.1` as Java prints it, `10.0.0.0/8`. */
function isIp(line: string, start: number, end: number, mask: number): boolean {
  if ((mask & ~(digit | dot | slash)) !== 0 || (mask & dot) === 0) return false;
  const from = line.charCodeAt(start) === 47 ? start + 1 : start;
  let dots = 0;
  let size = 0;
  for (let index = from; index < end; index += 1) {
    const code = line.charCodeAt(index);
    if (isDigit(code)) size += 1;
    else if (size === 0 || size > 3) return false;
    else if (code === 46) {
      dots += 1;
      size = 0;
    } else return dots === 3 && end - index <= 3;
  }
  return dots === 3 && size > 0 && size <= 3;
}

function isNumber(line: string, start: number, end: number, mask: number, dotsMax = 1): boolean {
  const first = line.charCodeAt(start);
  const from = first === 45 || first === 43 ? start + 1 : start;
  if (from === start && (mask & ~(digit | dot | other)) !== 0) return false;
  let dots = 0;
  let digits = 0;
  for (let index = from; index < end; index += 1) {
    const code = line.charCodeAt(index);
    if (isDigit(code)) digits += 1;
    else if (code === 46 && digits > 0) dots += 1;
    else if (code === 37 && index === end - 1 && digits > 0) return true;
    else return false;
  }
  return digits > 0 && dots <= dotsMax;
}

function isPath(line: string, start: number, end: number, mask: number): boolean {
  if ((mask & backslash) !== 0) return line.charCodeAt(start) === 92 && line.charCodeAt(start + 1) === 92 && end - start > 3;
  if ((mask & slash) === 0) return false;
  let index = start;
  if (line.charCodeAt(index) === 126) index += 1;
  while (index < start + 2 && line.charCodeAt(index) === 46) index += 1;
  if (line.charCodeAt(index) === 47) return end > index + 1;
  return slashes(line, index, end) >= ((mask & (digit | dot | underscore)) !== 0 && (mask & letter) !== 0 ? 2 : 3);
}

function slashes(line: string, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index += 1) if (line.charCodeAt(index) === 47) count += 1;
  return count;
}

function isEmail(line: string, start: number, end: number): boolean {
  let ats = 0;
  let size = 0;
  for (let index = start; index < end; index += 1) {
    const code = line.charCodeAt(index);
    if (code === 64) {
      if (size === 0) return false;
      ats += 1;
      size = 0;
    } else if (isLetter(code) || (ats === 0 && size > 0) || (size > 0 && (isDigit(code) || code === 45 || code === 46))) size += 1;
    else return false;
  }
  return ats === 1 && size > 1;
}

function copy(line: string, start: number, end: number, out: ReadChunk): void {
  for (let index = start; index < end; index += 1) push(line.charCodeAt(index), out);
}

/** Part by part between separators; when nothing but holes is left, the whole chunk varies. */
function readParts(line: string, start: number, end: number, out: ReadChunk): void {
  let hasWord = false;
  let hasDate = false;
  let hasForm = false;
  let partStart = start;
  for (let index = start; index <= end; index += 1) {
    const code = index < end ? line.charCodeAt(index) : 0;
    if (index < end && !isSeparator(code)) continue;
    if (index > partStart) {
      // `blk_-42`: the minus sign of a number that is glued to its name.
      const isGlued = code === 45 && line.charCodeAt(index - 1) === 95 && isDigit(line.charCodeAt(index + 1));
      if (isGlued) {
        vary(kinds.id, out);
        return;
      }
      if (partVaries(line, partStart, index)) push(holeCode, out);
      else {
        copy(line, partStart, index, out);
        hasWord = true;
      }
    }
    if (index < end) {
      push(code, out);
      if (code !== 46) hasForm = true;
      if (code === 47 || code === 45) hasDate = true;
    }
    partStart = index + 1;
  }
  if (!hasWord) readForm(line, start, end, { hasDate, hasForm }, out);
}

function vary(kind: number, out: ReadChunk): void {
  out.kind = kind;
  out.length = 0;
  out.hash = hashBasis;
}

function isSeparator(code: number): boolean {
  return code === 46 || code === 45 || code === 43 || code === 64 || code === 47 || (code >= 35 && code <= 38);
}

/** Digits alone; digits first; many digits; a number of its own beside an underscore; digits in the middle of a name. */
function partVaries(line: string, start: number, end: number): boolean {
  let digits = 0;
  let others = 0;
  let hasDigitBeforeLetter = false;
  let fieldDigits = 0;
  let fieldOthers = 0;
  let hasNumberField = false;
  let isAllHex = true;
  for (let index = start; index < end; index += 1) {
    const code = line.charCodeAt(index);
    if (isDigit(code)) {
      digits += 1;
      fieldDigits += 1;
      continue;
    }
    if (code === 95) {
      if (fieldDigits > 0 && fieldOthers === 0) hasNumberField = true;
      fieldDigits = 0;
      fieldOthers = 0;
    } else {
      if (fieldDigits > 0) hasDigitBeforeLetter = true;
      fieldOthers += 1;
      others += 1;
    }
    if (!isHex(code)) isAllHex = false;
  }
  if (fieldDigits > 0 && fieldOthers === 0) hasNumberField = true;
  if (digits === 0) return false;
  if (isDigit(line.charCodeAt(start)) || digits >= 3 || hasNumberField) return true;
  return digits === 2 ? hasDigitBeforeLetter || others <= 1 : isAllHex && end - start >= 6;
}

/** A chunk of holes and separators: a date, a version, a number with its unit, or an identifier. */
function readForm(
  line: string,
  start: number,
  end: number,
  { hasDate, hasForm }: { readonly hasDate: boolean; readonly hasForm: boolean },
  out: ReadChunk,
): void {
  let hasLetter = false;
  for (let index = start; index < end && !hasLetter; index += 1) hasLetter = (classOf(line.charCodeAt(index)) & (letters | other)) !== 0;
  if (!hasLetter && hasDate) out.kind = kinds.date;
  else if (!hasLetter) vary(kinds.version, out);
  else {
    const unit = isDigit(line.charCodeAt(start)) ? gluedUnit(line, start, end) : 0;
    // `0x10->0x20`, `@0x7f`, `12/0x7f`: the form is kept; `v1.16ac` is one thing.
    if (unit !== 0) vary(unit, out);
    else if (!hasForm) vary(kinds.id, out);
    else out.kind = kinds.id;
  }
}
