import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRenewCards } from '../../src/operations/renew-cards.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

const dayMs = 24 * 3_600_000;
const windows: Readonly<Record<string, number>> = { feishu: 13.5 * dayMs };

let store: Store;
let tenant: TenantStore;
before(async () => {
  store = await openMemoryStore(systemClock);
  await store.ensureTenant('one', 'one');
  tenant = store.forTenant('one');
});
after(() => store.close());

async function shownIn(adapter: string, groupKey: string) {
  const incident = await tenant.incidents.create(sampleIncident({ id: `inc_${groupKey}`, groupKey }));
  const place = { adapter, workspace: '', channel: 'oc_1' };
  const thread = await tenant.threads.create({ incidentId: incident.id, place, locale: 'en', parent: null });
  await tenant.threads.setRoot(thread.id, { place, id: `om_${groupKey}` }, incident.revision);
  return incident;
}

/** The cards that would be brought up now. */
async function behind(): Promise<readonly string[]> {
  return (await tenant.threads.behind(10)).map(({ thread }) => thread.incidentId);
}

async function bringUp(): Promise<void> {
  for (const { thread, revision } of await tenant.threads.behind(10)) {
    if (thread.root !== null) await tenant.threads.setRoot(thread.id, thread.root, revision);
  }
}

test('createRenewCards() brings up the cards of what stays open, once a day, where they can soon be edited no more', async () => {
  const inFeishu = await shownIn('feishu', 'a');
  await shownIn('slack', 'b');
  const ended = await shownIn('feishu', 'c');
  await tenant.incidents.moveStatus(ended.id, ['triggered'], 'resolved', {});
  await bringUp();
  let nowMs = Date.now();
  const renew = createRenewCards({ store, clock: { ...systemClock, now: () => nowMs }, editWindowMs: (name) => windows[name] });

  nowMs += 13 * dayMs;
  await renew();
  const early = await behind();
  nowMs += dayMs;
  await renew();
  const due = await behind();
  await bringUp();
  nowMs += 3_600_000;
  await renew();
  const soonAgain = await behind();
  nowMs += dayMs;
  await renew();

  assert.deepEqual([early, due, soonAgain], [[], [inFeishu.id], []]);
  assert.deepEqual(await behind(), [inFeishu.id]);
});
