import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { layerShifts } from '../../src/oncall/layer-shifts.ts';
import { anyLayer, anySpan, layer, schedule } from './schedules.ts';

it('layerShifts() has nobody before its start', () => {
  const span = { fromMs: Date.parse('2026-01-01T00:00Z'), toMs: Date.parse('2026-01-05T10:00Z') };

  const shifts = layerShifts(schedule(), layer(), span);

  assert.deepEqual(
    shifts.map(({ fromMs }) => new Date(fromMs).toISOString()),
    ['2026-01-05T09:00:00.000Z'],
  );
});

it('layerShifts() begins each turn when a clock of the place, read by the platform, shows the time of the handover', () => {
  fc.assert(
    fc.property(anyLayer({ hours: [], holidays: 'on', start: '2010-12-01', every: { days: 1 } }), anySpan, (given, span) => {
      const shown = new Intl.DateTimeFormat('en-GB', { timeZone: given.timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      const dates = new Intl.DateTimeFormat('en-CA', { timeZone: given.timeZone });
      const dayOf = (ms: number) => Date.parse(dates.format(ms)) / 86_400_000;
      const begins = layerShifts(schedule(), given, span).map(({ fromMs }) => fromMs);
      for (const begin of begins.filter((ms) => ms !== span.fromMs)) {
        // Where the clock leaps over the time, it shows a later one at once, and an earlier one the minute before.
        const [before, now] = [shown.format(begin - 60_000), shown.format(begin)];
        // Samoa once left out a whole day: its handover is with the first moment of the next one.
        const isDayLeftOut = dayOf(begin) - dayOf(begin - 60_000) > 1;
        assert.ok(
          isDayLeftOut || now === given.handover || (now > given.handover && (before < given.handover || before > now)),
          `${given.timeZone} ${before} ${now}`,
        );
      }
    }),
    { numRuns: 100 },
  );
});
