/** Which dotted names are hosts. */

import { dash, digit, dot, letters, underscore } from './characters.ts';

/** The top-level names that logs hold most; a name of code such as `com.example.Main` begins with one instead. */
const topNames = new Set(
  'com net org edu gov cn jp kr de uk fr ru nl tw hk br au ca eu it es ch se pl info biz local lan internal localdomain arpa cluster'.split(
    ' ',
  ),
);

export function isHost(line: string, start: number, end: number, mask: number): boolean {
  if ((mask & ~(letters | digit | dot | dash | underscore)) !== 0) return false;
  let lastDot = end - 1;
  while (lastDot > start && line.charCodeAt(lastDot) !== 46) {
    if (!isSmallLetter(line.charCodeAt(lastDot))) return false;
    lastDot -= 1;
  }
  if (lastDot === start || end - lastDot > 12 || end - lastDot < 3) return false;
  if (!topNames.has(line.slice(lastDot + 1, end))) return false;
  const firstDot = line.indexOf('.', start);
  return !topNames.has(line.slice(start, firstDot));
}

function isSmallLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
