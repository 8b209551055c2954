import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ModelAnalyst, ModelConclusion } from '../../src/activities/deps.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert } from '../store/samples.ts';
import { openStore, openWorld, type World } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

async function looked(world: World) {
  const opened = await world.incident();
  for (const order of await world.activities.chooseLooks(opened.scope)) await world.activities.runProbe(opened.scope, order);
  await world.activities.rankHypotheses(opened.scope, 1);
  return opened;
}

function modelSaying(conclusion: ModelConclusion | null): ModelAnalyst {
  return {
    think: async () => ({ isDone: true, looks: [], tokens: 0, unavailable: null }),
    conclude: async () => conclusion,
    answer: async () => null,
  };
}

function readBy(systemId: string): ModelConclusion {
  const cause = {
    systemId,
    title: sameText('A leak'),
    explanation: sameText('The level drops at night.'),
    state: 'confirmed' as const,
    confidence: 0.9,
    evidenceIds: ['ev_1'],
    refutedBy: null,
    advice: null,
  };
  return { profile: 'main', summary: sameText('Probably a leak.'), causes: [cause] };
}

test('concludeInvestigation() draws the verdict and says it once, however often it is attempted', async () => {
  const world = await openWorld(store);
  const { scope } = await looked(world);
  world.advance(4_200);

  const ended = await world.activities.concludeInvestigation(scope, { isPartial: false });
  await world.activities.concludeInvestigation(scope, { isPartial: false });

  const incident = await world.read(scope);
  const said = await world.said();
  assert.deepEqual(ended, { state: 'confirmed' });
  assert.deepEqual([incident.verdict?.state, incident.verdict?.analyst], ['confirmed', 'offline']);
  assert.equal(incident.verdict?.causes[0]?.signatureId, 'tank.empty');
  assert.ok((incident.verdict?.causes[0]?.evidenceIds.length ?? 0) > 0, 'a cause cites its evidence');
  assert.deepEqual(
    said.map(({ slot }) => slot),
    ['verdict-1'],
  );
});

test('concludeInvestigation() of a spent budget says that it is partial', async () => {
  const world = await openWorld(store);
  const { scope } = await looked(world);

  await world.activities.concludeInvestigation(scope, { isPartial: true });

  const said = (await world.said()).map(({ slot }) => slot).sort();
  assert.equal((await world.read(scope)).verdict?.isPartial, true);
  assert.deepEqual(said, ['partial-1', 'verdict-1']);
});

test('concludeInvestigation() names what it could not look at', async () => {
  const world = await openWorld(store);
  world.tank.look = { status: 'unreachable', reason: 'refused', headline: sameText('refused'), facts: {}, query: 'read', text: '' };
  const { scope } = await looked(world);

  await world.activities.concludeInvestigation(scope, { isPartial: false });

  const verdict = (await world.read(scope)).verdict;
  assert.notEqual(verdict?.state, 'healthy');
  assert.ok(verdict?.blindSpots.some(({ systemId, status }) => systemId === 'main-tank' && status === 'unreachable'));
});

test('concludeInvestigation() lets no model overrule what is confirmed, nor confirm anything', async () => {
  const world = await openWorld(store, { model: modelSaying(readBy('other-tank')), entries: [{ id: 'main-tank' }, { id: 'other-tank' }] });
  const { scope } = await looked(world);

  await world.activities.concludeInvestigation(scope, { isPartial: false });

  const verdict = (await world.read(scope)).verdict;
  assert.deepEqual(
    verdict?.causes.map(({ systemId, state }) => [systemId, state]),
    [
      ['main-tank', 'confirmed'],
      ['other-tank', 'likely'],
    ],
  );
  assert.equal(verdict?.analyst, 'llm:main');
  assert.ok(!verdict?.summary.en.includes('Probably'));
});

test('concludeInvestigation() takes the model’s reading where nothing is confirmed', async () => {
  const world = await openWorld(store, { model: modelSaying(readBy('main-tank')) });
  world.tank.level = 50;
  const { scope } = await looked(world);

  const { state } = await world.activities.concludeInvestigation(scope, { isPartial: false });

  assert.equal(state, 'likely');
  assert.equal((await world.read(scope)).verdict?.summary.en, 'Probably a leak.');
});

test('concludeInvestigation() without an answer of the model stays offline', async () => {
  const world = await openWorld(store, { model: modelSaying(null) });
  const { scope } = await looked(world);

  await world.activities.concludeInvestigation(scope, { isPartial: false });

  assert.equal((await world.read(scope)).verdict?.analyst, 'offline');
});

test('concludeInvestigation() keeps what began when with the verdict', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  const { incidents, alerts } = world.store;
  const incident = await world.read(scope);
  await alerts.upsert(incident.id, [sampleAlert({ startsAt: incident.startedAt, labels: { instance: 'main-tank' } })], incident.startedAt);
  world.tank.look = {
    ...{ status: 'ok', headline: sameText('level 0'), facts: { 'tank.level': 0, 'tank.uptimeSeconds': 600 }, query: 'gauge', text: '0' },
  };
  for (const order of await world.activities.chooseLooks(scope)) await world.activities.runProbe(scope, order);

  await world.activities.concludeInvestigation(scope, { isPartial: false });

  const course = (await incidents.get(incident.id))?.verdict?.course ?? [];
  assert.deepEqual(
    course.map(({ kind, systemId, place }) => [kind, systemId, place]),
    [
      ['restart', 'main-tank', 'before'],
      ['alert', 'main-tank', 'first'],
    ],
  );
  assert.ok(course.every(({ earliest, at, latest }) => earliest <= at && at <= latest));
});
