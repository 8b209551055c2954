/** Whether a log was calm before a message began: its own time before, where nothing reaches back before the incident. */

export interface Course {
  /** Where the message stands first and last among the entries, from 0. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** How many there are of it. */
  readonly count: number;
}

/** Fewer entries are no calm. */
const calmMin = 20;
/** Fewer messages began by chance. */
const countMin = 3;
/** That so many entries at the beginning had none by chance, at the rate of the rest. */
const chanceMax = 0.01;
/** A pause that is longer than this many mean distances is an end. */
const pauseMeans = 5;

/**
 * How many entries a log of `total` had before the message began, where that can't be chance and it still goes on; else 0.
 * At the rate p of the entries after, n entries have none with the probability (1 − p)ⁿ.
 */
export function calmBefore({ firstAt, lastAt, count }: Course, total: number): number {
  if (firstAt < calmMin || count < countMin) return 0;
  const rate = Math.min(1, count / (total - firstAt));
  const isOngoing = (total - 1 - lastAt) * rate <= pauseMeans;
  return (1 - rate) ** firstAt < chanceMax && isOngoing ? firstAt : 0;
}
