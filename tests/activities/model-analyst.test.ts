import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createModelAnalyst } from '../../src/activities/model-analyst.ts';
import type { AnalystCase, GroundedReport, LlmAnalyst } from '../../src/analyst/contract.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld, type World } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

/** The analyst's edge: what it was given, and what it says next. */
function analyst(world: World, says: Partial<LlmAnalyst>) {
  const cases: AnalystCase[] = [];
  const llm: LlmAnalyst = {
    think: async () => ({ kind: 'unavailable', reason: 'no profile answered', tokens: 0 }),
    conclude: async () => null,
    answer: async () => null,
    ...says,
  };
  const listening: LlmAnalyst = {
    think: (given, turn) => {
      cases.push(given);
      return llm.think(given, turn);
    },
    conclude: (given, run) => llm.conclude(given, run),
    answer: (given, ...rest) => llm.answer(given, ...rest),
  };
  return { cases, model: createModelAnalyst({ ...world.deps, analystFor: () => listening }) };
}

test('think() gives the case within reach and turns what the model asks for into looks', async () => {
  const world = await openWorld(store, { entries: [{ id: 'main-tank' }, { id: 'far-tank', actionsEnabled: false }] });
  const { scope } = await world.plan();
  const look = (systemId: string, probe: string) => ({ systemId, probe, parameters: { depth: 2 }, why: 'to see' });
  const { cases, model } = analyst(world, {
    think: async () => ({
      kind: 'looks',
      looks: [look('main-tank', 'survey'), look('main-tank', 'none'), look('gone', 'level')],
      tokens: 70,
    }),
  });

  const thought = await model.think(scope, 2, 500);

  const [given] = cases;
  assert.deepEqual(
    thought.looks.map(({ systemId, probe, parameters, reason, round }) => [systemId, probe, parameters, reason, round]),
    [['main-tank', 'survey', { depth: 2 }, 'llm', 102]],
  );
  assert.deepEqual(
    given?.systems.map(({ id }) => id),
    ['main-tank'],
    'other systems can’t be named',
  );
  assert.deepEqual(given?.remedies, [{ systemId: 'main-tank', action: 'set-level', arguments: { level: 80 } }]);
  assert.deepEqual([(await world.read(scope)).spent.llmCalls, (await world.read(scope)).spent.tokens], [1, 70]);
});

test('think() without an answer is done, and the story says so once', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  const { model } = analyst(world, {});

  const first = await model.think(scope, 1, 500);
  await model.think(scope, 1, 500);

  const notes = (await world.timeline(scope)).filter(({ text }) => text.en.startsWith('No model was available'));
  assert.deepEqual([first.isDone, first.unavailable], [true, 'no profile answered']);
  assert.equal(notes.length, 1);
});

test('conclude() makes a suggestion of the model advice, never a step', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  const report: GroundedReport & { readonly profile: string } = {
    profile: 'main',
    summary: sameText('A leak.'),
    causes: [
      {
        systemId: 'main-tank',
        title: sameText('A leak'),
        explanation: sameText('It drops.'),
        state: 'likely',
        confidence: 0.6,
        evidenceIds: ['ev_1'],
        refutedBy: null,
      },
    ],
    refuted: [],
    unknowns: [],
    proposals: [
      {
        systemId: 'main-tank',
        action: 'drain',
        arguments: {},
        risk: 'high',
        why: sameText('to weld it'),
        evidenceIds: ['ev_1'],
        author: 'llm',
        standing: 'suggested',
      },
    ],
    commands: [
      { systemId: 'main-tank', text: 'GAUGE', change: null, why: sameText('to see it drop'), evidenceIds: [] },
      {
        systemId: 'other-tank',
        text: 'SEAL 2',
        change: { action: 'seal', risk: 'high', hasUndo: false },
        why: sameText('to stop it'),
        evidenceIds: ['ev_1'],
      },
    ],
    dropped: [],
  };
  const { model } = analyst(world, { conclude: async () => report });

  const concluded = await model.conclude(scope);

  const advice = concluded?.causes[0]?.advice;
  assert.match(advice?.en ?? '', /advice only, nothing is run.*drain.*to weld it/);
  assert.match(advice?.en ?? '', /run on main-tank: GAUGE \(only reads\)[\s\S]*run on other-tank: SEAL 2 \(changes, risk high, no undo\)/);
  assert.match(advice?.['zh-CN'] ?? '', /在 main-tank 上执行：GAUGE（只读）/);
  assert.equal(await world.activities.proposePlan(scope), null);
});
