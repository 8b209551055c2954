import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Hours, nextWithin } from '../../src/domain/hours.ts';

const office: Hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00', timeZone: 'Asia/Shanghai' };
const night: Hours = { ...office, from: '22:00', to: '06:00' };
const berlin: Hours = { ...office, days: ['sun'], from: '09:00', to: '12:00', timeZone: 'Europe/Berlin' };

interface Case {
  readonly what: string;
  readonly hours: Hours;
  readonly at: string;
  readonly next: string;
}

/** 2026-11-27 is a Friday. */
const cases: readonly Case[] = [
  { what: 'within', hours: office, at: '2026-11-27T10:30:00+08:00', next: '2026-11-27T10:30:00+08:00' },
  { what: 'on the first minute', hours: office, at: '2026-11-27T09:00:00+08:00', next: '2026-11-27T09:00:00+08:00' },
  { what: 'on the last minute it is over', hours: office, at: '2026-11-26T18:00:00+08:00', next: '2026-11-27T09:00:00+08:00' },
  { what: 'early in the morning', hours: office, at: '2026-11-27T03:00:20+08:00', next: '2026-11-27T09:00:00+08:00' },
  { what: 'over the weekend', hours: office, at: '2026-11-27T19:00:00+08:00', next: '2026-11-30T09:00:00+08:00' },
  {
    what: 'after midnight of a night that began on a listed day',
    hours: night,
    at: '2026-11-28T02:00:00+08:00',
    next: '2026-11-28T02:00:00+08:00',
  },
  { what: 'after midnight of a night that did not', hours: night, at: '2026-11-30T02:00:00+08:00', next: '2026-11-30T22:00:00+08:00' },
  { what: 'over the end of summer time', hours: berlin, at: '2026-10-24T12:00:00+02:00', next: '2026-10-25T09:00:00+01:00' },
  { what: 'over its beginning', hours: berlin, at: '2026-03-28T12:00:00+01:00', next: '2026-03-29T09:00:00+02:00' },
  { what: 'no day at all holds nothing', hours: { ...office, days: [] }, at: '2026-11-27T10:30:00Z', next: '2026-11-27T10:30:00Z' },
];

for (const { what, hours, at, next } of cases) {
  test(`nextWithin() ${what}`, () => {
    assert.equal(new Date(nextWithin(hours, Date.parse(at))).toISOString(), new Date(next).toISOString());
  });
}
