/** What the engine alone does at the same moment: workflows of one activity, one after the other and many at once. */

import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';

interface Bare {
  /** Milliseconds from start to result, one at a time. */
  readonly roundTripMs: readonly number[];
  readonly perSecond: number;
}

const taskQueue = 'bench-bare';
const singly = 20;
const atOnce = 20;
const inAll = 100;

export async function measureBare(client: Client, address: string, name: string): Promise<Bare> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: join(import.meta.dirname, '..', 'reference-workflow.ts'),
    activities: { nothing: async () => {} },
  });
  const working = worker.run();
  try {
    const execute = (id: string) => client.workflow.execute('once', { taskQueue, workflowId: `${name}-${id}` });
    await execute('first');
    const roundTripMs: number[] = [];
    for (let round = 0; round < singly; round += 1) {
      const startedMs = performance.now();
      await execute(`one-${round}`);
      roundTripMs.push(performance.now() - startedMs);
    }
    const startedMs = performance.now();
    let begun = 0;
    const run = async (): Promise<void> => {
      while (begun < inAll) {
        begun += 1;
        await execute(`many-${begun}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, run));
    return { roundTripMs, perSecond: inAll / ((performance.now() - startedMs) / 1_000) };
  } finally {
    worker.shutdown();
    await working;
    await connection.close();
  }
}
