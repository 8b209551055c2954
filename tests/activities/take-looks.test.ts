import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LookOrder } from '../../src/activities/contract.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

function order(probe: string, systemId = 'main-tank'): LookOrder {
  return { key: `${systemId}/${probe}`, systemId, probe, parameters: {}, timeoutMs: 500, round: 1, reason: 'first-pass' };
}

const looks = [order('level'), order('broken'), order('level', 'gone'), order('deaf')];

test('takeLooks() keeps each look, what came to nothing too, counts it and writes a line of the story', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  await world.activities.takeLooks(scope, looks, null);

  const evidence = await world.store.evidence.ofIncident(scope.incidentId);
  const { spent, looks: counted } = await world.read(scope);
  const lines = (await world.timeline(scope)).filter(({ kind }) => kind === 'look');
  assert.deepEqual(evidence.map(({ systemId, probe, status }) => `${systemId}/${probe} ${status}`).sort(), [
    'gone/level failed',
    'main-tank/broken failed',
    'main-tank/deaf timeout',
    'main-tank/level ok',
  ]);
  assert.deepEqual([spent.probes, counted.done, lines.length], [4, 4, 4]);
});

test('takeLooks() attempted again looks only at what is missing', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  await world.activities.takeLooks(scope, looks.slice(0, 2), null);
  world.tank.level = 99;
  await world.activities.takeLooks(scope, looks, null);

  const evidence = await world.store.evidence.ofIncident(scope.incidentId);
  assert.equal(evidence.find(({ probe, systemId }) => probe === 'level' && systemId === 'main-tank')?.facts['tank.level'], 0);
  assert.equal((await world.read(scope)).spent.probes, 4);
});

test('takeLooks() takes many more than go at once', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  const many = Array.from({ length: 90 }, (_, index) => ({ ...order('level'), key: `main-tank/level/${index}` }));

  await world.activities.takeLooks(scope, many, null);

  assert.equal((await world.read(scope)).spent.probes, 90);
});

test('takeLooks() goes on to the verdict where it may and no further look would help, and ranks where it may not', async () => {
  const world = await openWorld(store);
  const [one, other] = [await world.incident(), await world.incident()];
  world.tank.level = 99;

  const concluded = await world.activities.takeLooks(one.scope, [order('level')], { round: 1, isLast: true, mayConclude: true });
  const ranked = await world.activities.takeLooks(other.scope, [order('level')], { round: 1, isLast: true, mayConclude: false });

  const [first, second] = [await world.read(one.scope), await world.read(other.scope)];
  assert.equal(concluded?.state, first.verdict?.state);
  assert.deepEqual([ranked?.state, second.verdict, second.hypotheses.length > 0], [null, null, true]);
});
