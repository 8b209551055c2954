/** The forms in which drivers and the shell print the name of an error's code. */

/** Pure: a pattern. Some names are words of prose as well (`Unauthorized`): they count where they are told as a code's name. */
export function codeNames(...names: readonly string[]): string {
  const name = names.join('|');
  // codeName: 'X', "codeName" : "X"; error 112 (X), (X) Not so …; X: … as the log and Go's driver begin.
  return `codeName\\W{1,6}(?:${name})\\b|\\((?:${name})\\)|(?:error|caused by :: )\\W{0,3}(?:${name})\\b`;
}
