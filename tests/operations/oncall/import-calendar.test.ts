import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CalendarImportView } from '../../../src/domain/calendar-import-view.ts';
import { importCalendar } from '../../../src/operations/oncall/import-calendar.ts';
import type { Store } from '../../../src/store/contract.ts';
import { primary } from '../../activities/escalate/ladder-desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openDesk, people, startMs } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

function calendar(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', 'DTSTAMP:20260101T000000Z', ...event, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

const rita = ['UID:r', 'SUMMARY:Rita on call', 'DTSTART:20261125T090000Z', 'DTEND:20261126T090000Z', 'RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2'];
const stranger = ['UID:s', 'SUMMARY:Zoe on call', 'DTSTART:20261201T090000Z', 'DTEND:20261202T090000Z'];
const looker = ['UID:v', 'SUMMARY:Vera on call', 'DTSTART:20261203T090000Z', 'DTEND:20261204T090000Z'];
const statesOf = ({ entries }: CalendarImportView) => entries.map(({ state, person }) => `${state} ${person?.id ?? '-'}`);

async function desk() {
  const at = await openDesk(store, { schedules: [primary] });
  const run = (text: string, apply = false) =>
    importCalendar(at.deps, at.as(people.adam), { schedule: 'primary', calendar: text, days: 60, apply });
  const overrides = async () => {
    const all = await at.store.oncall.overridesIn(startMs, startMs + 90 * 86_400_000);
    return all.map(({ personId, from, uid }) => `${personId} ${from.slice(0, 10)} ${uid === null ? '-' : uid.split('#')[0]}`);
  };
  return { ...at, run, overrides };
}

test('importCalendar() shows first, then applies; who is unknown or may not be on duty is listed with the reason', async () => {
  const { run, overrides, store: own } = await desk();
  const text = calendar(rita, stranger, looker);

  const dry = await run(text);
  const none = await overrides();
  const done = await run(text, true);

  assert.deepEqual(statesOf(dry), ['new rita', 'new rita', 'left -', 'left -']);
  assert.match(dry.entries[2]?.note ?? '', /^Nobody is known by these names/);
  assert.match(dry.entries[3]?.note ?? '', /^Vera can’t be on duty/);
  assert.deepEqual([dry.isApplied, none, done.isApplied], [false, [], true]);
  assert.deepEqual(await overrides(), ['rita 2026-11-25 r', 'rita 2026-11-27 r']);
  const [line] = await own.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.details], ['oncall.import', { added: 2, changed: 0, removed: 0, left: 2 }]);
});

test('importCalendar() of the same calendar changes what has changed in it, and nothing else', async () => {
  const { run, overrides, store: own, operations, as } = await desk();
  await run(calendar(rita), true);
  await operations.takeShift(as(people.rita), { schedule: 'primary', from: '2026-12-10T09:00:00Z', to: '2026-12-11T09:00:00Z' });
  const again = await run(calendar(rita), true);
  const bob = ['UID:r', 'SUMMARY:Bob', 'RECURRENCE-ID:20261125T090000Z', 'DTSTART:20261125T100000Z', 'DTEND:20261126T090000Z'];

  const changed = await run(calendar([...rita, 'EXDATE:20261127T090000Z'], bob), true);

  assert.deepEqual(statesOf(again), ['same rita', 'same rita']);
  assert.deepEqual(statesOf(changed), ['changed bob', 'removed rita']);
  assert.deepEqual((await overrides()).toSorted(), ['bob 2026-11-25 r', 'rita 2026-12-10 -']);
  assert.equal((await own.audit.verify()).brokenAt, null);
});

test('importCalendar() is an administrator’s, as it disposes of other people’s time', async () => {
  const { deps, as } = await desk();
  const input = { schedule: 'primary', calendar: calendar(rita), days: 60 };

  await assert.rejects(importCalendar(deps, as(people.anna), input), { kind: 'forbidden' });
  await assert.rejects(importCalendar(deps, as(people.adam), { ...input, schedule: 'nope' }), { kind: 'not-found' });
  await assert.rejects(importCalendar(deps, as(people.adam), { ...input, calendar: 'no calendar' }), { kind: 'invalid' });
});
