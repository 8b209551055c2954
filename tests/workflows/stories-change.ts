/** Stories of changes: steps in order, stopped, rolled back, undone, broken off. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities/contract.ts';
import type { PlanState } from '../../src/domain/plan.ts';
import { briefOf, type Scene, steerOf } from './stage.ts';
import type { Story } from './stories.ts';
import { approve } from './stories-plan.ts';

const steps = ['precheckStep', 'applyStep', 'verifyStep', 'undoStep', 'failStep', 'finishPlan'];

/** What was done to systems and to the plan, in order. */
function done(scene: Scene): readonly string[] {
  return scene.begun().filter((name) => steps.some((step) => name.startsWith(step)));
}

async function runPlan(scene: Scene): Promise<void> {
  await scene.start();
  await scene.seen('setPhase waiting');
  await scene.tell(approve());
}

function plan(count: number): Pick<Activities, 'proposePlan' | 'readPlan'> {
  return { proposePlan: async () => briefOf({}, count), readPlan: async () => briefOf({ state: 'failed' }, count) };
}

export const changeStories: readonly Story[] = [
  {
    name: 'a stop lets the step end and begins no other, though an answer is still being written',
    async play(stage) {
      let letGo = (): void => undefined;
      const isStopped = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const scene = stage.scene({
        ...plan(3),
        applyStep: async () => isStopped.then(() => ({ note: '' })),
        applySteer: () => slowAnswer(),
      });
      await runPlan(scene);
      await scene.tell(steerOf('question', 'slow'));
      await scene.seen('applyStep 0');

      await scene.tell({ kind: 'stop', key: 'stop', planId: 'plan-1' });
      await sleep(500);
      letGo();
      await scene.seen('finishPlan plan-1');

      const end = scene.calls.find(({ name }) => name === 'finishPlan');
      assert.equal(end?.given[1], 'stopped');
      assert.ok(!done(scene).some((name) => name.endsWith(' 1')));
      assert.ok(!scene.calls.some(({ name, phase }) => name === 'applySteer' && phase === 'ended'), 'the answer was still being written');
      return scene;
    },
  },
  {
    name: 'a failed verification undoes what was done, in reverse order',
    async play(stage) {
      const scene = stage.scene({ ...plan(3), verifyStep: async ({ step }) => ({ isMet: step < 2, note: 'pressure unchanged' }) });
      await runPlan(scene);
      await scene.seen('finishPlan plan-1', 1, 'ended');

      const end = scene.calls.find(({ name }) => name === 'finishPlan');
      assert.equal(end?.given[1], 'rolled_back');
      assert.deepEqual(done(scene).slice(-5), ['failStep 2', 'undoStep 2', 'undoStep 1', 'undoStep 0', 'finishPlan plan-1']);
      return scene;
    },
  },
  {
    name: 'an undo that fails doesn’t keep the others from being undone, and the plan is no success',
    async play(stage) {
      const scene = stage.scene({
        ...plan(3),
        verifyStep: async ({ step }) => ({ isMet: step < 2, note: 'pressure unchanged' }),
        undoStep: async ({ step }) => {
          if (step === 1) throw ApplicationFailure.nonRetryable('the valve is stuck');
          return { isUndone: true, note: '' };
        },
      });
      await runPlan(scene);
      await scene.seen('finishPlan plan-1', 1, 'ended');

      const failed = scene.calls.filter(({ name, phase }) => name === 'failStep' && phase === 'begun').map(({ given }) => given);
      const end = scene.calls.find(({ name }) => name === 'finishPlan');
      assert.deepEqual(failed.at(-1), [1, 'the valve is stuck', 'undo_failed']);
      assert.ok(done(scene).includes('undoStep 0'));
      assert.equal(end?.given[1], 'failed');
      return scene;
    },
  },
  {
    name: 'what was so already is not undone, and what is blocked is not applied',
    async play(stage) {
      const scene = stage.scene({
        ...plan(3),
        precheckStep: async ({ step }) => ({ state: step === 0 ? 'already' : step === 1 ? 'ready' : 'blocked', note: '' }),
      });
      await runPlan(scene);
      await scene.seen('finishPlan plan-1', 1, 'ended');

      assert.deepEqual(done(scene), [
        'precheckStep 0',
        'precheckStep 1',
        'applyStep 1',
        'verifyStep 1',
        'precheckStep 2',
        'undoStep 1',
        'finishPlan plan-1',
      ]);
      return scene;
    },
  },
  {
    name: 'a system that does not answer right after the change is asked again until its time is up',
    async play(stage) {
      let asked = 0;
      const brief = briefOf({ steps: [{ verifyWithinMs: 20_000, applyTimeoutMs: 1_000, isUndoable: true }] });
      const scene = stage.scene({
        proposePlan: async () => brief,
        readPlan: async () => ({ ...brief, state: 'verified' as const }),
        verifyStep: async () => {
          asked += 1;
          if (asked < 3) throw ApplicationFailure.nonRetryable('connection refused');
          return { isMet: true, note: '' };
        },
      });
      await runPlan(scene);
      await scene.seen('finishPlan plan-1', 1, 'ended');

      const end = scene.calls.find(({ name }) => name === 'finishPlan');
      assert.equal(end?.given[1], 'verified');
      assert.ok(!scene.begun().some((name) => name.startsWith('undoStep')));
      return scene;
    },
  },
  {
    name: 'a fix is undone after it was verified; a second wish finds the workflow free',
    async play(stage) {
      let undos = 0;
      const scene = stage.scene({
        ...plan(2),
        readPlan: async () => briefOf({ state: 'verified' }, 2),
        undoStep: async () => ({ isUndone: ++undos > 2, note: 'not yet' }),
      });
      await runPlan(scene);
      await scene.seen('settleIncident fixed');

      await scene.tell({ kind: 'undo', key: 'undo-a', planId: 'plan-1' });
      await scene.tell({ kind: 'undo', key: 'undo-b', planId: 'plan-1' });
      await scene.seen('finishPlan plan-1', 2, 'ended');

      const told = scene.calls.find(({ name }) => name === 'reportFailure')?.given[0];
      const end = scene.calls.filter(({ name }) => name === 'finishPlan').at(-1);
      assert.deepEqual(done(scene).slice(-6), [
        'finishPlan plan-1',
        'undoStep 1',
        'undoStep 0',
        'undoStep 1',
        'undoStep 0',
        'finishPlan plan-1',
      ]);
      assert.equal(Reflect.get(Object(told), 'what'), 'undo');
      assert.equal(end?.given[1], 'undone');
      return scene;
    },
  },
  {
    name: 'a run that breaks off is told, its plan is left as failed, and the incident goes on',
    async play(stage) {
      const scene = stage.scene({
        ...plan(1),
        beginPlan: async () => {
          throw ApplicationFailure.nonRetryable('the record is broken');
        },
      });
      await runPlan(scene);
      await scene.seen('reportFailure', 1, 'ended');

      await scene.tell(steerOf('investigate-again', 'again'));
      await scene.seen('concludeInvestigation', 2, 'ended');

      const told = scene.calls.find(({ name }) => name === 'reportFailure')?.given[0];
      assert.deepEqual(told, { key: 'remediation-plan-1', what: 'remediation', reason: 'the record is broken', planId: 'plan-1' });
      return scene;
    },
  },
  {
    name: 'alerts that resolve while the plan runs close the incident after it, not before',
    async play(stage) {
      let isResolved = false;
      let letGo = (): void => undefined;
      const isTold = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const scene = stage.scene({
        ...plan(1),
        readPlan: async () => briefOf({ state: 'verified' }),
        applyStep: async () => isTold.then(() => ({ note: '' })),
        readIncidentState: async () => ({ isResolved, alertsFiring: 0, hasVerdict: true }),
      });
      await runPlan(scene);
      await scene.seen('applyStep 0');

      isResolved = true;
      await scene.tell({ kind: 'resolved', key: 'over' });
      await sleep(300);
      letGo();
      await scene.handle().result();

      assert.ok(scene.begun().indexOf('finishPlan plan-1') < scene.begun().indexOf('setPhase closed'));
      return scene;
    },
  },
  {
    name: 'an undo wakes an incident whose workflow has ended, without investigating again',
    async play(stage) {
      const scene = stage.scene({
        readPlan: async () => briefOf({ state: 'undone' }),
        readIncidentState: async () => ({ isResolved: true, alertsFiring: 0, hasVerdict: true }),
      });

      const handle = await scene.tell({ kind: 'undo', key: 'undo-late', planId: 'plan-1' });
      await handle.result();

      assert.ok(!scene.begun().includes('openInvestigation'));
      assert.deepEqual(done(scene), ['undoStep 0', 'finishPlan plan-1']);
      return scene;
    },
  },
  {
    name: 'a run that was begun in an earlier life of the incident is waited for, not doubled',
    async play(stage) {
      let letGo = (): void => undefined;
      const isHeld = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      let state: PlanState = 'running';
      const scene = stage.scene({
        ...plan(1),
        readPlan: async () => briefOf({ state }),
        applyStep: async () => isHeld.then(() => ({ note: '' })),
        finishPlan: async () => {
          state = 'verified';
        },
      });
      await scene.startRemediation('plan-1');
      await scene.seen('applyStep 0');

      await runPlan(scene);
      await scene.seen('readPlan', 2);
      letGo();
      await scene.seen('settleIncident fixed');

      assert.equal(scene.begun().filter((name) => name === 'beginPlan').length, 1);
      assert.equal(scene.begun().filter((name) => name === 'applyStep 0').length, 1);
      assert.ok(!scene.begun().some((name) => name.startsWith('reportFailure')));
      return scene;
    },
  },
];

async function slowAnswer(): Promise<{ investigateAgain: boolean }> {
  await sleep(4_000);
  return { investigateAgain: false };
}
