import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ModelAnalyst } from '../../src/activities/deps.ts';
import type { Steer } from '../../src/domain/incident.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld, startMs } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

function question(text: string, kind: Steer['kind'] = 'question'): Steer {
  return { key: `q-${text.length}`, kind, text, personId: 'ada', at: new Date(startMs).toISOString() };
}

test('a question that names what can be looked at is answered by a fresh look, with its evidence', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  world.tank.level = 33;

  await world.activities.applySteer(scope, question('how is the pressure now?'));

  const [answer] = await world.said();
  assert.equal(answer?.text.en, 'main-tank · level: level 33');
  assert.equal(answer?.evidenceIds.length, 1);
});

test('a question that is delivered again is answered once, from the same look', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  await world.activities.applySteer(scope, question('how is the level?'));
  world.tank.level = 99;
  await world.activities.applySteer(scope, question('how is the level?'));

  assert.equal((await world.said()).length, 1);
  assert.equal((await world.timeline(scope)).filter(({ kind }) => kind === 'answer').length, 1);
  assert.equal((await world.store.evidence.ofIncident(scope.incidentId)).length, 1);
});

test('a question that nothing can be looked at for says so', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  await world.activities.applySteer(scope, question('who wins the cup?'));

  assert.ok((await world.said())[0]?.text.en.startsWith('Nothing in the evidence speaks to that'));
});

test('a model answers where there is one, and a look stands where it has no answer', async () => {
  const answers = [{ text: sameText('The pipe leaks.'), evidenceIds: ['ev_1'] }, null];
  const model: ModelAnalyst = {
    think: async () => ({ isDone: true, looks: [], tokens: 0, unavailable: null }),
    conclude: async () => null,
    answer: async () => answers.shift() ?? null,
  };
  const world = await openWorld(store, { model });
  const { scope } = await world.incident();

  await world.activities.applySteer(scope, question('why is the level low?'));
  await world.activities.applySteer(scope, question('how is the level now?!'));

  assert.deepEqual((await world.said()).map(({ text }) => text.en).sort(), ['The pipe leaks.', 'main-tank · level: level 0']);
});

test('what changed is asked of every system that can tell', async () => {
  const world = await openWorld(store, { entries: [{ id: 'main-tank', dependsOn: ['feeder'] }, { id: 'feeder' }] });
  const { scope } = await world.incident();

  await world.activities.applySteer(scope, question('', 'what-changed'));

  const text = (await world.said())[0]?.text.en ?? '';
  assert.ok(text.startsWith('What changed recently:'));
  for (const id of ['main-tank', 'feeder']) assert.ok(text.includes(`${id} · recent-changes`));
});
