/** How many workflows a worker keeps in memory: one that isn't there reads its history first when it is told something. */

import { totalmem } from 'node:os';

/** Of the memory that the process may take. */
const share = 0.05;
/** An incident that waits for an approval, measured with 300 and 600 of them; rounded up, since what is said to it grows it. */
const bytesOfWorkflow = 100_000;
const fewest = 200;
/** One thread runs them all, and its heap is Node's own limit. */
const most = 4_000;

export function workflowsInMemoryMax(memoryBytes: number): number {
  return Math.min(most, Math.max(fewest, Math.floor((memoryBytes * share) / bytesOfWorkflow)));
}

/** Of the container where there is one, else of the machine. */
export function memoryOfProcess(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
