import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readCalendar } from '../../src/oncall/read-calendar.ts';

const span = { fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 3, 30) };

function calendar(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', 'DTSTAMP:20260101T000000Z', ...event, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function times(text: string, zone = 'Europe/Berlin'): readonly string[] {
  const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
  return readCalendar(text, span, zone).entries.map(({ fromMs, toMs }) => `${iso(fromMs)} ${iso(toMs)}`);
}

it('readCalendar() keeps the clock of the place over its change, and leaves out what is excluded, cancelled or over', () => {
  const weekly = ['UID:w', 'SUMMARY:Anna', 'DTSTART;TZID=Europe/Berlin:20260323T090000', 'DTEND;TZID=Europe/Berlin:20260323T170000'];
  const rule = ['RRULE:FREQ=WEEKLY;COUNT=5', 'EXDATE;TZID=Europe/Berlin:20260406T090000'];
  const cancelled = [
    'UID:w',
    'RECURRENCE-ID;TZID=Europe/Berlin:20260413T090000',
    'DTSTART;TZID=Europe/Berlin:20260413T090000',
    'STATUS:CANCELLED',
  ];
  const over = ['UID:o', 'DTSTART:20260101T090000Z', 'DTEND:20260101T100000Z'];

  assert.deepEqual(times(calendar([...weekly, ...rule], cancelled, over)), [
    '2026-03-23T08:00 2026-03-23T16:00',
    '2026-03-30T07:00 2026-03-30T15:00',
    '2026-04-20T07:00 2026-04-20T15:00',
  ]);
});

it('readCalendar() takes an occurrence where it was moved to, with its own words, under the name that it always had', () => {
  const weekly = ['UID:w', 'SUMMARY:Anna', 'DTSTART:20260302T090000Z', 'DURATION:PT8H', 'RRULE:FREQ=WEEKLY;COUNT=2'];
  const moved = ['UID:w', 'SUMMARY:Bob', 'RECURRENCE-ID:20260309T090000Z', 'DTSTART:20260310T120000Z', 'DTEND:20260310T180000Z'];

  const { entries } = readCalendar(calendar(weekly, moved), span, 'UTC');
  const usual = readCalendar(calendar(weekly), span, 'UTC').entries;

  assert.deepEqual(
    entries.map(({ summary, fromMs }) => [summary, new Date(fromMs).toISOString()]),
    [
      ['Anna', '2026-03-02T09:00:00.000Z'],
      ['Bob', '2026-03-10T12:00:00.000Z'],
    ],
  );
  assert.deepEqual(
    entries.map(({ uid }) => uid),
    usual.map(({ uid }) => uid),
  );
});

it('readCalendar() reads whole days, and times without a zone, on the clock of the schedule', () => {
  const days = ['UID:d', 'DTSTART;VALUE=DATE:20260328', 'DTEND;VALUE=DATE:20260330'];
  const floating = ['UID:f', 'DTSTART:20260401T220000', 'DTEND:20260402T060000'];

  assert.deepEqual(times(calendar(days, floating), 'Europe/Berlin'), [
    '2026-03-27T23:00 2026-03-29T22:00',
    '2026-04-01T20:00 2026-04-02T04:00',
  ]);
  assert.deepEqual(times(calendar(floating), 'Asia/Shanghai'), ['2026-04-01T14:00 2026-04-01T22:00']);
});

it('readCalendar() takes a zone of its own from the calendar, and says which events have none that is known', () => {
  const standard = ['BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0800', 'TZOFFSETTO:+0800', 'END:STANDARD'];
  const zone = ['BEGIN:VTIMEZONE', 'TZID:China Standard Time', ...standard, 'END:VTIMEZONE'];
  const known = ['UID:k', 'DTSTART;TZID=China Standard Time:20260401T090000', 'DTEND;TZID=China Standard Time:20260401T180000'];
  const strange = ['UID:s', 'SUMMARY:Li', 'DTSTART;TZID=Moon:20260401T090000', 'DTEND;TZID=Moon:20260401T180000'];
  const text = calendar(known, strange).replace('PRODID:test', ['PRODID:test', ...zone].join('\r\n'));

  assert.deepEqual(times(text), ['2026-04-01T01:00 2026-04-01T10:00']);
  assert.deepEqual(readCalendar(text, span, 'UTC').unreadable, [{ eventUid: 's', summary: 'Li', zone: 'Moon' }]);
});

it('readCalendar() reads attendees, a rule that began long ago, and nothing of what comes later', () => {
  const attendees = ['ATTENDEE;CN=Anna Lee:mailto:anna@example.com', 'ATTENDEE:tel:+8613800138000'];
  const daily = ['UID:a', 'DTSTART:20100101T000000Z', 'DTEND:20100101T010000Z', 'RRULE:FREQ=DAILY', ...attendees];

  const { entries } = readCalendar(calendar(daily), { fromMs: span.fromMs, toMs: span.fromMs + 2 * 86_400_000 }, 'UTC');

  assert.deepEqual(
    entries.map(({ fromMs }) => new Date(fromMs).toISOString().slice(0, 10)),
    ['2026-03-01', '2026-03-02'],
  );
  assert.deepEqual(entries[0]?.attendees, [
    { name: 'Anna Lee', address: 'anna@example.com' },
    { name: '', address: '+8613800138000' },
  ]);
});

it('readCalendar() refuses what is no calendar, and what is too large', () => {
  assert.throws(() => readCalendar('hello', span, 'UTC'), { kind: 'invalid' });
  assert.throws(() => readCalendar('x'.repeat(2_000_001), span, 'UTC'), { kind: 'too-large' });
  const often = ['UID:o', 'DTSTART:20260301T000000Z', 'DURATION:PT1M', 'RRULE:FREQ=MINUTELY'];
  assert.throws(() => readCalendar(calendar(often), span, 'UTC'), { kind: 'too-large' });
});
