/** Who is on duty when, as the file says it. */

import { z } from 'zod';
import { locales } from '../domain/text.ts';
import type { Schedule } from '../oncall/schedule.ts';
import { isDay } from '../oncall/wall-clock.ts';
import { hoursShape, ownTimeZone, timeOfDay, timeZone } from './hours.ts';

const day = z.string().refine(isDay, 'expected a day such as 2026-01-05');
const personId = z.string().min(1).max(64);

const turnLength = z.union(
  [
    z.literal('day'),
    z.literal('week'),
    z.strictObject({ days: z.number().int().min(1).max(366) }),
    z.strictObject({ weeks: z.number().int().min(1).max(52) }),
    z.strictObject({ hours: z.number().int().min(1).max(168) }),
  ],
  'expected day, week, { days: 3 }, { weeks: 2 } or { hours: 12 }',
);

const layer = z.strictObject({
  name: z.string().min(1).max(60),
  /** Who takes turns; a list within the list is on duty together. */
  people: z
    .array(z.union([personId, z.array(personId).min(1).max(10)]))
    .min(1)
    .max(100),
  every: turnLength.default('week'),
  /** The day on which the first turn begins. */
  start: day,
  handover: timeOfDay('09:00').default('09:00'),
  /** Default: that of the schedule. */
  timeZone: timeZone.optional(),
  /** Only then; a `to` that isn't later than `from` ends on the next day. */
  hours: z
    .array(z.strictObject(hoursShape('09:00')))
    .max(20)
    .default([]),
  holidays: z.enum(['on', 'off', 'only']).default('on'),
});

const holiday = z
  .strictObject({ name: z.string().max(80).default(''), from: day, to: day.optional() })
  .refine(({ from, to }) => to === undefined || to >= from, { path: ['to'], error: 'expected a day that is not before `from`' });

const handoverTarget = z.strictObject({
  adapter: z.string().min(1),
  channel: z.string().min(1).optional(),
  chatId: z.string().min(1).optional(),
  conversationId: z.string().min(1).optional(),
  locale: z.enum(locales).optional(),
});

const schedule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and dashes'),
  name: z.string().min(1).max(80).optional(),
  /** Default: the zone of the machine. */
  timeZone: ownTimeZone,
  /** Other words by which people ask for it: services, teams. */
  aliases: z.array(z.string().min(1).max(60)).max(50).default([]),
  /** From the bottom to the top. */
  layers: z.array(layer).min(1).max(20),
  holidays: z.array(holiday).max(200).default([]),
  /** Where the report at a change of shift is posted; as a target of a route. */
  handover: z.array(handoverTarget).max(10).default([]),
});

export const oncallConfig = z.strictObject({ schedules: z.array(schedule).max(50).default([]) });
export type OncallConfig = z.infer<typeof oncallConfig>;

export function schedulesOf({ schedules }: OncallConfig): readonly Schedule[] {
  return schedules.map(({ id, name, timeZone: zone, aliases, layers, holidays }) => ({
    ...{ id, name: name ?? id, timeZone: zone, aliases },
    holidays: holidays.map(({ name: what, from, to }) => ({ name: what, from, to: to ?? from })),
    layers: layers.map(({ people, every, ...given }) => ({
      ...given,
      timeZone: given.timeZone ?? zone,
      turns: people.map((turn) => (typeof turn === 'string' ? [turn] : turn)),
      every: every === 'day' ? { days: 1 } : every === 'week' ? { weeks: 1 } : every,
    })),
  }));
}
