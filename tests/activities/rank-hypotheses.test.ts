import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { currentEvidence, rankIncident } from '../../src/activities/rank-hypotheses.ts';
import type { Facts } from '../../src/domain/evidence.ts';
import type { Signature } from '../../src/domain/signature.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleEvidence } from '../store/samples.ts';
import { openStore, openWorld, type World } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

async function looked(world: World, title = 'Pressure is low') {
  const opened = await world.incident({ title });
  for (const order of await world.activities.chooseLooks(opened.scope)) await world.activities.runProbe(opened.scope, order);
  return opened;
}

test('rankHypotheses() confirms, keeps the hypotheses and tells each change once', async () => {
  const world = await openWorld(store);
  const { scope } = await looked(world, 'The tank has no water');

  const first = await world.activities.rankHypotheses(scope, 1);
  await world.activities.rankHypotheses(scope, 1);

  const lines = (await world.timeline(scope)).filter(({ kind }) => kind === 'hypothesis').map(({ text }) => text.en);
  const confirmed = (await world.read(scope)).hypotheses.filter(({ state }) => state === 'confirmed');
  assert.equal(first.isDecided, true);
  assert.deepEqual(
    confirmed.map(({ signatureId }) => signatureId),
    ['tank.empty'],
  );
  assert.equal(new Set(lines).size, lines.length);
  assert.ok(lines.includes('Confirmed on main-tank: The tank is empty'));
});

test('rankHypotheses() orders the looks that would decide, and counts them as planned', async () => {
  const world = await openWorld(store);
  world.tank.level = 50;
  const { scope } = await looked(world);
  const { done } = (await world.read(scope)).looks;

  const { next } = await world.activities.rankHypotheses(scope, 1);

  assert.deepEqual(
    next.map(({ probe, round, reason }) => [probe, round, reason]),
    [['survey', 2, 'tank.cracked']],
  );
  assert.deepEqual((await world.read(scope)).looks, { done, planned: done + 1 });
});

test('currentEvidence() is this run’s: a fault that was repaired in between is not found again', async () => {
  const world = await openWorld(store);
  const { scope } = await looked(world);
  await world.activities.rankHypotheses(scope, 1);
  world.advance(60_000);
  world.tank.level = 80;
  const again = { ...scope, run: 2, startedAtMs: world.deps.clock.now() };
  for (const order of await world.activities.chooseLooks(again)) await world.activities.runProbe(again, order);

  const all = await world.store.evidence.ofIncident(scope.incidentId);
  const current = currentEvidence(all, again);
  const ranked = await rankIncident(world.deps, world.store, await world.read(scope), current);

  assert.ok(current.length > 0 && current.length < all.length);
  assert.ok(ranked.hypotheses.every(({ state, signatureId }) => signatureId !== 'tank.empty' || state === 'refuted'));
});

test('rankHypotheses() looks at what turned out to be behind the named system, and says that nobody declared it', async () => {
  const entries = [{ id: 'pump' }, { id: 'well', url: 'redis://10.0.0.9:6379' }, { id: 'island', url: 'redis://10.0.0.7:6379' }];
  const world = await openWorld(store, { entries });
  const pump = world.tanks.get('pump');
  assert.ok(pump !== undefined);
  const facts = { 'tank.level': 80, 'replication.master': '10.0.0.9:6379' };
  pump.look = { status: 'ok', headline: { 'zh-CN': '泵', en: 'pump' }, facts, query: 'read', text: '' };
  const { scope } = await world.incident({ title: 'The pump is slow', systemIds: ['pump'] });
  const orders = await world.activities.chooseLooks(scope);
  for (const order of orders) await world.activities.runProbe(scope, order);

  const { next } = await world.activities.rankHypotheses(scope, 1);
  const behind = next.filter(({ reason }) => reason === 'discovered');
  for (const order of behind) await world.activities.runProbe(scope, order);
  await world.activities.rankHypotheses(scope, 2);

  assert.deepEqual(new Set(orders.map(({ systemId }) => systemId)), new Set(['pump']));
  assert.deepEqual(new Set(behind.map(({ systemId }) => systemId)), new Set(['well']));
  const notes = (await world.timeline(scope)).filter(({ text }) => text.en.includes('not declared'));
  assert.deepEqual(
    notes.map(({ text }) => text.en),
    ['pump is connected to well, which is not declared (dependsOn): it is part of this investigation'],
  );
  const confirmed = (await world.read(scope)).hypotheses.filter(({ state }) => state === 'confirmed');
  assert.deepEqual(
    confirmed.map(({ systemId, signatureId }) => [systemId, signatureId]),
    [['well', 'tank.empty']],
  );
});

test('rankHypotheses() looks at who should take away what piles up, before anything is decided', async () => {
  const entries = [{ id: 'main-tank' }, { id: 'pump', dependsOn: ['main-tank'] }, { id: 'island' }];
  const world = await openWorld(store, { entries });
  world.tank.level = 120;
  const { scope } = await world.incident({ title: 'main-tank overflows' });
  for (const order of await world.activities.chooseLooks(scope)) await world.activities.runProbe(scope, order);

  const first = await world.activities.rankHypotheses(scope, 1);
  for (const order of first.next) await world.activities.runProbe(scope, order);
  const second = await world.activities.rankHypotheses(scope, 2);

  assert.deepEqual([first.isDecided, new Set(first.next.map(({ systemId }) => systemId))], [false, new Set(['pump'])]);
  assert.deepEqual(
    second.next.filter(({ reason }) => reason === 'takers'),
    [],
  );
});

test('rankIncident() leaves nothing open that only logs could tell which are nowhere to be found', async () => {
  const world = await openWorld(store);
  const { scope } = await looked(world, 'The tank has a leak');
  const [system] = world.deps.pool.list();
  const [empty] = system?.kind.signatures ?? [];
  assert.ok(system !== undefined && empty !== undefined);
  const leak: Signature = {
    ...empty,
    id: 'tank.leak',
    hints: 'leak',
    probes: ['logs'],
    confirm: ['logs.leaks', '>=', 1],
    refute: ['logs.leaks', '==', 0],
  };
  const assumedLogs = () => [{ system: 'logs', services: ['main-tank'] }];
  const seen = { ...system, assumedLogs, kind: { ...system.kind, signatures: [leak] } };
  const pool = { ...world.deps.pool, list: () => [seen], get: () => seen };
  const incident = await world.read(scope);
  const openAfter = async (facts: Facts): Promise<readonly string[]> => {
    const logs = sampleEvidence({ systemId: system.entry.id, probe: 'logs', facts });
    const { hypotheses } = await rankIncident({ ...world.deps, pool }, world.store, incident, [logs]);
    return hypotheses.map(({ signatureId, state }) => `${signatureId} ${state}`);
  };

  assert.deepEqual(await openAfter({ 'logs.declared': 1 }), ['tank.leak suspected']);
  assert.deepEqual(await openAfter({ 'logs.declared': 0 }), []);
});
