/** Units of time and size: as words behind a number, and glued to it. */

import { isDigit } from './characters.ts';
import { kinds } from './variable.ts';

export const durationWords = new Set(
  'ns us usec usecs microsecond microseconds ms msec msecs millis millisecond milliseconds s sec secs second seconds m min mins minute minutes h hr hrs hour hours d day days'.split(
    ' ',
  ),
);
export const sizeWords = new Set('B byte bytes KB kB K MB GB TB PB KiB MiB GiB TiB Kb Mb Gb'.split(' '));
const durationSuffixes = new Set(['ns', 'us', 'µs', 'μs', 'ms', 's', 'sec', 'secs', 'm', 'min', 'h', 'd']);
const sizeSuffixes = new Set([
  'B',
  'b',
  'K',
  'k',
  'M',
  'G',
  'T',
  'KB',
  'kB',
  'kb',
  'MB',
  'Mb',
  'GB',
  'Gb',
  'TB',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
  'KiB',
  'MiB',
  'GiB',
  'TiB',
]);

/** The kind of a number with its unit glued on, as `10ms`; 0 when it is something else. */
export function gluedUnit(line: string, start: number, end: number): number {
  let index = start;
  while (index < end && (isDigit(line.charCodeAt(index)) || line.charCodeAt(index) === 46)) index += 1;
  if (end - index > 4) return 0;
  const unit = line.slice(index, end);
  if (durationSuffixes.has(unit)) return kinds.duration;
  return sizeSuffixes.has(unit) ? kinds.size : 0;
}
