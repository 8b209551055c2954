/** The forms in which an error of ClickHouse reaches people: as its client, its drivers and its log print it. */

/** Pure: a pattern. Numbers and names are those of `ErrorCodes.cpp`; the code of an HTTP answer or of a process is another. */
export function errorCode(numbers: readonly number[], names: readonly string[]): string {
  return [
    // Code: 60. DB::Exception, code: 60, message: … (Go), code: '60' (Node), error code 60.
    `(?<!(?:exit|status|response|return|http) ?)\\bcode:? ?['"]?(?:${numbers.join('|')})\\b`,
    ...names.map((name) => `\\b${name}\\b`),
  ].join('|');
}
