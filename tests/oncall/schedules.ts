/** Schedules for the tests: written ones, and any that fast-check can think of. */

import fc from 'fast-check';
import { weekdays } from '../../src/domain/hours.ts';
import type { Layer, Override, Schedule } from '../../src/oncall/schedule.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

export function layer(given: Partial<Layer> = {}): Layer {
  return {
    ...{ name: 'base', timeZone: 'UTC', turns: [['li'], ['sam'], ['wang']], every: { weeks: 1 }, start: '2026-01-05', handover: '09:00' },
    ...{ hours: [], holidays: 'on' },
    ...given,
  };
}

export function schedule(given: Partial<Schedule> = {}): Schedule {
  return { id: 'primary', name: 'Primary', timeZone: 'UTC', aliases: [], layers: [layer()], holidays: [], ...given };
}

/** Clocks that are changed by an hour, by half of one, at midnight, by a whole day, and never. */
export const zones = [
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/St_Johns',
];

const people = ['li', 'sam', 'wang', 'anna'];
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${minutes}`);
/** Of the years in which Samoa lost a day and Brazil still changed its clocks, too. */
const date = fc
  .integer({ min: Date.UTC(2010, 0, 1) / day, max: Date.UTC(2027, 0, 1) / day })
  .map((days) => new Date(days * day).toISOString().slice(0, 10));

const turnLength = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((days) => ({ days })),
  fc.integer({ min: 1, max: 4 }).map((weeks) => ({ weeks })),
  fc.integer({ min: 1, max: 40 }).map((hours) => ({ hours })),
);

const dutyHours = fc.record({ days: fc.subarray([...weekdays], { minLength: 1 }), from: time, to: time });

export function anyLayer(fixed: Partial<Layer> = {}): fc.Arbitrary<Layer> {
  return fc
    .record({
      name: fc.constantFrom('base', 'office', 'night'),
      timeZone: fc.constantFrom(...zones),
      turns: fc.array(fc.subarray(people, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 }),
      every: turnLength,
      start: date,
      handover: time,
      hours: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(dutyHours, { minLength: 1, maxLength: 3 }) },
      ),
      holidays: fc.constantFrom('on' as const, 'on' as const, 'off' as const, 'only' as const),
    })
    .map((made) => ({ ...made, ...fixed }));
}

const holiday = fc.tuple(date, fc.integer({ min: 0, max: 7 })).map(([from, days]) => ({
  ...{ name: 'holiday', from },
  to: new Date(Date.parse(from) + days * day).toISOString().slice(0, 10),
}));

export const anySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    layers: fc.array(anyLayer(), { minLength: 1, maxLength: 3 }),
    holidays: fc.array(holiday, { maxLength: 3 }),
  })
  .map((made) => schedule(made));

/** A moment and up to six weeks after it; often over a change of the clocks. */
export const anySpan = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.constantFrom(Date.UTC(2026, 2, 7), Date.UTC(2026, 2, 28), Date.UTC(2026, 9, 31), Date.UTC(2011, 11, 28), Date.UTC(2018, 10, 3)),
    ),
    fc.integer({ min: hour, max: 42 * day }),
  )
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));

/** Some of them within the span. */
export function anyOverrides(span: { readonly fromMs: number; readonly toMs: number }): fc.Arbitrary<readonly Override[]> {
  const length = span.toMs - span.fromMs;
  return fc.array(
    fc
      .record({
        personId: fc.constantFrom(...people),
        insteadOf: fc.option(fc.constantFrom(...people)),
        fromMs: fc.integer({ min: span.fromMs - length, max: span.toMs }),
        lasts: fc.integer({ min: 1, max: length }),
        id: fc.uuid(),
      })
      .map(({ lasts, ...given }) => ({ ...given, toMs: given.fromMs + lasts })),
    { maxLength: 4 },
  );
}
