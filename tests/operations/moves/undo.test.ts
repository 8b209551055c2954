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

test('undoInside() of a merge gives everything back, with what came since, once', async () => {
  const at = await openStory(store);
  await at.operations.acknowledge(at.rita, 'ZB-2');
  const { move } = await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');
  await at.fire('h', { name: 'late' });

  const undone = await at.operations.undoMove(at.rita, move.id);
  await at.fire('h', { name: 'later' });

  assert.deepEqual(await at.firing(), ['ZB-1: g/a g/b', 'ZB-2: h/a h/late h/later']);
  assert.deepEqual([undone.incident.status, undone.incident.mergedInto, undone.incident.acknowledgedBy], ['acknowledged', null, 'Rita']);
  assert.equal((await at.operations.showIncident(at.rita, 'ZB-1')).severity, 'warning');
  await assert.rejects(at.operations.undoMove(at.rita, move.id), { kind: 'conflict', message: /Rita has undone it/ });
  await assert.rejects(at.operations.undoMove(at.rita, 'ZB-2'), { kind: 'not-found', message: /no merge or split/ });
  assert.deepEqual(await at.told(move.from.id), ['start', 'resolved', 'steer'], 'it is looked into again');
});

test('undoInside() of a split puts alerts back into their groups', async () => {
  const at = await openStory(store);
  const { move } = await at.operations.split(at.rita, 'ZB-1', { matchers: 'alertname=b' });

  await at.operations.undoMove(at.rita, 'ZB-3');
  await at.fire('g', { name: 'b', status: 'resolved' });

  assert.deepEqual(await at.firing(), ['ZB-1: g/a', 'ZB-2: h/a']);
  const gone = await at.operations.showIncident(at.rita, move.to.code);
  assert.deepEqual([gone.mergedInto, gone.alertsTotal], ['ZB-1', 0]);
  assert.deepEqual(new Set((await at.alerts()).map(({ groupKey }) => groupKey)).size, 2);
});

test('undoInside() takes the later one back first, and leaves what is over where it is', async () => {
  const at = await openStory(store);
  await at.fire('i', { name: 'x' });
  const first = await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');
  const second = await at.operations.merge(at.rita, 'ZB-1', 'ZB-3');

  await assert.rejects(at.operations.undoMove(at.rita, first.move.id), { kind: 'conflict', message: /undo that first/ });
  await at.operations.undoMove(at.rita, second.move.id);
  await at.operations.undoMove(at.rita, first.move.id);
  assert.deepEqual(await at.firing(), ['ZB-1: g/a g/b', 'ZB-2: h/a', 'ZB-3: i/x']);

  const third = await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');
  await at.operations.resolve(at.rita, 'ZB-1', '');
  await assert.rejects(at.operations.undoMove(at.rita, third.move.id), { kind: 'conflict', message: /ZB-1 is resolved/ });
});
