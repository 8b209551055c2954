/** Whose turn it is in one layer, within its hours and with its holidays. */

import { weekdays } from '../domain/hours.ts';
import type { Holiday, Layer, Schedule, Shift, Span } from './schedule.ts';
import { outside, unite, within } from './spans.ts';
import { addDays, dayAt, daysBetween, momentAt, weekdayOf } from './wall-clock.ts';

/** Sorted, apart from each other, within the span. */
export function layerShifts(schedule: Pick<Schedule, 'holidays' | 'timeZone'>, layer: Layer, span: Span): readonly Shift[] {
  const turns = turnsIn(layer, span);
  const atWork = layer.hours.length === 0 ? turns : within(turns, dutyHours(layer, span));
  if (layer.holidays === 'on') return atWork;
  const days = holidaySpans(schedule);
  return layer.holidays === 'off' ? outside(atWork, days) : within(atWork, days);
}

function turnsIn(layer: Layer, span: Span): readonly Shift[] {
  const turns: Shift[] = [];
  for (let index = turnAt(layer, span.fromMs); ; index += 1) {
    const fromMs = Math.max(span.fromMs, beginOf(layer, index));
    if (fromMs >= span.toMs) return turns;
    const toMs = Math.min(span.toMs, beginOf(layer, index + 1));
    // A day that a place left out of its calendar has no turn.
    if (toMs > fromMs) turns.push({ fromMs, toMs, personIds: personsOf(layer, index), layer: layer.name, overrideId: null });
  }
}

/** The turn that the moment lies in, counted from the start; the first one for what lies before it. */
function turnAt(layer: Layer, ms: number): number {
  const days = daysBetween(layer.start, dayAt(layer.timeZone, ms));
  let index = Math.max(0, Math.floor((days * 24) / hoursOf(layer)) - 1);
  while (beginOf(layer, index + 1) <= ms) index += 1;
  while (index > 0 && beginOf(layer, index) > ms) index -= 1;
  return index;
}

function beginOf(layer: Layer, index: number): number {
  return momentAt(layer.timeZone, layer.start, layer.handover, index * hoursOf(layer));
}

/** Of the clock on the wall: a day that has 23 or 25 of them counts as 24. */
function hoursOf({ every }: Layer): number {
  if ('hours' in every) return every.hours;
  return 'weeks' in every ? every.weeks * 168 : every.days * 24;
}

function personsOf({ turns }: Layer, index: number): readonly string[] {
  return turns[index % turns.length] ?? [];
}

function dutyHours(layer: Layer, span: Span): readonly Span[] {
  const spans: Span[] = [];
  const last = dayAt(layer.timeZone, span.toMs);
  // What began the day before may reach into the span.
  for (let day = addDays(dayAt(layer.timeZone, span.fromMs), -1); day <= last; day = addDays(day, 1)) {
    const weekday = weekdays[weekdayOf(day)];
    for (const { days, from, to } of layer.hours) {
      if (weekday === undefined || !days.includes(weekday)) continue;
      const end = to > from ? day : addDays(day, 1);
      spans.push({ fromMs: momentAt(layer.timeZone, day, from), toMs: momentAt(layer.timeZone, end, to) });
    }
  }
  return unite(spans);
}

function holidaySpans({ holidays, timeZone }: Pick<Schedule, 'holidays' | 'timeZone'>): readonly Span[] {
  const spanOf = ({ from, to }: Holiday): Span => ({
    fromMs: momentAt(timeZone, from, '00:00'),
    toMs: momentAt(timeZone, addDays(to, 1), '00:00'),
  });
  return unite(holidays.map(spanOf));
}
