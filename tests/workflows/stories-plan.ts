/** Stories of plans: proposed, waited for, decided, expired, voided. */

import assert from 'node:assert/strict';
import type { IncidentMessage } from '../../src/workflows/signals.ts';
import { briefOf, type Scene, steerOf } from './stage.ts';
import type { Story } from './stories.ts';

export function approve(planId = 'plan-1', key = 'click'): IncidentMessage {
  return { kind: 'decision', key, planId, digest: 'digest-1', decision: 'approve' };
}

export const planStories: readonly Story[] = [
  {
    name: 'a plan is approved, runs, is verified, and the incident ends with it',
    async play(stage) {
      let isResolved = false;
      const scene = stage.scene({
        proposePlan: async () => briefOf(),
        settleIncident: async () => {
          isResolved = true;
        },
        readIncidentState: async () => ({ isResolved, alertsFiring: 0, hasVerdict: true }),
      });
      const handle = await scene.start();
      await scene.seen('setPhase waiting');

      await scene.tell(approve());
      await handle.result();

      assert.deepEqual(scene.begun().slice(scene.begun().indexOf('beginPlan')), [
        'beginPlan',
        'readPlan',
        'precheckStep 0',
        'applyStep 0',
        'verifyStep 0',
        'finishPlan plan-1',
        'readPlan',
        'settleIncident fixed',
        'readIncidentState',
        'setPhase closed',
      ]);
      return scene;
    },
  },
  {
    name: 'a plan that somebody asked for waits, is approved and runs, though nothing was looked into',
    async play(stage) {
      const scene = stage.scene({ readPlan: async () => briefOf() });
      await scene.tell({ kind: 'plan', key: 'asked', planId: 'plan-1' });
      await scene.seen('setPhase waiting');
      assert.deepEqual(scene.begun(), ['readPlan', 'setPhase waiting']);

      await scene.tell(approve());
      await scene.seen('finishPlan plan-1');

      assert.equal(scene.begun().includes('openInvestigation'), false);
      return scene;
    },
  },
  {
    name: 'the same message delivered again is heard once',
    async play(stage) {
      const scene = stage.scene({ proposePlan: async () => briefOf(), readPlan: async () => briefOf({ state: 'verified' }) });
      await scene.start();
      await scene.seen('setPhase waiting');

      for (let times = 0; times < 5; times += 1) await scene.tell(approve());
      for (let times = 0; times < 3; times += 1) await scene.tell(steerOf('question', 'asked-once'));
      await scene.seen('settleIncident fixed');
      await scene.seen('applySteer');
      await scene.tell(approve());
      await settled(scene);

      assert.equal(scene.begun().filter((name) => name === 'beginPlan').length, 1);
      assert.equal(scene.begun().filter((name) => name.startsWith('applySteer')).length, 1);
      return scene;
    },
  },
  {
    name: 'a plan that nobody decides on is recalled twice and expires',
    async play(stage) {
      // Each time the next duty comes soon and the one after it is far away: a machine that is late must not skip one.
      const dueSoon = (shareLeft: number) => {
        const validMs = 3_600_000;
        return briefOf({ validMs, expiresAtMs: Date.now() + 500 + shareLeft * validMs });
      };
      let shareLeft = 0.2;
      const scene = stage.scene({ proposePlan: async () => dueSoon(0.5), readPlan: async () => dueSoon(shareLeft) });
      await scene.start();
      await scene.seen('remindApprovers plan-1', 1, 'ended');
      await scene.tell({ kind: 'plan', key: 'later', planId: 'plan-1' });
      await scene.seen('remindApprovers plan-1', 2, 'ended');
      shareLeft = 0;
      await scene.tell({ kind: 'plan', key: 'at-the-end', planId: 'plan-1' });

      await scene.seen('expirePlan plan-1', 1, 'ended');
      await scene.seen('setPhase watching');

      const reminders = scene.calls
        .filter(({ name, phase }) => name === 'remindApprovers' && phase === 'begun')
        .map(({ given }) => given[1]);
      assert.deepEqual(reminders, ['half', 'late']);
      assert.ok(!scene.begun().includes('beginPlan'));
      return scene;
    },
  },
  {
    name: 'of a plan that was approved in the moment of its expiry nothing is shown as expired',
    async play(stage) {
      const scene = stage.scene({ proposePlan: async () => briefOf({ validMs: 1_500 }), expirePlan: async () => 'approved' });
      await scene.start();
      await scene.seen('expirePlan plan-1', 1, 'ended');

      await scene.tell(approve());
      await scene.seen('settleIncident fixed');

      assert.ok(!scene.begun().includes('setPhase watching'));
      return scene;
    },
  },
  {
    name: 'a rejected plan is not run, and the incident is watched on',
    async play(stage) {
      const scene = stage.scene({ proposePlan: async () => briefOf() });
      await scene.start();
      await scene.seen('setPhase waiting');

      await scene.tell({ ...approve(), decision: 'reject' } as IncidentMessage);
      await scene.seen('setPhase watching');

      assert.equal(await scene.handle().query('phase'), 'watching');
      assert.ok(!scene.begun().includes('beginPlan'));
      return scene;
    },
  },
  {
    name: 'a new investigation replaces the plan; a decision on the old one runs nothing',
    async play(stage) {
      let proposals = 0;
      const scene = stage.scene({
        proposePlan: async () => briefOf({ planId: `plan-${++proposals}` }),
        readPlan: async (_scope, planId) => briefOf({ planId, state: planId === 'plan-1' ? 'void' : 'verified' }),
        beginPlan: async (_scope, planId) => ({ isAllowed: planId === 'plan-2', reason: 'void' }),
      });
      await scene.start();
      await scene.seen('setPhase waiting');
      await scene.tell(steerOf('fact', 'a-fact'));
      await scene.seen('setPhase waiting', 2);

      await scene.tell(approve('plan-1', 'late-click'));
      await scene.seen('beginPlan', 1, 'ended');
      await scene.seen('setPhase waiting', 3);
      const appliedByOld = scene.begun().filter((name) => name.startsWith('applyStep')).length;
      await scene.tell(approve('plan-2', 'right-click'));
      await scene.seen('settleIncident fixed');

      assert.equal(appliedByOld, 0);
      assert.equal(scene.begun().filter((name) => name === 'applyStep 0').length, 1);
      return scene;
    },
  },
  {
    name: 'what waits for approval is withdrawn when the incident resolves by itself',
    async play(stage) {
      let isResolved = false;
      const scene = stage.scene({
        proposePlan: async () => (isResolved ? null : briefOf()),
        readIncidentState: async () => ({ isResolved, alertsFiring: 0, hasVerdict: true }),
      });
      const handle = await scene.start();
      await scene.seen('setPhase waiting');

      isResolved = true;
      await scene.tell({ kind: 'resolved', key: 'over' });
      await handle.result();

      assert.equal(scene.begun().filter((name) => name === 'proposePlan').length, 2);
      assert.equal(scene.begun().at(-1), 'setPhase closed');
      return scene;
    },
  },
];

/** Lets the workflow take what was sent to it: a query is answered after the messages before it. */
export async function settled(scene: Scene): Promise<void> {
  await scene.handle().query('phase');
}
