import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { createCalendars } from '../../../src/operations/oncall/calendars.ts';
import type { Store } from '../../../src/store/contract.ts';
import { primary } from '../../activities/escalate/ladder-desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openDesk, people } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

function summariesOf(text: string | null): readonly string[] {
  const events = new ICAL.Component(ICAL.parse(text ?? '')).getAllSubcomponents('vevent');
  return events.map((event) => String(event.getFirstPropertyValue('summary')));
}

test('exportCalendar() has every shift; a feed those of its person, until it is ended', async () => {
  const desk = await openDesk(store, { schedules: [primary] });
  const calendars = createCalendars(desk.deps);
  const { tenantId } = desk.store;

  const all = summariesOf(await calendars.exportCalendar(desk.as(people.vera), 'primary'));
  const { feed, token } = await calendars.addFeed(desk.as(people.bob), { isOwn: true });
  const own = summariesOf(await calendars.feedCalendar(tenantId, token));

  assert.deepEqual([...new Set(all)].toSorted(), ['On call: Anna', 'On call: Bob']);
  assert.deepEqual([...new Set(own)], ['On call: Bob']);
  assert.equal(await calendars.feedCalendar(tenantId, `${token}x`), null);
  assert.deepEqual((await calendars.listFeeds(desk.as(people.rita))).length, 0);
  assert.deepEqual(
    (await calendars.listFeeds(desk.as(people.adam))).map(({ id }) => id),
    [feed.id],
  );
  await assert.rejects(calendars.removeFeed(desk.as(people.rita), feed.id), { kind: 'not-found' });
  await calendars.removeFeed(desk.as(people.bob), feed.id);
  assert.equal(await calendars.feedCalendar(tenantId, token), null);
  const audit = await desk.store.audit.list({ limit: 5 });
  assert.equal(JSON.stringify(audit).includes(token), false);
});
