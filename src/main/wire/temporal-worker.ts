/** The part of Temporal's SDK that runs workflows. Loaded only in a process with a worker: its native code takes 40 MB. */

import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/contract.ts';
import type { Log } from '../log.ts';
import type { TemporalLinkOptions } from './temporal-link.ts';
import { memoryOfProcess, workflowsInMemoryMax } from './worker-room.ts';
import { workflowCode } from './workflow-code.ts';

/** A worker that is connected and waits to be run. */
export interface OpenWorker {
  /** Until it is shut down; throws when the server is lost. */
  run(): Promise<void>;
  shutdown(): void;
  close(): Promise<void>;
}

/** Answers a way to open workers, one after the other: the code and the native runtime are the same for all of them. */
export async function prepareWorkers(options: TemporalLinkOptions, activities: Activities): Promise<() => Promise<OpenWorker>> {
  installRuntime(options.log);
  const code = await workflowCode(options.cacheDirectory);
  return () => openWorker(options, activities, code);
}

/** Throws while the server is away. */
async function openWorker(options: TemporalLinkOptions, activities: Activities, code: string): Promise<OpenWorker> {
  const connection = await NativeConnection.connect({ address: options.address });
  const close = (): Promise<void> => connection.close().catch(() => undefined);
  try {
    const worker = await Worker.create({
      ...{ connection, activities, namespace: options.namespace, taskQueue: options.taskQueue, workflowBundle: { code } },
      maxConcurrentActivityTaskExecutions: 40,
      maxConcurrentWorkflowTaskExecutions: 20,
      maxCachedWorkflows: workflowsInMemoryMax(memoryOfProcess()),
      // After a crash the next worker takes over within seconds instead of ten.
      stickyQueueScheduleToStartTimeout: '2 seconds',
      shutdownGraceTime: '5 seconds',
    });
    const shutdown = (): void => void (worker.getState() === 'RUNNING' && worker.shutdown());
    return { run: () => worker.run(), shutdown, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Once a process, before any worker or connection of it: the native part has one runtime, and signals are ours to handle. */
function installRuntime(log: Log): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', (entry) => {
      const text = String(entry.message);
      log.warn(
        { level: entry.level, ...(entry.meta?.error === undefined ? {} : { error: String(entry.meta.error) }) },
        `Temporal: ${text}`.slice(0, 500),
      );
    }),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}
