/** `handleNoise()`, as it is heard in a channel: through the whole bot. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleIncident, sampleSuppressed } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type BotDesk, openBotDesk } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const lastOf = (at: BotDesk) => JSON.stringify(at.posts.at(-1)?.outgoing);

test('handleNoise() silences a system in words, lists it and ends it', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-rita', 'silence main-valve 2h because we repair it');
  const said = lastOf(at);
  await at.hear('U-vera', 'silences');
  const listed = lastOf(at);
  const id = /unsilence (\w{8})/.exec(said)?.[1] ?? '';
  await at.hear('U-rita', `unsilence ${id}`);

  assert.match(said, /zhiban_system=.*main-valve.* is silenced until/);
  assert.match(listed, /we repair it \(0 held back\)/);
  assert.match(lastOf(at), /is over; what still fires is told now/);
});

test('handleNoise() in a thread silences what the incident is about', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident({ groupKey: 'g' }));
  await at.store.alerts.upsert('inc_1', [sampleAlert()], '2026-11-21T02:00:00.000Z');

  await at.hear('U-rita', '静默 1小时 因为演练', { place: await at.threadOf('inc_1'), locale: 'zh-CN' });

  const [silence] = await at.operations.listSilences({ ...at.as({ id: 'x', name: 'X', roles: ['viewer'], identities: {} }) }, {});
  assert.equal(silence?.comment, '演练');
  assert.deepEqual(silence?.matchers.map(({ name }) => name).sort(), ['alertname', 'instance']);
  assert.match(lastOf(at), /当前有 1 条触发中的告警符合/);
});

test('handleNoise() asks for the time and the reason, and refuses who may not', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-rita', 'silence main-valve');
  await at.hear('U-rita', 'silence main-valve 2h');
  await at.hear('U-vera', 'silence main-valve 2h because I can');

  const texts = at.whispers.map(({ text }) => text);
  assert.match(texts[0] ?? '', /for how long/);
  assert.match(texts[1] ?? '', /Say why/);
  assert.match(texts[2] ?? '', /may not silence alerts/);
});

test('handleNoise() says why somebody was not told', async () => {
  const at = await openBotDesk(store);
  await at.store.suppressions.save([sampleSuppressed()]);

  await at.hear('U-vera', 'why was I not told of connections exhausted?');
  const why = lastOf(at);
  await at.hear('U-vera', '为什么没通知 nothing-at-all？', { locale: 'zh-CN' });

  assert.match(why, /silenced by Li \(“moving it”\) until .*kept back now/);
  assert.match(lastOf(at), /它可能从未发到这里/);
});
