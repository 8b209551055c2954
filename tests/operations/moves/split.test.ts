import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../../src/store/contract.ts';
import { stopIntakes } from '../../intake/desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openStory } from './story.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

test('splitInside() takes alerts of one group out: their repeats and ends follow, new ones of the group do not', async () => {
  const at = await openStory(store);

  const { move, incident } = await at.operations.split(at.rita, 'ZB-1', { matchers: 'alertname=b' });
  await at.fire('g', { name: 'a' }, { name: 'b' }, { name: 'c' });

  assert.deepEqual([move.from.code, incident.code, incident.title, incident.alertsFiring], ['ZB-1', 'ZB-3', 'b is in trouble', 1]);
  assert.ok(incident.threads.length > 0, 'it has a thread of its own');
  assert.deepEqual(await at.firing(), ['ZB-1: g/a g/c', 'ZB-2: h/a', 'ZB-3: g/b']);
  await at.fire('g', { name: 'b', status: 'resolved' });
  assert.equal((await at.operations.showIncident(at.rita, 'ZB-3')).status, 'resolved');
  await at.fire('g', { name: 'b', startsAt: '2026-11-21T03:00:00Z' });
  assert.deepEqual(await at.firing(), ['ZB-1: g/a g/b g/c', 'ZB-2: h/a']);
});

test('splitInside() takes whole groups out, and a split can be split again', async () => {
  const at = await openStory(store);
  await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');

  await at.operations.split(at.rita, 'ZB-1', { matchers: 'group=g' });
  await at.operations.split(at.rita, 'ZB-3', { matchers: 'alertname=a' });
  await at.fire('g', { name: 'a' }, { name: 'b' }, { name: 'new' });

  assert.deepEqual(await at.firing(), ['ZB-1: h/a', 'ZB-3: g/b g/new', 'ZB-4: g/a']);
});

test('splitInside() ends what has nothing left that fires', async () => {
  const at = await openStory(store);
  await at.fire('g', { name: 'a', status: 'resolved' });

  await at.operations.split(at.rita, 'ZB-1', { matchers: 'alertname=b' });

  assert.equal((await at.operations.showIncident(at.rita, 'ZB-1')).status, 'resolved');
  assert.deepEqual(await at.firing(), ['ZB-2: h/a', 'ZB-3: g/b']);
});

test('splitInside() by ids and by groups, and its refusals', async () => {
  const at = await openStory(store);
  const { alerts } = await at.operations.showIncident(at.rita, 'ZB-1');
  const alert = alerts.find(({ labels }) => labels.alertname === 'a');
  const split = (input: Parameters<typeof at.operations.split>[2]) => at.operations.split(at.rita, 'ZB-1', input);

  await assert.rejects(split({}), { kind: 'invalid', message: /Name labels/ });
  await assert.rejects(split({ matchers: 'alertname=z' }), { kind: 'invalid', message: /No alert of ZB-1 fits/ });
  await assert.rejects(split({ matchers: 'group=g' }), { kind: 'invalid', message: /every alert of ZB-1/ });
  await assert.rejects(split({ groupKeys: ['nothing'] }), { kind: 'invalid' });
  await at.fire('g', { name: 'b', status: 'resolved' });
  await assert.rejects(split({ matchers: 'alertname=b' }), { kind: 'invalid', message: /fires any more/ });
  await at.fire('g', { name: 'c' });
  assert.equal((await split({ alertIds: [alert?.id ?? ''] })).move.alerts, 1);
});
