/** What goes on over a colon, a slash or a space: clock times, MAC and IPv6 addresses, `host:port`, URLs, drive letters, `ctime` dates. */

import { classOf, dash, digit, dot, isDigit, isHex, isLetter, letters, mark, space } from './characters.ts';
import { isHost } from './host-name.ts';
import { kinds } from './variable.ts';

/** Where a composite ends and what it is; `end` 0 when there is none. */
export interface Composite {
  kind: number;
  end: number;
}

const colon = 58;

/** At line[end] a colon follows the chunk line[start, end). */
export function readComposite(line: string, start: number, end: number, limit: number, mask: number, out: Composite): void {
  out.end = 0;
  const next = line.charCodeAt(end + 1);
  const isNamed = isLetter(line.charCodeAt(start));
  if (isNamed && next === 47 && line.charCodeAt(end + 2) === 47) {
    take(kinds.url, urlEnd(line, end + 3, limit), out);
    return;
  }
  if (isNamed && next === 92 && end - start === 1) {
    take(kinds.path, pathEnd(line, end + 1, limit), out);
    return;
  }
  if (end - start <= 4 && allHex(line, start, end) && readColons(line, start, limit, out)) return;
  if (!isDigit(next)) {
    if (next === colon && allHex(line, start, end)) readColons(line, start, limit, out);
    return;
  }
  readPort(line, start, end, limit, mask, out);
}

/** `::1` and the like, where no chunk comes before the colons. */
export function readLeadingColons(line: string, start: number, limit: number, out: Composite): boolean {
  out.end = 0;
  return line.charCodeAt(start + 1) === colon && isHex(line.charCodeAt(start + 2)) && readColons(line, start, limit, out);
}

function take(kind: number, end: number, out: Composite): void {
  out.kind = kind;
  out.end = end;
}

function allHex(line: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (!isHex(line.charCodeAt(index))) return false;
  return true;
}

function urlEnd(line: string, start: number, limit: number): number {
  let index = start;
  while (index < limit) {
    const code = line.charCodeAt(index);
    if ((classOf(code) & space) !== 0 || '"\'<>()[]{},;'.includes(line[index] ?? '')) break;
    // What was masked in a URL stands between guillemets and is part of it.
    if (code > 127 && code !== 0xab && code !== 0xbb) break;
    index += 1;
  }
  while (index > start && '.:!?'.includes(line[index - 1] ?? '')) index -= 1;
  return index;
}

function pathEnd(line: string, start: number, limit: number): number {
  let index = start;
  while (index < limit && (classOf(line.charCodeAt(index)) & space) === 0 && !'"\'<>|,;()[]{}'.includes(line[index] ?? '')) index += 1;
  while (index > start + 1 && line.charCodeAt(index - 1) === 46) index -= 1;
  return index;
}

/** A run of hexadecimal groups between colons. */
function readColons(line: string, start: number, limit: number, out: Composite): boolean {
  let index = start;
  let colons = 0;
  let isDecimal = true;
  let isDouble = false;
  let sizeMax = 0;
  let sizeMin = 9;
  let size = 0;
  let firstSize = -1;
  for (; index < limit; index += 1) {
    const code = line.charCodeAt(index);
    if (isHex(code)) {
      if (!isDigit(code)) isDecimal = false;
      size += 1;
      continue;
    }
    if (code !== colon || (!isHex(line.charCodeAt(index + 1)) && line.charCodeAt(index + 1) !== colon)) break;
    if (firstSize < 0) firstSize = size;
    if (size === 0 && colons > 0) isDouble = true;
    else if (colons > 0 || size > 0) {
      sizeMax = Math.max(sizeMax, size);
      sizeMin = Math.min(sizeMin, size);
    }
    colons += 1;
    size = 0;
  }
  sizeMax = Math.max(sizeMax, size);
  if (size > 0) sizeMin = Math.min(sizeMin, size);
  const last = classOf(line.charCodeAt(index));
  const isCut = index < limit && (last & (space | mark | dot)) === 0;
  if (colons === 0 || sizeMax > 4) return false;
  if (isDecimal && firstSize <= 2 && sizeMin >= 1 && sizeMax <= 3 && colons <= 3 && !isDouble) {
    const isClock = colons >= 2 || (firstSize >= 1 && size === 2);
    if (!isClock) return false;
    take(kinds.time, fractionEnd(line, index, limit), out);
    return true;
  }
  if (isCut) return false;
  if (sizeMin === 2 && sizeMax === 2 && colons >= 5 && !isDouble) take(kinds.mac, index, out);
  else if (isDouble || colons >= 5) take(kinds.ip, index, out);
  return out.end !== 0;
}

/** `.455`, `,455` and a time zone that is glued on. */
function fractionEnd(line: string, from: number, limit: number): number {
  let index = from;
  const code = line.charCodeAt(index);
  if (index + 1 < limit && (code === 46 || code === 44) && isDigit(line.charCodeAt(index + 1))) {
    index += 2;
    while (index < limit && isDigit(line.charCodeAt(index))) index += 1;
  }
  if (index < limit && line.charCodeAt(index) === 90) return index + 1;
  const sign = line.charCodeAt(index);
  if (index + 4 < limit + 1 && (sign === 43 || sign === 45) && isDigit(line.charCodeAt(index + 1)) && isDigit(line.charCodeAt(index + 2))) {
    index += 3;
    if (line.charCodeAt(index) === colon) index += 1;
    while (index < limit && isDigit(line.charCodeAt(index))) index += 1;
  }
  return index;
}

/** A colon and a number of up to five digits after an address or the name of a host. */
function readPort(line: string, start: number, end: number, limit: number, mask: number, out: Composite): void {
  let index = end + 1;
  while (index < limit && isDigit(line.charCodeAt(index))) index += 1;
  if (index - end > 6 || (index < limit && (classOf(line.charCodeAt(index)) & (letters | digit)) !== 0)) return;
  const isAddress =
    (mask & (letters | digit | dot)) !== 0 &&
    (isIpText(line, start, end) || isHost(line, start, end, mask) || isDottedName(line, start, end, mask));
  if (isAddress) take(kinds.address, index, out);
}

const sourceEndings = new Set(
  'c cc cpp cxx h hpp m mm java kt scala py go js mjs ts tsx jsx rb rs php cs lua pl sh sql ex exs erl swift'.split(' '),
);

/** `cache.shop:6379`: dotted, in small letters, and no source file with its line number. */
function isDottedName(line: string, start: number, end: number, mask: number): boolean {
  if ((mask & dot) === 0 || (mask & ~(letters | digit | dot | dash)) !== 0) return false;
  for (let index = start; index < end; index += 1) {
    const code = line.charCodeAt(index);
    if (code >= 65 && code <= 90) return false;
  }
  return !sourceEndings.has(line.slice(line.lastIndexOf('.', end) + 1, end));
}

function isIpText(line: string, start: number, end: number): boolean {
  let dots = 0;
  for (let index = line.charCodeAt(start) === 47 ? start + 1 : start; index < end; index += 1) {
    if (line.charCodeAt(index) === 46) dots += 1;
    else if (!isDigit(line.charCodeAt(index))) return false;
  }
  return dots === 3;
}

const weekdays = new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
const ctime =
  /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? {1,2}(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* {1,2}\d{1,2}|\d{1,2}[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?:[ -]\d{4})?),? \d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: [A-Z]{2,5}| [+-]\d{4})?(?: \d{4})?(?![\w:])/y;

/** `Fri Jun 17 07:07:00 2005` and its kin, where a word of three letters has been seen at `start`; 0 when it is only a word. */
export function ctimeEnd(line: string, start: number): number {
  if (!weekdays.has(line.slice(start, start + 3))) return 0;
  ctime.lastIndex = start;
  return ctime.test(line) ? ctime.lastIndex : 0;
}
