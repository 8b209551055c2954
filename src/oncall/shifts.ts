/** Who is on duty from when to when: the layers over each other, and the overrides over all of them. */

import { layerShifts } from './layer-shifts.ts';
import type { Override, Schedule, Shift, Span } from './schedule.ts';
import { complementOf, outside, unite, within } from './spans.ts';

/** Sorted and apart from each other; a time that none of them has is a gap. Overrides in the order in which they were made. */
export function shiftsIn(schedule: Schedule, overrides: readonly Override[], span: Span): readonly Shift[] {
  let shifts: readonly Shift[] = [];
  for (const layer of schedule.layers) {
    const above = layerShifts(schedule, layer, span);
    shifts = sorted([...outside(shifts, unite(above)), ...above]);
  }
  for (const override of overrides) shifts = sorted(applied(shifts, override, span));
  return merged(shifts);
}

export function gapsIn(schedule: Schedule, overrides: readonly Override[], span: Span): readonly Span[] {
  return complementOf(unite(shiftsIn(schedule, overrides, span)), span);
}

function applied(shifts: readonly Shift[], override: Override, span: Span): readonly Shift[] {
  const { id, personId, insteadOf } = override;
  const taken = within([{ fromMs: override.fromMs, toMs: override.toMs }], [span]);
  if (insteadOf === null) {
    const own = taken.map((each): Shift => ({ ...each, personIds: [personId], layer: null, overrideId: id }));
    return [...outside(shifts, taken), ...own];
  }
  const meant = shifts.filter(({ personIds }) => personIds.includes(insteadOf));
  const others = shifts.filter((shift) => !meant.includes(shift));
  const relieved = within(meant, taken).map(
    (shift): Shift => ({ ...shift, overrideId: id, personIds: replaced(shift.personIds, insteadOf, personId) }),
  );
  return [...others, ...outside(meant, taken), ...relieved];
}

function replaced(personIds: readonly string[], from: string, to: string): readonly string[] {
  return [...new Set(personIds.map((id) => (id === from ? to : id)))];
}

function sorted(shifts: readonly Shift[]): readonly Shift[] {
  return shifts.toSorted((one, other) => one.fromMs - other.fromMs);
}

/** Two turns of the same people are one shift. */
function merged(shifts: readonly Shift[]): readonly Shift[] {
  const whole: Shift[] = [];
  for (const shift of shifts) {
    const last = whole.at(-1);
    if (last !== undefined && last.toMs === shift.fromMs && isAlike(last, shift)) {
      whole[whole.length - 1] = { ...last, toMs: shift.toMs };
    } else whole.push(shift);
  }
  return whole;
}

function isAlike(one: Shift, other: Shift): boolean {
  const isSame = one.layer === other.layer && one.overrideId === other.overrideId;
  return isSame && one.personIds.join('\n') === other.personIds.join('\n');
}
