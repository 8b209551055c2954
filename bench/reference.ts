/** What the bare parts take on this machine at this moment: a commit of the embedded store, a workflow of one activity. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { systemClock } from '../src/main/clock.ts';
import { openEmbeddedStore } from '../src/store/open-store.ts';
import { startTestTemporal } from '../tests/support/temporal.ts';

const runs = 30;

/** Milliseconds of each commit of one row. */
export async function storeCommits(): Promise<readonly number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-bench-store-'));
  const store = await openEmbeddedStore({ clock: systemClock, directory: join(directory, 'db') });
  try {
    return await repeat(runs, (round) => store.ensureTenant('bench', `round ${round}`));
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Milliseconds from start to result of each workflow, on a server with its file as the embedded one has. */
export async function workflowRoundTrips(): Promise<readonly number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-bench-temporal-'));
  const server = await startTestTemporal({ databasePath: join(directory, 'temporal.db') });
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const native = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection: native,
    taskQueue: 'bench',
    workflowsPath: join(import.meta.dirname, 'reference-workflow.ts'),
    activities: { nothing: async () => {} },
  });
  const working = worker.run();
  const connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection });
  try {
    const execute = (round: number) => client.workflow.execute('once', { taskQueue: 'bench', workflowId: `once-${round}` });
    await execute(-1);
    return await repeat(runs, execute);
  } finally {
    await connection.close();
    worker.shutdown();
    await working;
    await native.close();
    await server.stop(3_000);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function repeat(count: number, task: (round: number) => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const startedMs = performance.now();
    await task(round);
    took.push(performance.now() - startedMs);
  }
  return took;
}
