/** A pattern that does not hold where other words make it another fault. */

/**
 * Pure: `pattern` and `others` may match anywhere, and are regular expressions whose alternatives need no parentheses. The groups are plain
 * ones: short words at their beginning are hints like any other.
 */
export function unlessSaid(others: string, pattern: string): string {
  return `^(?![\\s\\S]*(${others}))[\\s\\S]*(${pattern})`;
}
