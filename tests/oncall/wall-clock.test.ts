import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  clockAt,
  dayAt,
  daysBetween,
  isDay,
  isTimeZone,
  momentAt,
  offsetMinutesAt,
  weekdayOf,
} from '../../src/oncall/wall-clock.ts';
import { zones } from './schedules.ts';

describe('momentAt()', () => {
  it('takes the first of two moments, and the leap for a time that never is', () => {
    const cases = [
      ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
      ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00.000Z'],
      ['America/New_York', '2026-03-08', '03:00', '2026-03-08T07:00:00.000Z'],
      ['Asia/Shanghai', '2026-03-08', '02:30', '2026-03-07T18:30:00.000Z'],
      ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00:00.000Z'],
    ] as const;
    for (const [zone, day, time, expected] of cases)
      assert.equal(new Date(momentAt(zone, day, time)).toISOString(), expected, `${zone} ${day} ${time}`);
  });

  it('never puts a later time before an earlier one', () => {
    const minutes = fc.integer({ min: 0, max: 3 * 1_440 });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('2026-03-07', '2026-03-28', '2026-10-31', '2026-10-24', '2026-04-04', '2011-12-29', '2018-11-03'),
        minutes,
        minutes,
        (zone, day, one, other) => {
          const moment = (given: number): number => momentAt(zone, addDays(day, Math.floor(given / 1_440)), timeOf(given % 1_440));
          assert.ok(moment(Math.min(one, other)) <= moment(Math.max(one, other)));
        },
      ),
      { numRuns: 500 },
    );
  });
});

it('clockAt(), dayAt() and offsetMinutesAt() read the clock of a place', () => {
  const ms = Date.parse('2026-07-01T20:30Z');
  assert.equal(clockAt('Asia/Shanghai', ms), '2026-07-02 04:30');
  assert.equal(dayAt('Asia/Shanghai', ms), '2026-07-02');
  assert.equal(offsetMinutesAt('America/St_Johns', ms), -150);
});

it('counts days on the calendar', () => {
  assert.equal(addDays('2026-02-27', 2), '2026-03-01');
  assert.equal(daysBetween('2026-02-27', '2026-03-01'), 2);
  assert.equal(weekdayOf('2026-01-05'), 0);
});

it('knows what is no day and no zone', () => {
  assert.deepEqual(['2026-02-28', '2026-02-29', '2026-2-1', 'tomorrow'].map(isDay), [true, false, false, false]);
  assert.deepEqual(['Asia/Shanghai', 'Asia/Atlantis', ''].map(isTimeZone), [true, false, false]);
});

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
