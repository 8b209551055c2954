/** An iCalendar (RFC 5545) as the entries that touch a span: recurrences are played out, with what was moved, cancelled or left out of them. */

import ICAL from 'ical.js';
import { ZhibanError } from '../domain/errors.ts';
import type { Span } from './schedule.ts';
import { isTimeZone, momentAt } from './wall-clock.ts';

export interface CalendarEntry extends Span {
  /** The same for the same occurrence of the same event, however often it is read. */
  readonly uid: string;
  /** Of the whole event. */
  readonly eventUid: string;
  readonly summary: string;
  readonly description: string;
  readonly attendees: readonly { readonly name: string; readonly address: string }[];
}

export interface ReadCalendar {
  /** Of all events, also of those that have no entry in the span. */
  readonly eventUids: readonly string[];
  readonly entries: readonly CalendarEntry[];
  /** Events whose time can't be told, with why. */
  readonly unreadable: readonly { readonly eventUid: string; readonly summary: string; readonly zone: string }[];
}

const charsMax = 2_000_000;
const entriesMax = 2_000;
/** Of one rule, from its beginning; a daily one of thirty years is 11,000. */
const stepsMax = 20_000;

/** Days without a time, and times without a zone, are of the given zone. Throws ZhibanError `invalid` or `too-large`. */
export function readCalendar(text: string, span: Span, timeZone: string): ReadCalendar {
  if (text.length > charsMax) throw new ZhibanError('too-large', `The calendar has more than ${charsMax} characters`);
  const entries: CalendarEntry[] = [];
  const unreadable: ReadCalendar['unreadable'][number][] = [];
  const events = eventsOf(text);
  for (const event of events) {
    try {
      for (const entry of occurrencesOf(event, span, timeZone)) {
        if (entry.fromMs < span.toMs && entry.toMs > span.fromMs) entries.push(entry);
        if (entries.length > entriesMax)
          throw new ZhibanError('too-large', `The calendar has more than ${entriesMax} entries in this time`);
      }
    } catch (error) {
      if (!(error instanceof UnknownZone)) throw error;
      unreadable.push({ eventUid: event.uid ?? '', summary: event.summary ?? '', zone: error.zone });
    }
  }
  const eventUids = [...new Set(events.map(({ uid }) => uid ?? ''))];
  return { eventUids, entries: entries.toSorted((one, other) => one.fromMs - other.fromMs), unreadable };
}

class UnknownZone extends Error {
  readonly zone: string;
  constructor(zone: string) {
    super(`The time zone '${zone}' is neither known nor described in the calendar`);
    this.zone = zone;
  }
}

/** Masters know what was changed of their occurrences; a change without its master stands for itself. */
function eventsOf(text: string): readonly ICAL.Event[] {
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ZhibanError('invalid', `This is no iCalendar: ${reason.slice(0, 200)}`, { cause });
  }
  const roots = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown[][];
  const events = roots
    .flatMap((root) => new ICAL.Component(root).getAllSubcomponents('vevent'))
    .map((component) => new ICAL.Event(component));
  const masters = new Set(events.filter((event) => !event.isRecurrenceException()).map(({ uid }) => uid));
  return events.filter((event) => !event.isRecurrenceException() || !masters.has(event.uid));
}

function* occurrencesOf(event: ICAL.Event, span: Span, timeZone: string): Generator<CalendarEntry> {
  if (event.startDate === null || event.startDate === undefined) return;
  if (!event.isRecurring()) {
    if (!isCancelled(event)) yield entryOf(event, event, { startDate: event.startDate, endDate: event.endDate }, timeZone, '');
    return;
  }
  const iterator = event.iterator();
  for (let step = 0; step < stepsMax; step += 1) {
    const next = iterator.next();
    if (next === undefined || next === null || momentOf(next, event, timeZone) >= span.toMs) return;
    const details = event.getOccurrenceDetails(next);
    if (!isCancelled(details.item)) yield entryOf(event, details.item, details, timeZone, next.toString());
  }
}

function isCancelled({ component }: ICAL.Event): boolean {
  return String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';
}

function entryOf(
  event: ICAL.Event,
  item: ICAL.Event,
  { startDate, endDate }: { readonly startDate: ICAL.Time; readonly endDate: ICAL.Time },
  timeZone: string,
  occurrence: string,
): CalendarEntry {
  const eventUid = event.uid ?? '';
  return {
    ...{ eventUid, uid: occurrence === '' ? eventUid : `${eventUid}#${occurrence}` },
    ...{ summary: item.summary ?? '', description: item.description ?? '' },
    ...{ fromMs: momentOf(startDate, item, timeZone), toMs: momentOf(endDate, item, timeZone) },
    attendees: item.attendees.map((property) => ({
      name: String(property.getFirstParameter('cn') ?? ''),
      address: String(property.getFirstValue() ?? '').replace(/^(?:mailto|tel):/i, ''),
    })),
  };
}

/** The rules of a known zone go before those that the calendar carries along. */
function momentOf(time: ICAL.Time, { component }: ICAL.Event, timeZone: string): number {
  const pad = (part: number): string => String(part).padStart(2, '0');
  const day = `${String(time.year).padStart(4, '0')}-${pad(time.month)}-${pad(time.day)}`;
  if (time.isDate) return momentAt(timeZone, day, '00:00');
  const clock = `${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`;
  if (time.zone === ICAL.Timezone.utcTimezone) return Date.parse(`${day}T${clock}Z`);
  const zone = String(component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? '');
  if (zone === '') return momentAt(timeZone, day, clock);
  if (isTimeZone(zone)) return momentAt(zone, day, clock);
  const described = component.getTimeZoneByID(zone);
  if (described === null || described === undefined) throw new UnknownZone(zone);
  const local = time.clone();
  local.zone = described;
  return local.toUnixTime() * 1_000;
}
