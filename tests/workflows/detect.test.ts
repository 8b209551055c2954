import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { DetectionScope } from '../../src/activities/contract.ts';
import { detect } from '../../src/workflows/detect.ts';
import { startTestTemporal } from '../support/temporal.ts';
import { bundleWorkflows, quietRuntime } from './stage.ts';

test('detect() runs its detection, once more when the first try fails, and tells what came of it', async () => {
  quietRuntime();
  const server = await startTestTemporal();
  const [connection, native] = await Promise.all([
    Connection.connect({ address: server.address }),
    NativeConnection.connect({ address: server.address }),
  ]);
  const asked: DetectionScope[] = [];
  const activities = {
    async runDetection(scope: DetectionScope) {
      asked.push(scope);
      if (asked.length === 1) throw new Error('the store is away');
      return { series: 3, opened: 1, error: null };
    },
  };
  const worker = await Worker.create({ connection: native, taskQueue: 'detect', workflowBundle: await bundleWorkflows(), activities });
  const scope = { tenantId: 'default', detectionId: 'queue' };

  const outcome = await worker.runUntil(
    new Client({ connection }).workflow.execute(detect, { workflowId: 'detect-1', taskQueue: 'detect', args: [scope] }),
  );

  assert.deepEqual(outcome, { series: 3, opened: 1, error: null });
  assert.deepEqual(asked, [scope, scope]);
  await connection.close();
  await native.close();
  await server.stop(3_000);
});
