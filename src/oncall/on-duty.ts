/** Who is on duty at a moment, since when, until when, and who comes next. */

import type { Override, Schedule, Shift } from './schedule.ts';
import { shiftsIn } from './shifts.ts';

export interface Duty {
  /** Null in a gap of the schedule. */
  readonly shift: Shift | null;
  /** The next one, or the end of the gap; null when none is in sight. */
  readonly next: Shift | null;
}

const dayMs = 86_400_000;
/** A yearly turn is the longest that is looked for. */
const reachesMs = [15 * dayMs, 400 * dayMs];

export function onDutyAt(schedule: Schedule, overrides: readonly Override[], atMs: number): Duty {
  let duty: Duty = { shift: null, next: null };
  for (const reachMs of reachesMs) {
    duty = dutyWithin(schedule, overrides, atMs, reachMs);
    const isCut = duty.shift !== null && (duty.shift.toMs === atMs + reachMs || duty.shift.fromMs === atMs - reachMs);
    if (duty.next !== null && !isCut) return duty;
  }
  return duty;
}

function dutyWithin(schedule: Schedule, overrides: readonly Override[], atMs: number, reachMs: number): Duty {
  const shifts = shiftsIn(schedule, overrides, { fromMs: atMs - reachMs, toMs: atMs + reachMs });
  const shift = shifts.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs) ?? null;
  return { shift, next: shifts.find(({ fromMs }) => fromMs > atMs) ?? null };
}
