import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWithin, spanText, timeInterval, weekOf } from '../../../src/systems/alertmanager/time-intervals.ts';

function interval(...spans: readonly object[]) {
  return timeInterval.parse({ name: 'quiet', time_intervals: spans });
}

// A Saturday.
const saturday = Date.parse('2026-11-28T14:00:00Z');

describe('time intervals of Alertmanager', () => {
  const cases: readonly { readonly span: object; readonly isIn: boolean }[] = [
    { span: {}, isIn: true },
    { span: { weekdays: ['saturday', 'sunday'] }, isIn: true },
    { span: { weekdays: ['monday:friday'] }, isIn: false },
    { span: { weekdays: ['sunday:saturday'] }, isIn: true },
    { span: { times: [{ start_time: '13:00', end_time: '14:00' }] }, isIn: false },
    { span: { times: [{ start_time: '14:00', end_time: '24:00' }] }, isIn: true },
    { span: { times: [{ start_time: '22:00', end_time: '24:00' }], location: 'Asia/Shanghai' }, isIn: true },
    { span: { days_of_month: ['-3:-1'] }, isIn: true },
    { span: { days_of_month: ['1:7'] }, isIn: false },
    { span: { months: ['november:december'], years: [2026] }, isIn: true },
    { span: { months: ['1:3'] }, isIn: false },
    { span: { location: 'No/Where' }, isIn: false },
  ];
  for (const { span, isIn } of cases)
    it(`isWithin() is ${String(isIn)} for ${JSON.stringify(span)}`, () => assert.equal(isWithin(interval(span), saturday), isIn));

  it('weekOf() tells how much of the week is covered, and when it ends first', () => {
    const weekend = interval({ weekdays: ['saturday', 'sunday'] });
    const read = weekOf((atMs) => isWithin(weekend, atMs), saturday);

    assert.equal(Math.round(read.ratio * 7), 2);
    assert.equal(new Date(read.endsAtMs ?? 0).toISOString(), '2026-11-30T00:00:00.000Z');
    assert.deepEqual(
      weekOf(() => true, saturday),
      { ratio: 1, endsAtMs: null },
    );
  });

  it('spanText() shows an interval in one line', () => {
    const given = interval(
      { times: [{ start_time: '22:00', end_time: '24:00' }], weekdays: ['monday:friday'], location: 'Asia/Shanghai' },
      {},
    );

    assert.equal(spanText(given), '22:00-24:00, monday:friday Asia/Shanghai; always UTC');
  });
});
