import assert from 'node:assert/strict';
import { it } from 'node:test';
import ICAL from 'ical.js';
import { toCalendar } from '../../src/oncall/to-calendar.ts';

it('toCalendar() is read back as the same shifts, whatever their words hold', () => {
  const shift = { uid: 'primary-1@zhiban', fromMs: Date.UTC(2026, 2, 28, 22), toMs: Date.UTC(2026, 2, 29, 6) };
  const words = { summary: '值班：李华, Sam; and \\ more', description: 'First line · weekly'.repeat(9) };

  const text = toCalendar('一线值班', [{ ...shift, ...words }], Date.UTC(2026, 0, 1));

  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  assert.ok(event);
  const read = new ICAL.Event(event);
  assert.deepEqual(
    [read.uid, read.summary, read.description, read.startDate.toJSDate().getTime(), read.endDate.toJSDate().getTime()],
    [shift.uid, words.summary, words.description, shift.fromMs, shift.toMs],
  );
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 76));
  assert.match(text, /DTSTART:20260328T220000Z/);
});
