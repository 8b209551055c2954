import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Override, Shift, Span } from '../../src/oncall/schedule.ts';
import { gapsIn, shiftsIn } from '../../src/oncall/shifts.ts';
import { anyLayer, anyOverrides, anySchedule, anySpan, day, hour, layer, schedule } from './schedules.ts';

const at = (text: string): number => Date.parse(text);
const spanOf = (from: string, to: string): Span => ({ fromMs: at(from), toMs: at(to) });
const told = (shifts: readonly Shift[]): readonly string[] =>
  shifts.map(
    ({ fromMs, toMs, personIds }) => `${new Date(fromMs).toISOString().slice(0, 16)} ${(toMs - fromMs) / hour} h ${personIds.join('+')}`,
  );
const override = (given: Partial<Override>): Override => ({ id: 'o1', personId: 'anna', insteadOf: null, fromMs: 0, toMs: 0, ...given });

describe('shiftsIn()', () => {
  it('hands over at the same time of day, whatever is done to the clock', () => {
    const cases = [
      // A day of 23 hours and one of 25.
      [
        'America/New_York',
        '02:30',
        '2026-03-07',
        3,
        ['2026-03-07T07:30 23.5 h li', '2026-03-08T07:00 23.5 h sam', '2026-03-09T06:30 24 h wang'],
      ],
      [
        'America/New_York',
        '01:30',
        '2026-10-31',
        3,
        ['2026-10-31T05:30 24 h li', '2026-11-01T05:30 25 h sam', '2026-11-02T06:30 24 h wang'],
      ],
      [
        'America/New_York',
        '09:00',
        '2026-10-31',
        3,
        ['2026-10-31T13:00 25 h li', '2026-11-01T14:00 24 h sam', '2026-11-02T14:00 24 h wang'],
      ],
      // Half an hour.
      [
        'Australia/Lord_Howe',
        '02:15',
        '2026-10-03',
        3,
        ['2026-10-02T15:45 23.75 h li', '2026-10-03T15:30 23.75 h sam', '2026-10-04T15:15 24 h wang'],
      ],
      // The day that Samoa left out: its turn is nobody's.
      ['Pacific/Apia', '09:00', '2011-12-29', 4, ['2011-12-29T19:00 15 h li', '2011-12-30T10:00 9 h sam', '2011-12-30T19:00 24 h wang']],
      ['Asia/Shanghai', '09:00', '2026-03-07', 3, ['2026-03-07T01:00 24 h li', '2026-03-08T01:00 24 h sam', '2026-03-09T01:00 24 h wang']],
    ] as const;
    for (const [timeZone, handover, start, days, expected] of cases) {
      const given = schedule({ layers: [layer({ timeZone, handover, start, every: { days: 1 } })] });
      const first = shiftsIn(given, [], { fromMs: at(`${start}T00:00Z`) - day, toMs: at(`${start}T00:00Z`) + (days + 1) * day });

      assert.deepEqual(told(first).slice(0, 3), expected, `${timeZone} ${handover}`);
    }
  });

  it('lets a later layer go over an earlier one within its hours', () => {
    const office = layer({
      name: 'office',
      turns: [['anna']],
      hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }],
    });
    const given = schedule({ layers: [layer(), office] });

    // Friday and Saturday.
    assert.deepEqual(told(shiftsIn(given, [], spanOf('2026-01-09T00:00Z', '2026-01-11T00:00Z'))), [
      '2026-01-09T00:00 9 h li',
      '2026-01-09T09:00 9 h anna',
      '2026-01-09T18:00 30 h li',
    ]);
  });

  it('follows the sun over three zones without a gap', () => {
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
    const place = (name: string, timeZone: string, person: string, from: string, to: string) =>
      layer({ name, timeZone, turns: [[person]], handover: '00:00', hours: [{ days, from, to }] });
    const given = schedule({
      layers: [
        place('Shanghai', 'Asia/Shanghai', 'li', '08:00', '16:00'),
        place('Berlin', 'Europe/Berlin', 'sam', '08:00', '17:00'),
        place('New York', 'America/New_York', 'wang', '09:00', '20:00'),
      ],
    });

    assert.deepEqual(gapsIn(given, [], spanOf('2026-07-01T00:00Z', '2026-07-20T00:00Z')), []);
    assert.deepEqual(told(shiftsIn(given, [], spanOf('2026-07-01T00:00Z', '2026-07-02T00:00Z'))), [
      '2026-07-01T00:00 6 h li',
      '2026-07-01T06:00 7 h sam',
      '2026-07-01T13:00 11 h wang',
    ]);
  });

  it('leaves holidays to those who are there for them', () => {
    const given = schedule({
      timeZone: 'Asia/Shanghai',
      holidays: [{ name: '国庆', from: '2026-10-01', to: '2026-10-02' }],
      layers: [
        layer({ timeZone: 'Asia/Shanghai', turns: [['li']], holidays: 'off' }),
        layer({ name: 'holidays', timeZone: 'Asia/Shanghai', turns: [['sam']], holidays: 'only' }),
      ],
    });

    assert.deepEqual(told(shiftsIn(given, [], spanOf('2026-09-30T00:00Z', '2026-10-03T16:00Z'))), [
      '2026-09-30T00:00 16 h li',
      '2026-09-30T16:00 48 h sam',
      '2026-10-02T16:00 24 h li',
    ]);
  });

  it('takes over all of a time, or one person’s duty in it', () => {
    const pair = schedule({ layers: [layer({ turns: [['li', 'sam']] })] });
    const night = spanOf('2026-01-06T20:00Z', '2026-01-07T08:00Z');
    const whole = spanOf('2026-01-06T09:00Z', '2026-01-07T09:00Z');

    assert.deepEqual(told(shiftsIn(pair, [override(night)], whole)), [
      '2026-01-06T09:00 11 h li+sam',
      '2026-01-06T20:00 12 h anna',
      '2026-01-07T08:00 1 h li+sam',
    ]);
    assert.deepEqual(told(shiftsIn(pair, [override({ ...night, insteadOf: 'li' })], whole))[1], '2026-01-06T20:00 12 h anna+sam');
    assert.deepEqual(told(shiftsIn(pair, [override({ ...night, insteadOf: 'wang' })], whole)), ['2026-01-06T09:00 24 h li+sam']);
  });

  it('never has two shifts at once, none outside the span and none without people', () => {
    fc.assert(
      fc.property(
        anySchedule,
        anySpan.chain((span) => fc.tuple(fc.constant(span), anyOverrides(span))),
        (given, [span, overrides]) => {
          const shifts = shiftsIn(given, overrides, span);
          let end = span.fromMs;
          for (const { fromMs, toMs, personIds } of shifts) {
            assert.ok(fromMs >= end && toMs > fromMs && toMs <= span.toMs);
            assert.ok(personIds.length > 0);
            end = toMs;
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('has no gap in a layer that is on at all hours, once it has begun', () => {
    fc.assert(
      fc.property(anyLayer({ hours: [], holidays: 'on', start: '2010-12-01' }), anySpan, (given, span) => {
        assert.deepEqual(gapsIn(schedule({ layers: [given] }), [], span), []);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same, in whichever pieces it is asked for', () => {
    fc.assert(
      fc.property(
        anySchedule,
        anySpan.chain((span) => fc.tuple(fc.constant(span), anyOverrides(span), fc.integer({ min: span.fromMs, max: span.toMs }))),
        (given, [span, overrides, cut]) => {
          const whole = shiftsIn(given, overrides, span);
          const before = shiftsIn(given, overrides, { ...span, toMs: cut });
          const after = shiftsIn(given, overrides, { ...span, fromMs: cut });

          const apart = whole.flatMap((shift): readonly Shift[] =>
            shift.fromMs < cut && cut < shift.toMs
              ? [
                  { ...shift, toMs: cut },
                  { ...shift, fromMs: cut },
                ]
              : [shift],
          );
          assert.deepEqual([...before, ...after], apart);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives an override its whole time, and changes nothing outside it', () => {
    fc.assert(
      fc.property(anySchedule, anySpan, fc.double({ min: 0, max: 0.9, noNaN: true }), (given, span, share) => {
        const fromMs = Math.floor(span.fromMs + (span.toMs - span.fromMs) * share);
        const taken = { fromMs, toMs: fromMs + Math.ceil((span.toMs - fromMs) / 2) };
        const shifts = shiftsIn(given, [override(taken)], span);

        const own = shifts.filter(({ overrideId }) => overrideId === 'o1');
        assert.deepEqual(own, [{ ...taken, personIds: ['anna'], layer: null, overrideId: 'o1' }]);
        for (const part of [
          { ...span, toMs: taken.fromMs },
          { ...span, fromMs: taken.toMs },
        ])
          assert.deepEqual(shiftsIn(given, [override(taken)], part), shiftsIn(given, [], part));
      }),
      { numRuns: 150 },
    );
  });

  it('gives everybody their turn, one after the other', () => {
    fc.assert(
      fc.property(
        anyLayer({ hours: [], holidays: 'on', start: '2010-12-01', every: { days: 1 }, turns: [['li'], ['sam'], ['wang']] }),
        anySpan,
        (given, span) => {
          const order = shiftsIn(schedule({ layers: [given] }), [], span).map(({ personIds }) =>
            ['li', 'sam', 'wang'].indexOf(personIds[0] ?? ''),
          );
          // Only the day that Samoa left out may pass somebody over.
          const steps = order.slice(1).map((person, index) => (person - (order[index] ?? 0) + 3) % 3);
          assert.ok(steps.filter((step) => step !== 1).length <= (given.timeZone === 'Pacific/Apia' ? 1 : 0));
        },
      ),
      { numRuns: 150 },
    );
  });
});
