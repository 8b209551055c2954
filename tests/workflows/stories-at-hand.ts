/** Stories of the bookkeeping that a workflow does within its own task, and of what becomes of it when the store doesn't answer. */

import assert from 'node:assert/strict';
import { ApplicationFailure } from '@temporalio/common';
import { briefOf, type Scene } from './stage.ts';
import type { Story } from './stories.ts';
import { approve } from './stories-plan.ts';

/** Names of the activities that went through the engine. */
async function scheduled(scene: Scene): Promise<readonly string[]> {
  const { events } = await scene.handle().fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name ?? []);
}

export const atHandStories: readonly Story[] = [
  {
    name: 'while the store is away what is to be written waits as an activity, and is written once it is back',
    async play(stage) {
      let attempts = 0;
      let begun = 0;
      const scene = stage.scene({
        proposePlan: async () => briefOf(),
        setPhase: async () => {
          attempts += 1;
          if (attempts <= 3) throw new Error('the store is away');
        },
        beginPlan: async () => {
          begun += 1;
          if (begun === 1) throw new Error('the store is away');
          return { isAllowed: true, reason: '' };
        },
      });
      await scene.start();
      await scene.seen('setPhase waiting', 1, 'ended');
      await scene.tell(approve());
      await scene.seen('settleIncident fixed', 1, 'ended');

      assert.ok((await scheduled(scene)).includes('setPhase'), 'it went on as an activity');
      assert.equal(scene.begun().filter((name) => name === 'applyStep 0').length, 1);
      assert.equal(begun, 2);
      return scene;
    },
  },
  {
    name: 'what no other attempt can help with is not attempted again',
    async play(stage) {
      const scene = stage.scene({
        openInvestigation: async () => {
          throw ApplicationFailure.nonRetryable('the configuration names no such thing');
        },
      });
      await scene.start();
      await scene.seen('reportFailure', 1, 'ended');

      assert.ok(!(await scheduled(scene)).includes('openInvestigation'));
      const told = scene.calls.find(({ name }) => name === 'reportFailure')?.given[0];
      assert.equal(Reflect.get(Object(told), 'reason'), 'the configuration names no such thing');
      return scene;
    },
  },
];
