import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Place } from '../../src/domain/place.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

const { vera, rita } = people;
const slack: Place = { adapter: 'slack', workspace: 'T1', channel: 'C1' };
const feishu: Place = { adapter: 'feishu', workspace: '', channel: 'oc_1' };
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function deskWithIncident() {
  const at = await openDesk(store);
  await at.store.incidents.create(sampleIncident());
  await at.store.threads.create({ incidentId: 'inc_1', place: { ...slack, workspace: '' }, locale: 'en', parent: null });
  return at;
}

test('mirror() adds one thread in the new place, tells it so, and audits it', async () => {
  const at = await deskWithIncident();

  const first = await at.operations.mirror(at.as(rita), 'zb-1', { place: feishu, locale: 'zh-CN' });
  const again = await at.operations.mirror(at.as(rita), 'ZB-1', { place: { ...feishu, workspace: 'tenant-7' } });

  assert.deepEqual([first.isNew, again.isNew], [true, false]);
  assert.deepEqual(
    first.incident.threads.map((thread) => `${thread.adapter} ${thread.channel}`),
    ['slack C1', 'feishu oc_1'],
  );
  const lines = await at.store.outbox.claim(9, at.deps.clock.now(), 1_000);
  assert.deepEqual(
    lines.map((line) => line.text['zh-CN']),
    ['Rita 把 ZB-1 同步到了这里：此后的进展也会在这里说；之前的过程见控制台。'],
  );
  const [entry] = await at.store.audit.list({ limit: 1 });
  assert.deepEqual([entry?.action, entry?.details.channel], ['incident.mirror', 'oc_1']);
});

test('mirror() leaves a channel that shows it already as it is, whether or not the route named the workspace', async () => {
  const at = await deskWithIncident();

  const { isNew } = await at.operations.mirror(at.as(rita), 'ZB-1', { place: { ...slack, thread: '17.1' } });

  assert.equal(isNew, false);
  assert.equal((await at.store.threads.ofIncident('inc_1')).length, 1);
});

test('mirror() does not put two incidents into one thread', async () => {
  const at = await deskWithIncident();
  await at.store.incidents.create(sampleIncident({ id: 'inc_2' }));
  await at.store.threads.create({ incidentId: 'inc_2', place: { ...feishu, thread: 'omt_1' }, locale: 'en', parent: null });

  await assert.rejects(at.operations.mirror(at.as(rita), 'ZB-1', { place: { ...feishu, thread: 'omt_1' } }), {
    kind: 'conflict',
    message: 'This thread is that of ZB-2; use another one, or the channel itself.',
  });
});

test('mirror() names the platforms that there are', async () => {
  const at = await deskWithIncident();

  await assert.rejects(at.operations.mirror(at.as(rita), 'ZB-1', { place: { adapter: 'irc', workspace: '', channel: '#ops' } }), {
    kind: 'invalid',
    message: 'No chat platform “irc” is configured; there are console, slack, feishu.',
  });
});

test('mirror() refuses a viewer', async () => {
  const at = await deskWithIncident();

  await assert.rejects(at.operations.mirror(at.as(vera), 'ZB-1', { place: feishu }), { kind: 'forbidden' });
});
