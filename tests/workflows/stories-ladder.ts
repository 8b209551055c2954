/** Stories of ladders: the clock of the calls, which knows nothing but when to look again. */

import assert from 'node:assert/strict';
import type { escalate } from '../../src/workflows/escalate.ts';
import { ladderWorkflowId, reconsider } from '../../src/workflows/signals.ts';
import type { Scene, Stage } from './stage.ts';
import type { Story } from './stories.ts';

const longMs = 3_600_000;

function optionsOf({ scope }: Scene): { workflowId: string; taskQueue: string; args: Parameters<typeof escalate> } {
  return { workflowId: ladderWorkflowId(scope.incidentId), taskQueue: 'stories', args: [scope] };
}

/** As the relay does it, whether the ladder has begun or not. */
async function reconsiderNow({ client }: Stage, scene: Scene) {
  return client.workflow.signalWithStart<typeof escalate>('escalate', { ...optionsOf(scene), signal: reconsider });
}

export const ladderStories: readonly Story[] = [
  {
    name: 'a ladder makes each call at its time, and ends once somebody has taken it over',
    async play(stage) {
      let looks = 0;
      const answers = [200, 200, longMs];
      const scene = stage.scene({
        climb: async () => {
          const inMs = answers[looks];
          looks += 1;
          return { nextAtMs: inMs === undefined ? null : Date.now() + inMs };
        },
      });

      const handle = await stage.client.workflow.start<typeof escalate>('escalate', optionsOf(scene));
      await scene.seen('climb', 3, 'ended');
      await reconsiderNow(stage, scene);
      await handle.result();

      assert.deepEqual(scene.begun(), ['climb', 'climb', 'climb', 'climb']);
      return scene;
    },
  },
  {
    name: 'a ladder that is told of something while it looks, looks once more before it waits',
    async play(stage) {
      let looks = 0;
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const scene = stage.scene({
        climb: async () => {
          looks += 1;
          if (looks === 1) await held;
          return { nextAtMs: looks === 1 ? Date.now() + longMs : null };
        },
      });

      const handle = await stage.client.workflow.start<typeof escalate>('escalate', optionsOf(scene));
      await scene.seen('climb');
      await reconsiderNow(stage, scene);
      release();
      await handle.result();

      assert.deepEqual(scene.begun(), ['climb', 'climb']);
      return scene;
    },
  },
];
