import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tellOf } from '../../../src/operations/moves/tell-of.ts';
import type { Store } from '../../../src/store/contract.ts';
import { sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openDesk, people } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('tellOf() writes one entry and one line for each thread, however often it is called', async () => {
  const at = await openDesk(store);
  await at.store.incidents.create(sampleIncident());
  await at.store.threads.create({
    incidentId: 'inc_1',
    place: { adapter: 'slack', workspace: 'T1', channel: 'C1' },
    locale: 'en',
    parent: null,
  });
  const line = {
    incidentId: 'inc_1',
    slot: 's',
    key: 'incident.splitOff',
    values: { count: 2, code: 'ZB-9' },
    at: '2026-11-21T02:00:00.000Z',
  } as const;

  await at.store.transaction((inside) => tellOf(inside, at.as(people.rita), line));
  await at.store.transaction((inside) => tellOf(inside, at.as(people.rita), line));

  assert.deepEqual(
    (await at.store.timeline.ofIncident('inc_1', 9)).map(({ text }) => text.en),
    ['Rita split 2 alerts off; they are ZB-9 now.'],
  );
  assert.equal((await at.store.outbox.list({ state: 'waiting', limit: 9 })).length, 1);
});
