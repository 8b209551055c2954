import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { onDutyAt } from '../../src/oncall/on-duty.ts';
import { shiftsIn } from '../../src/oncall/shifts.ts';
import { anyOverrides, anySchedule, anySpan, layer, schedule } from './schedules.ts';

describe('onDutyAt()', () => {
  it('names who is on duty, until when, and who comes next', () => {
    const duty = onDutyAt(schedule(), [], Date.parse('2026-01-07T12:00Z'));

    assert.deepEqual(duty.shift?.personIds, ['li']);
    assert.equal(new Date(duty.shift?.toMs ?? 0).toISOString(), '2026-01-12T09:00:00.000Z');
    assert.deepEqual(duty.next?.personIds, ['sam']);
  });

  it('says that nobody is, and who is the next', () => {
    const office = layer({ hours: [{ days: ['mon'], from: '09:00', to: '18:00' }] });
    const duty = onDutyAt(schedule({ layers: [office] }), [], Date.parse('2026-01-07T12:00Z'));

    assert.equal(duty.shift, null);
    assert.equal(new Date(duty.next?.fromMs ?? 0).toISOString(), '2026-01-12T09:00:00.000Z');
  });

  it('finds the end of a turn of a quarter, and none where one person is always on', () => {
    const quarters = schedule({ layers: [layer({ every: { weeks: 13 } })] });
    assert.equal(
      new Date(onDutyAt(quarters, [], Date.parse('2026-02-20T00:00Z')).shift?.toMs ?? 0).toISOString(),
      '2026-04-06T09:00:00.000Z',
    );

    const alone = schedule({ layers: [layer({ turns: [['li']] })] });
    assert.equal(onDutyAt(alone, [], Date.parse('2026-02-20T00:00Z')).next, null);
  });

  it('agrees with the calendar at every moment', () => {
    fc.assert(
      fc.property(
        anySchedule,
        anySpan.chain((span) => fc.tuple(fc.constant(span), anyOverrides(span), fc.integer({ min: span.fromMs, max: span.toMs - 1 }))),
        (given, [span, overrides, at]) => {
          const calendar = shiftsIn(given, overrides, span).find(({ fromMs, toMs }) => fromMs <= at && at < toMs);

          const duty = onDutyAt(given, overrides, at);

          assert.deepEqual(duty.shift?.personIds ?? null, calendar?.personIds ?? null);
          assert.equal(duty.shift?.overrideId ?? null, calendar?.overrideId ?? null);
        },
      ),
      { numRuns: 60 },
    );
  });
});
