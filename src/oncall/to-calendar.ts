/** Shifts as an iCalendar (RFC 5545) that calendars can follow. Times are in UTC, so that no calendar reads a change of the clock otherwise. */

import ICAL from 'ical.js';

export interface CalendarShift {
  /** Stable for the same shift, so that a calendar that reads again changes the entry instead of adding one. */
  readonly uid: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly summary: string;
  readonly description: string;
}

export function toCalendar(name: string, shifts: readonly CalendarShift[], nowMs: number): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', '-//Zhiban//On call//EN');
  calendar.updatePropertyWithValue('x-wr-calname', name);
  calendar.updatePropertyWithValue('refresh-interval', 'PT1H');
  calendar.updatePropertyWithValue('x-published-ttl', 'PT1H');
  for (const shift of shifts) calendar.addSubcomponent(eventOf(shift, nowMs));
  return `${calendar.toString()}\r\n`;
}

function eventOf({ uid, fromMs, toMs, summary, description }: CalendarShift, nowMs: number): ICAL.Component {
  const event = new ICAL.Component('vevent');
  event.updatePropertyWithValue('uid', uid);
  event.updatePropertyWithValue('dtstamp', timeOf(nowMs));
  event.updatePropertyWithValue('dtstart', timeOf(fromMs));
  event.updatePropertyWithValue('dtend', timeOf(toMs));
  event.updatePropertyWithValue('summary', summary);
  if (description !== '') event.updatePropertyWithValue('description', description);
  // Being on duty is no appointment: the day stays free for others to book.
  event.updatePropertyWithValue('transp', 'TRANSPARENT');
  return event;
}

function timeOf(ms: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(ms), true);
}
