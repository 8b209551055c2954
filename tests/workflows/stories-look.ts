/** Stories of investigations: steered, decided upon meanwhile, out of budget, broken off, very long. */

import assert from 'node:assert/strict';
import { ApplicationFailure } from '@temporalio/common';
import { briefOf, lookNamed, type Scene, steerOf } from './stage.ts';
import type { Story } from './stories.ts';
import { approve, settled } from './stories-plan.ts';

const looks = ['a', 'b', 'c', 'd', 'e'].map((probe) => lookNamed(probe));

function isPartial(scene: Scene): unknown {
  return Reflect.get(Object(scene.calls.find(({ name }) => name === 'concludeInvestigation')?.given[0]), 'isPartial');
}

function looksOf(scene: Scene): number {
  return scene.calls.filter(({ name, phase }) => name === 'takeLooks' && phase === 'begun').flatMap(({ given }) => given[0]).length;
}

/** Holds an answer back until it is let go. */
function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

export const lookStories: readonly Story[] = [
  {
    name: 'a fact that is added during an investigation starts another one after it, and only that one proposes',
    async play(stage) {
      const { open, passed } = gate();
      const scene = stage.scene({ takeLooks: () => passed.then(() => null) });
      await scene.start();
      await scene.seen('takeLooks');

      await scene.tell(steerOf('fact', 'fact-1'));
      await scene.seen('applySteer', 1, 'ended').catch(() => undefined);
      await settled(scene);
      open();
      await scene.seen('proposePlan');

      assert.equal(scene.begun().filter((name) => name === 'openInvestigation').length, 2);
      assert.equal(scene.begun().filter((name) => name === 'proposePlan').length, 1);
      return scene;
    },
  },
  {
    name: 'a plan that is approved while the next investigation runs is run at once, can be stopped, and neither hides the other',
    async play(stage) {
      const { open, passed } = gate();
      let runs = 0;
      const held = gate();
      const scene = stage.scene({
        proposePlan: async () => briefOf({}, 2),
        readPlan: async () => briefOf({ state: 'stopped' }, 2),
        takeLooks: async () => {
          if (++runs > 1) await passed;
          return null;
        },
        applyStep: async () => held.passed.then(() => ({ note: '' })),
      });
      await scene.start();
      await scene.seen('setPhase waiting');
      await scene.tell(steerOf('investigate-again', 'again'));
      await scene.seen('takeLooks', 2).catch(() => undefined);

      await scene.tell(approve());
      await scene.seen('applyStep 0');
      open();
      await scene.seen('proposePlan', 2, 'ended');
      await scene.tell({ kind: 'stop', key: 'stop', planId: 'plan-1' });
      await settled(scene);
      held.open();
      await scene.seen('finishPlan plan-1', 1, 'ended');

      assert.equal(scene.calls.find(({ name }) => name === 'finishPlan')?.given[1], 'stopped');
      assert.equal(scene.begun().filter((name) => name === 'beginPlan').length, 1);
      assert.ok(scene.begun().includes('setPhase running'), 'the card goes on showing the run');
      return scene;
    },
  },
  {
    name: 'the budget of looks is hard: what is over is not looked at and the verdict is partial',
    async play(stage) {
      const scene = stage.scene({
        openInvestigation: async () => ({ budget: { probesMax: 3, secondsMax: 120, llmCallsMax: 0, tokensMax: 0 }, usesModel: false }),
        chooseLooks: async () => looks,
      });
      await scene.start();
      await scene.seen('concludeInvestigation', 1, 'ended');

      assert.equal(looksOf(scene), 3);
      assert.equal(isPartial(scene), true);
      return scene;
    },
  },
  {
    name: 'the budget of seconds is hard: no round begins after it',
    async play(stage) {
      const scene = stage.scene({
        openInvestigation: async () => ({ budget: { probesMax: 50, secondsMax: 3, llmCallsMax: 0, tokensMax: 0 }, usesModel: false }),
        takeLooks: async () => {
          await new Promise((resolve) => setTimeout(resolve, 3_500));
          return null;
        },
        rankHypotheses: async () => ({ next: [lookNamed('more', 2)], isDecided: false }),
      });
      await scene.start();
      await scene.seen('concludeInvestigation', 1, 'ended');

      assert.equal(looksOf(scene), 1);
      assert.equal(isPartial(scene), true);
      return scene;
    },
  },
  {
    name: 'rounds go on until the causes are told apart',
    async play(stage) {
      const scene = stage.scene({
        rankHypotheses: async (_scope, round) => ({ next: [lookNamed(`round-${round}`, round + 1)], isDecided: round === 3 }),
      });
      await scene.start();
      await scene.seen('concludeInvestigation', 1, 'ended');

      assert.equal(looksOf(scene), 3);
      assert.equal(isPartial(scene), false);
      return scene;
    },
  },
  {
    name: 'a round that has drawn the verdict itself is the last',
    async play(stage) {
      const scene = stage.scene({
        takeLooks: async (_scope, _orders, then) => ({
          next: [lookNamed('more', 2)],
          isDecided: false,
          state: then?.round === 2 ? 'confirmed' : null,
        }),
      });
      await scene.start();
      await scene.seen('proposePlan');

      const begun = scene.begun().filter((name) => /^(takeLooks|rankHypotheses|concludeInvestigation)/.test(name));
      assert.deepEqual(begun, ['takeLooks', 'takeLooks']);
      return scene;
    },
  },
  {
    name: 'a model looks in turns until it is done',
    async play(stage) {
      const scene = stage.scene({
        openInvestigation: async () => ({ budget: { probesMax: 20, secondsMax: 60, llmCallsMax: 5, tokensMax: 1_000 }, usesModel: true }),
        think: async (_scope, turn) => ({
          isDone: turn === 3,
          looks: turn === 3 ? [] : [lookNamed(`turn-${turn}`)],
          tokens: 100,
          unavailable: null,
        }),
      });
      await scene.start();
      await scene.seen('concludeInvestigation', 1, 'ended');

      assert.deepEqual(
        scene.begun().filter((name) => name.startsWith('think')),
        ['think 1', 'think 2', 'think 3'],
      );
      assert.equal(isPartial(scene), false);
      return scene;
    },
  },
  {
    name: 'a model that never ends a turn leaves a verdict within the budget',
    async play(stage) {
      const scene = stage.scene({
        openInvestigation: async () => ({ budget: { probesMax: 20, secondsMax: 2, llmCallsMax: 5, tokensMax: 1_000 }, usesModel: true }),
        think: () => new Promise((resolve) => setTimeout(() => resolve({ isDone: true, looks: [], tokens: 0, unavailable: null }), 6_000)),
      });
      await scene.start();
      await scene.seen('concludeInvestigation', 1, 'ended');

      assert.ok(!scene.calls.some(({ name, phase }) => name === 'think' && phase === 'ended'), 'nobody waited for the model');
      assert.equal(isPartial(scene), true);
      return scene;
    },
  },
  {
    name: 'an investigation that breaks off is told, and can be asked for again',
    async play(stage) {
      let runs = 0;
      const scene = stage.scene({
        rankHypotheses: async () => {
          if (++runs === 1) throw ApplicationFailure.nonRetryable('a signature is broken');
          return { next: [], isDecided: true };
        },
      });
      await scene.start();
      await scene.seen('reportFailure', 1, 'ended');

      await scene.tell(steerOf('resume', 'resume-1'));
      await scene.seen('concludeInvestigation', 1, 'ended');

      const told = scene.calls.find(({ name }) => name === 'reportFailure')?.given[0];
      assert.deepEqual(told, { key: 'investigation-1', what: 'investigation', reason: 'a signature is broken', planId: null });
      return scene;
    },
  },
  {
    name: 'a message that can’t be dealt with is told, and the next one is heard',
    async play(stage) {
      let said = 0;
      const scene = stage.scene({
        applySteer: async () => {
          if (++said === 1) throw ApplicationFailure.nonRetryable('no such thing');
          return { investigateAgain: false };
        },
      });
      await scene.start();
      await scene.seen('setPhase watching');

      await scene.tell(steerOf('question', 'question-1'));
      await scene.tell(steerOf('question', 'question-2'));
      await scene.seen('reportFailure', 1, 'ended');
      await waitForEnd(scene, 'applySteer');

      const told = scene.calls.filter(({ name, phase }) => name === 'reportFailure' && phase === 'begun');
      assert.equal(told.length, 1);
      return scene;
    },
  },
  {
    name: 'an incident that is not in the store ends its workflow instead of trying for ever',
    async play(stage) {
      const gone = async (): Promise<never> => {
        throw ApplicationFailure.nonRetryable('Incident is not in the store', 'gone');
      };
      const scene = stage.scene({ openInvestigation: gone, reportFailure: gone, setPhase: gone, proposePlan: gone });
      const handle = await scene.start();

      await handle.result();

      assert.ok(!scene.begun().includes('takeLooks'));
      return scene;
    },
  },
  {
    name: 'a question that is quiet for long is over',
    async play(stage) {
      let isResolved = false;
      const scene = stage.scene({
        settleIncident: async () => {
          isResolved = true;
        },
        readIncidentState: async () => ({ isResolved, alertsFiring: 0, hasVerdict: true }),
      });
      const handle = await scene.start({ eventsMax: 5_000, quietAfterMs: 1_500 });

      await handle.result();

      assert.deepEqual(scene.begun().slice(-3), ['settleIncident quiet', 'readIncidentState', 'setPhase closed']);
      return scene;
    },
  },
  {
    name: 'a very long incident goes on as a new run that knows its plan and what it has heard',
    async play(stage) {
      const scene = stage.scene({ proposePlan: async () => briefOf() });
      const handle = await scene.start({ eventsMax: 60, quietAfterMs: 3_600_000 });
      const first = (await handle.describe()).runId;
      await scene.seen('setPhase waiting');
      await scene.tell(steerOf('question', 'asked-before'));

      for (let index = 0; index < 40; index += 1) await scene.tell({ kind: 'alerts', key: `alerts-${index}` });
      await untilNewRun(scene, first);
      await scene.tell(steerOf('question', 'asked-before'));
      await scene.tell(approve());
      await scene.seen('settleIncident fixed');

      assert.equal(scene.begun().filter((name) => name.startsWith('applySteer')).length, 1);
      assert.equal(scene.begun().filter((name) => name === 'openInvestigation').length, 1);
      return scene;
    },
  },
];

async function waitForEnd(scene: Scene, name: string): Promise<void> {
  while (!scene.calls.some((call) => call.name === name && call.phase === 'ended')) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function untilNewRun(scene: Scene, runId: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await scene.handle().describe()).runId !== runId) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The workflow did not go on as a new run');
}
