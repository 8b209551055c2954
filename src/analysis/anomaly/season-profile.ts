/** What a time of day, or of the week, usually shows: for each slot the median of its last visits. */

export interface SeasonProfile {
  readonly periodMs: number;
  slots: number;
  readonly visitsMax: number;
  /** Means of the finished visits, a ring for each slot. */
  readonly visits: Float64Array;
  readonly counts: Float64Array;
  /** The visit that goes on. */
  slot: number;
  sum: number;
  points: number;
  /** Median of the current slot, taken when it was entered; meaningless while `isKnown` is false. */
  usual: number;
  isKnown: boolean;
}

const visitsMin = 3;

export function createSeasonProfile(periodMs: number, slots: number, visitsMax: number): SeasonProfile {
  const [visits, counts] = [new Float64Array(slots * visitsMax), new Float64Array(slots)];
  return { periodMs, slots, visitsMax, visits, counts, slot: -1, sum: 0, points: 0, usual: 0, isKnown: false };
}

/** Moves to the slot of this time; call before `usual` is read. */
export function enterSlot(profile: SeasonProfile, timeMs: number): void {
  const { periodMs, slots } = profile;
  const phase = (((timeMs % periodMs) + periodMs) % periodMs) / periodMs;
  const slot = Math.min(slots - 1, Math.floor(phase * slots));
  if (slot === profile.slot) return;
  finishVisit(profile);
  profile.slot = slot;
  const usual = usualOf(profile, slot);
  profile.isKnown = usual !== null;
  profile.usual = usual ?? 0;
}

export function addToSlot(profile: SeasonProfile, value: number): void {
  profile.sum += value;
  profile.points += 1;
}

/** What the slot of another time usually shows; null while it was visited less than three times. */
export function usualAt(profile: SeasonProfile, timeMs: number): number | null {
  const phase = (((timeMs % profile.periodMs) + profile.periodMs) % profile.periodMs) / profile.periodMs;
  return usualOf(profile, Math.min(profile.slots - 1, Math.floor(phase * profile.slots)));
}

function usualOf({ counts, visits, visitsMax }: SeasonProfile, slot: number): number | null {
  const count = Math.min(visitsMax, counts[slot] ?? 0);
  if (count < visitsMin) return null;
  const sorted = visits.slice(slot * visitsMax, slot * visitsMax + count).sort();
  const middle = count >> 1;
  return count % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function finishVisit(profile: SeasonProfile): void {
  const { slot, visitsMax } = profile;
  if (profile.points > 0 && slot >= 0) {
    const count = profile.counts[slot] ?? 0;
    profile.visits[slot * visitsMax + (count % visitsMax)] = profile.sum / profile.points;
    profile.counts[slot] = count + 1;
  }
  profile.sum = 0;
  profile.points = 0;
}
