import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { IncidentScope } from '../../src/activities/contract.ts';
import { escalate } from '../../src/workflows/escalate.ts';
import { ladderWorkflowId, reconsider } from '../../src/workflows/signals.ts';
import { startTestTemporal } from '../support/temporal.ts';
import { bundleWorkflows, quietRuntime } from './stage.ts';

test('escalate() sleeps until the next call is due, looks at once when something has changed, and ends when nothing is to come', async () => {
  quietRuntime();
  const server = await startTestTemporal();
  const [connection, native] = await Promise.all([
    Connection.connect({ address: server.address }),
    NativeConnection.connect({ address: server.address }),
  ]);
  const looks: string[] = [];
  let isTold = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    isTold = resolve;
  });
  const activities = {
    async climb({ incidentId }: IncidentScope) {
      looks.push(incidentId);
      if (looks.length === 1) throw new Error('the store is away');
      if (looks.length === 2) return { nextAtMs: Date.now() + 300 };
      if (looks.length > 3) return { nextAtMs: null };
      isTold();
      return { nextAtMs: Date.now() + 3_600_000 };
    },
  };
  const worker = await Worker.create({ connection: native, taskQueue: 'ladder', workflowBundle: await bundleWorkflows(), activities });
  const { workflow } = new Client({ connection });
  const options = {
    workflowId: ladderWorkflowId('inc_1'),
    taskQueue: 'ladder',
    args: [{ tenantId: 't', incidentId: 'inc_1' }] as [IncidentScope],
  };

  await worker.runUntil(async () => {
    const begun = await workflow.start(escalate, options);
    await told;
    await workflow.signalWithStart(escalate, { ...options, signal: reconsider });
    await begun.result();
  });

  assert.deepEqual(looks, ['inc_1', 'inc_1', 'inc_1', 'inc_1']);
  await connection.close();
  await native.close();
  await server.stop(3_000);
});
