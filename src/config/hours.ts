/** Hours of the week as the file says them, for voices, ladders and shifts. */

import { z } from 'zod';
import { weekdays } from '../domain/hours.ts';
import { isTimeZone } from '../oncall/wall-clock.ts';

/** `example` is shown to whoever wrote something else. */
export function timeOfDay(example: string) {
  return z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, `expected a time of day such as ${example}`);
}

export const timeZone = z.string().refine(isTimeZone, 'expected the name of a time zone such as Asia/Shanghai');

export const ownTimeZone = timeZone.default(() => Intl.DateTimeFormat().resolvedOptions().timeZone);

/** A `to` that isn't later than `from` ends on the next day. */
export function hoursShape(example: string) {
  return {
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .default([...weekdays]),
    from: timeOfDay(example),
    to: timeOfDay(example),
  };
}
