/** Stories of incidents that were started with search attributes: they can be found in Temporal by the phase that they are in. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentLimits } from '../../src/workflows/incident.ts';
import { severityAttribute, statusAttribute } from '../../src/workflows/search-attributes.ts';
import { incidentWorkflowId } from '../../src/workflows/signals.ts';
import { briefOf, type Scene, type Stage, steerOf } from './stage.ts';
import type { Story } from './stories.ts';
import { approve } from './stories-plan.ts';

const listedWithinMs = 20_000;

/** As the relay starts it, on a server that knows the attributes. */
async function startSearchably({ client }: Stage, { scope }: Scene, limits?: IncidentLimits): Promise<void> {
  await client.workflow.start('incident', {
    workflowId: incidentWorkflowId(scope.incidentId),
    taskQueue: 'stories',
    workflowTaskTimeout: '5 seconds',
    args: limits === undefined ? [scope, null] : [scope, null, limits],
    typedSearchAttributes: [
      { key: statusAttribute, value: 'received' },
      { key: severityAttribute, value: 'critical' },
    ],
  });
}

/** The list is behind the histories by a moment. */
async function listed({ client }: Stage, { scope }: Scene, query: string): Promise<void> {
  const all = `WorkflowId="${incidentWorkflowId(scope.incidentId)}" AND ${query}`;
  const deadline = performance.now() + listedWithinMs;
  for (;;) {
    for await (const _found of client.workflow.list({ query: all })) return;
    if (performance.now() > deadline) throw new Error(`Nothing was listed by ${all}`);
    await sleep(50);
  }
}

export const searchStories: readonly Story[] = [
  {
    name: 'an incident can be found by severity, and by each phase that it goes through',
    async play(stage) {
      let isResolved = false;
      const scene = stage.scene({
        proposePlan: async () => briefOf(),
        readPlan: async () => briefOf({ state: 'verified' }),
        readIncidentState: async () => ({ isResolved, alertsFiring: isResolved ? 0 : 1, hasVerdict: true }),
      });

      await startSearchably(stage, scene);
      await listed(stage, scene, 'ZhibanSeverity="critical" AND ZhibanStatus="waiting"');
      await scene.tell(approve());
      await listed(stage, scene, 'ZhibanStatus="watching"');
      isResolved = true;
      await scene.tell({ kind: 'resolved', key: 'resolved-1' });
      await scene.handle().result();

      await listed(stage, scene, 'ZhibanStatus="closed" AND ExecutionStatus="Completed"');
      const { events } = await scene.handle().fetchHistory();
      const shown = (events ?? []).flatMap((event) => {
        const data = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields?.ZhibanStatus?.data;
        return data ? [String(JSON.parse(Buffer.from(data).toString()))] : [];
      });
      assert.deepEqual(shown, ['investigating', 'waiting', 'running', 'watching', 'closed']);
      return scene;
    },
  },
  {
    name: 'an incident can still be found by its phase when its history goes on as a new one',
    async play(stage) {
      const scene = stage.scene();

      await startSearchably(stage, scene, { eventsMax: 30, quietAfterMs: 3_600_000 });
      await listed(stage, scene, 'ZhibanStatus="watching" AND ExecutionStatus="ContinuedAsNew"');
      await scene.tell(steerOf('investigate-again', 'again-1'));
      await scene.seen('openInvestigation', 2);

      await listed(stage, scene, 'ZhibanStatus="watching" AND ZhibanSeverity="critical" AND ExecutionStatus="Running"');
      await scene.handle().terminate('the story is over');
      return scene;
    },
  },
];
