import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Hours, weekdays } from '../../src/domain/hours.ts';
import { quietUntil } from '../../src/oncall/quiet-hours.ts';

const nights: Hours = { days: weekdays, from: '22:00', to: '08:00', timeZone: 'Europe/Berlin' };

const cases: readonly (readonly [what: string, hours: Hours, at: string, until: string | null])[] = [
  ['before midnight', nights, '2026-11-30T22:30:00Z', '2026-12-01T07:00:00.000Z'],
  ['after midnight', nights, '2026-12-01T05:00:00Z', '2026-12-01T07:00:00.000Z'],
  ['at the end', nights, '2026-12-01T07:00:00Z', null],
  ['by day', nights, '2026-12-01T12:00:00Z', null],
  ['over the change to summer time', nights, '2026-03-28T22:00:00Z', '2026-03-29T06:00:00.000Z'],
  ['over the change back', nights, '2026-10-24T21:00:00Z', '2026-10-25T07:00:00.000Z'],
  ['a night that begins on no listed day', { ...nights, days: ['mon'] }, '2026-12-02T23:00:00Z', null],
  ['the rest of a night that began on a listed day', { ...nights, days: ['mon'] }, '2026-12-01T05:00:00Z', '2026-12-01T07:00:00.000Z'],
  [
    'whole days that follow each other',
    { ...nights, days: ['sat', 'sun'], from: '00:00', to: '00:00' },
    '2026-12-05T12:00:00Z',
    '2026-12-06T23:00:00.000Z',
  ],
];

for (const [what, hours, at, until] of cases) {
  it(`quietUntil() ${what}`, () => {
    const found = quietUntil(hours, Date.parse(at));

    assert.equal(found === null ? null : new Date(found).toISOString(), until);
  });
}
