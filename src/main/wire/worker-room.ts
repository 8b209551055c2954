/** How many workflows a worker keeps in memory: one that isn't there reads its history first when it is told something. */

import { totalmem } from 'node:os';

/** Of the memory that the process may take. */
const share = 0.05;
/** By so much a process grew for each of 120 incidents that wait for an approval. */
const bytesOfWorkflow = 350_000;
const fewest = 200;
/** One thread runs them all, within Node's limit of its heap. */
const most = 2_000;

export function workflowsInMemoryMax(memoryBytes: number): number {
  return Math.min(most, Math.max(fewest, Math.floor((memoryBytes * share) / bytesOfWorkflow)));
}

/** Of the container where there is one, else of the machine. */
export function memoryOfProcess(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
