/**
 * Reads a line once, character by character, into typed tokens and a 64-bit key of its masked shape: two lines with the same key have the
 * same words and variables of the same sorts in the same places. The key is what makes mining fast: a known shape needs nothing else.
 */

import { backslash, classes, digit, dot, high, isDigit, isHex, letters, mark, slash, space } from './characters.ts';
import { createReadChunk, hashBasis, hashPrime, readChunk } from './read-chunk.ts';
import { type Composite, ctimeEnd, readComposite, readLeadingColons } from './read-composite.ts';
import { hole, kinds } from './variable.ts';

export interface Token {
  readonly kind: number;
  readonly hasSpace: boolean;
  /** The word or mark; of a variable the form that it had, with holes, where the form means something. */
  readonly text: string;
}

export const tokensMax = 400;
export const scannedMax = 16_384;

export class LineScanner {
  /** The key of the last line that was scanned. */
  keyHigh = 0;
  keyLow = 0;

  readonly #chunk = createReadChunk();
  readonly #composite: Composite = { kind: 0, end: 0 };
  #tokens: Token[] | null = null;
  #count = 0;
  #high = 0;
  #low = 0;
  #hasSpace = false;

  /** The key alone: nothing is allocated. */
  key(line: string, start: number, end: number): void {
    this.#tokens = null;
    this.#scan(line, start, end);
  }

  tokens(line: string, start: number, end: number): readonly Token[] {
    const tokens: Token[] = [];
    this.#tokens = tokens;
    this.#scan(line, start, end);
    this.#tokens = null;
    return tokens;
  }

  /** The loop that every character goes through: words and marks are dealt with here, the rest below. */
  #scan(line: string, start: number, end: number): void {
    this.#high = 0x9e3779b9 | 0;
    this.#low = 0x7f4a7c15 | 0;
    this.#count = 0;
    this.#hasSpace = false;
    this.#chunk.isKept = this.#tokens !== null;
    const limit = Math.min(end, start + scannedMax);
    let index = start;
    while (index < limit && this.#count < tokensMax) {
      const code = line.charCodeAt(index);
      const sort = classes[code] as number;
      if (sort === space) {
        this.#hasSpace = true;
        index += 1;
      } else if (sort === mark) index = this.#readMark(line, index, limit, code);
      else index = this.#readChunk(line, index, limit, sort);
    }
    if (index < end) this.#put(kinds.rest, 0, '');
    this.keyHigh = this.#high;
    this.keyLow = this.#low;
  }

  #put(kind: number, hash: number, text: string): void {
    let mixed = Math.imul(hash ^ (kind + 1), 0x85ebca6b);
    if (this.#hasSpace) mixed ^= 0x5bd1e995;
    mixed ^= mixed >>> 15;
    const high = this.#high;
    const low = this.#low;
    this.#high = (Math.imul(high ^ mixed, 0x01000193) + (high >>> 17)) | 0;
    this.#low = Math.imul((low + mixed) | 0, 0x9e3779b1) ^ (low >>> 13);
    if (this.#tokens !== null) this.#tokens.push({ kind, hasSpace: this.#hasSpace, text });
    this.#count += 1;
    this.#hasSpace = false;
  }

  #readMark(line: string, index: number, limit: number, code: number): number {
    if (code === 58 && readLeadingColons(line, index, limit, this.#composite)) {
      this.#put(this.#composite.kind, 0, '');
      return this.#composite.end;
    }
    this.#put(kinds.mark, code, this.#tokens === null ? '' : line.charAt(index));
    return index + 1;
  }

  #readChunk(line: string, start: number, limit: number, first: number): number {
    if (first === dot && classes[line.charCodeAt(start + 1)] === dot && line.charCodeAt(start + 2) !== 47)
      return this.#readDots(line, start, limit);
    let index = start;
    let mask = 0;
    let hash = hashBasis;
    const ends = first === high ? ~high : space | mark | high;
    while (index < limit) {
      const code = line.charCodeAt(index);
      const sort = classes[code] as number;
      if ((sort & ends) !== 0) break;
      if (sort === dot && index > start && classes[line.charCodeAt(index + 1)] === dot) break;
      mask |= sort;
      hash = Math.imul(hash ^ code, hashPrime);
      index += 1;
    }
    if ((mask & ~letters) === 0) return this.#readWord(line, start, index, limit, hash, mask);
    if (mask === digit && line.charCodeAt(index) !== 58) {
      this.#put(kinds.number, 0, '');
      return index;
    }
    if (mask === high) {
      this.#put(kinds.word, hash, this.#tokens === null ? '' : line.slice(start, index));
      return index;
    }
    return this.#readMixed(line, start, index, limit, mask, hash);
  }

  /** Dots that fill a line up to its value, or end a sentence that goes on. */
  #readDots(line: string, start: number, limit: number): number {
    let index = start;
    while (index < limit && line.charCodeAt(index) === 46) index += 1;
    this.#put(kinds.mark, 46 + (index - start) * 65_536, this.#tokens === null ? '' : line.slice(start, index));
    return index;
  }

  #readWord(line: string, start: number, end: number, limit: number, hash: number, mask: number): number {
    const size = end - start;
    const next = end < limit ? line.charCodeAt(end) : 0;
    if (next === 58 && size <= 12 && this.#tryComposite(line, start, end, limit, mask)) return this.#composite.end;
    if (size === 3 && isWeekdayStart(line.charCodeAt(start))) {
      const dateEnd = ctimeEnd(line, start);
      if (dateEnd > 0) {
        this.#put(kinds.date, 0, '');
        return Math.min(dateEnd, limit);
      }
    }
    const special = size >= 3 && size <= 5 ? specialKind(line, start, end) : 0;
    if (special !== 0) this.#put(special, 0, '');
    else if (size >= 8 && mask === 1) this.#put(kinds.hex, 0, '');
    else this.#put(kinds.word, hash, this.#tokens === null ? '' : line.slice(start, end));
    return end;
  }

  #readMixed(line: string, start: number, end: number, limit: number, mask: number, hash: number): number {
    const next = end < limit ? line.charCodeAt(end) : 0;
    if (next === 58 && this.#tryComposite(line, start, end, limit, mask)) return this.#composite.end;
    // A drive's path and a date that goes on with its time are read over their marks above; the end of a sentence is no part of a word.
    let chunkEnd = end;
    while (chunkEnd > start + 1 && isEnding(line.charCodeAt(chunkEnd - 1))) chunkEnd -= 1;
    const isKey = next === 61 && chunkEnd === end && (mask & (slash | backslash)) === 0 && isKeyName(line, start, end);
    if (isKey) this.#put(kinds.word, hash, this.#tokens === null ? '' : line.slice(start, end));
    else this.#putChunk(line, start, chunkEnd, mask, chunkEnd === end ? hash : hashOf(line, start, chunkEnd));
    if (chunkEnd < end)
      this.#put(kinds.mark, line.charCodeAt(chunkEnd) + (end - chunkEnd) * 65_536, this.#tokens === null ? '' : line.slice(chunkEnd, end));
    return end;
  }

  #tryComposite(line: string, start: number, end: number, limit: number, mask: number): boolean {
    let from = start;
    // `2026-01-02T03:04:05`, `7@2016/9/27:20:30:31`: the time is read from the last number before the colon.
    if ((mask & digit) !== 0) {
      from = end;
      while (from > start && isHex(line.charCodeAt(from - 1)) && end - from < 5) from -= 1;
      if (end - from >= 5 || (from > start && !isGlue(line, from, end))) from = start;
    }
    readComposite(line, from, end, limit, mask, this.#composite);
    if (this.#composite.end === 0 && from !== start) {
      from = start;
      readComposite(line, from, end, limit, mask, this.#composite);
    }
    if (this.#composite.end === 0) return false;
    const compositeEnd = this.#composite.end;
    const kind = this.#composite.kind;
    if (from > start) this.#putChunk(line, start, from, mask, hashOf(line, start, from));
    this.#putForm(line, from, compositeEnd, kind);
    return true;
  }

  /** A clock time keeps its form. */
  #putForm(line: string, start: number, end: number, kind: number): void {
    if (kind !== kinds.time) {
      this.#put(kind, 0, '');
      return;
    }
    let colons = 0;
    for (let index = start; index < end; index += 1) if (line.charCodeAt(index) === 58) colons += 1;
    this.#put(kind, colons, this.#tokens === null ? '' : Array.from({ length: colons + 1 }, () => hole).join(':'));
  }

  #putChunk(line: string, start: number, end: number, mask: number, hash: number): void {
    const chunk = this.#chunk;
    readChunk(line, start, end, mask, hash, chunk);
    this.#put(chunk.kind, chunk.hash, this.#tokens === null ? '' : String.fromCharCode(...chunk.codes.subarray(0, chunk.length)));
  }
}

function hashOf(line: string, start: number, end: number): number {
  let hash = hashBasis;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ line.charCodeAt(index), hashPrime);
  return hash;
}

function isWeekdayStart(code: number): boolean {
  return code === 77 || code === 84 || code === 87 || code === 70 || code === 83;
}

function isEnding(code: number): boolean {
  return code === 46 || code === 33 || code === 63;
}

/** A digit that hangs on a T, an @, a slash or a colon is where a time begins. */
function isGlue(line: string, from: number, end: number): boolean {
  const before = line.charCodeAt(from - 1);
  return (
    isDigit(line.charCodeAt(from)) && end - from <= 4 && (before === 84 || before === 64 || before === 47 || before === 45 || before === 95)
  );
}

/** `r24=`, `fpr29=`: a name with a number before its value is a name. */
function isKeyName(line: string, start: number, end: number): boolean {
  let digits = 0;
  for (let index = start; index < end; index += 1) if (isDigit(line.charCodeAt(index))) digits += 1;
  return digits <= 3 && !isDigit(line.charCodeAt(start));
}

/** Words that stand for a value wherever they stand: truth values, nothing, and the accounts that every machine has. */
function specialKind(line: string, start: number, end: number): number {
  const first = line.charCodeAt(start) | 32;
  if (first !== 116 && first !== 102 && first !== 110 && first !== 114 && first !== 97) return 0;
  const word = line.slice(start, end).toLowerCase();
  if (word === 'true' || word === 'false') return kinds.flag;
  if (word === 'null' || word === 'nil') return kinds.null;
  return word === 'root' || word === 'admin' ? kinds.account : 0;
}
