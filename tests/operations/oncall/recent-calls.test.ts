import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codesOf, recentCalls } from '../../../src/operations/oncall/recent-calls.ts';
import type { Store } from '../../../src/store/contract.ts';
import { waiting } from '../../activities/escalate/ladder-desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { people } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('recentCalls() tells the newest first, with the incident’s code', async () => {
  const { deps, as, look, advance, store: tenant, incident } = await waiting(store, { levels: [['bob']] });
  await look(15);
  await look(30);
  advance(30 * 60_000);

  const calls = await recentCalls(deps, as(people.vera), 10);

  assert.deepEqual(
    calls.map(({ code, way, person }) => `${code} ${way} ${person?.name}`),
    ['ZB-1 app Bob', 'ZB-1 mention Bob'],
  );
  const pages = await tenant.ladders.pagesOf(incident.id, 1);
  assert.deepEqual(
    [...(await codesOf(tenant, [...pages, ...pages.map((page) => ({ ...page, incidentId: 'inc_gone' }))]))],
    [[incident.id, 'ZB-1']],
  );
});
