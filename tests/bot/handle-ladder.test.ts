import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { climb } from '../../src/activities/escalate/climb.ts';
import { newId } from '../../src/domain/ids.ts';
import type { Store } from '../../src/store/contract.ts';
import { rulesOf } from '../activities/escalate/ladder-desk.ts';
import { people, startMs } from '../operations/desk.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk, wordsOf } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

it('handleLadder() snoozes the incident of the thread, tells why nobody is called then, and asks which one outside of a thread', async () => {
  const calls = rulesOf({ levels: [['bob']] });
  const at = await openBotDesk(store, { calls });
  const { id: incidentId } = await at.store.incidents.create(sampleIncident({ id: newId('inc', startMs) }));
  const place = await at.threadOf(incidentId);
  const clock = { ...systemClock, now: () => startMs + 15 * 60_000 };
  await climb({ store, clock, people: () => Object.values(people), calls }, { tenantId: at.store.tenantId, incidentId });

  await at.hear('U-rita', 'snooze 1h', { place });
  await at.hear('U-vera', 'why was nobody paged?', { place });
  await at.hear('U-rita', '为什么没有通知人？');

  assert.match(at.whispers[0]?.text ?? '', /^ZB-1 is snoozed: nobody is called until /);
  const said = wordsOf(at.posts[0] ?? assert.fail());
  assert.match(said, /ZB-1 · Rita has snoozed it: nobody is called until/);
  assert.match(said, /level 1 · Bob is being called by a mention/);
  assert.match(
    said,
    /If nobody takes it over, Bob will be called by a mention at |If nobody takes it over, Bob will be called urgently in the app at /,
  );
  assert.match(at.whispers[1]?.text ?? '', /Which incident\?/);
});

it('snoozeByCard() is the card’s snooze and its end, by the same rights as the words', async () => {
  const calls = rulesOf({ levels: [['bob']] });
  const at = await openBotDesk(store, { calls });
  const { id: incidentId } = await at.store.incidents.create(sampleIncident({ id: newId('inc', startMs) }));
  const clock = { ...systemClock, now: () => startMs + 60_000 };
  await climb({ store, clock, people: () => Object.values(people), calls }, { tenantId: at.store.tenantId, incidentId });
  const until = async () => (await at.store.ladders.get(incidentId))?.snoozedUntil ?? null;

  await at.click('U-vera', 'snooze-30m', incidentId);
  const refused = await until();
  await at.click('U-rita', 'snooze-30m', incidentId);
  const snoozed = await until();
  await at.click('U-rita', 'end-snooze', incidentId, { locale: 'zh-CN' });
  await at.click('U-rita', 'end-snooze', incidentId);

  assert.equal(refused, null);
  assert.equal(snoozed, new Date(startMs + 30 * 60_000).toISOString());
  assert.equal(await until(), null);
  const texts = at.whispers.map(({ text }) => text);
  assert.match(texts[1] ?? '', /^ZB-1 is snoozed: nobody is called until /);
  assert.deepEqual(texts.slice(2), ['ZB-1 的暂缓已结束，恢复呼叫。', 'ZB-1 is not snoozed.']);
});
