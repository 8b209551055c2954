/** Whether a log was calm before its errors began: its own time before, where nothing reaches back before the incident. */

import { isErrorEntry } from '../../analysis/logs/level.ts';
import type { LogEntry } from '../../analysis/logs/log-reader.ts';

/** Fewer entries are no calm. */
const calmMin = 20;
/** That so many entries at the beginning had none by chance, at the rate of the rest. */
const chanceMax = 0.01;
/** A pause that is longer than this many mean distances is an end. */
const pauseMeans = 5;

/**
 * How many entries without an error the log began with, where that can't be chance and the errors still go on; else 0.
 * At the rate p of the entries after, n entries have none with the probability (1 − p)ⁿ.
 */
export function calmBefore(entries: readonly LogEntry[]): number {
  const first = entries.findIndex(isErrorEntry);
  if (first < calmMin) return 0;
  const after = entries.slice(first);
  const errors = after.filter(isErrorEntry).length;
  const rate = errors / after.length;
  const sinceLast = after.length - 1 - after.findLastIndex(isErrorEntry);
  return errors >= 3 && (1 - rate) ** first < chanceMax && sinceLast * rate <= pauseMeans ? first : 0;
}
