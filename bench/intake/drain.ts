/** Waiting until what came in is in its incidents. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedRun } from '../embedded.ts';

/** Far beyond what a busy machine needs for all that the bench sends. */
const drainWithinMs = 900_000;

/** What was read longer ago says nothing about now. */
const freshSeconds = 1;

/** Parcels that are still to be grouped; NaN while the store is too slow to tell. */
export async function waiting(run: EmbeddedRun): Promise<number> {
  const answer = await fetch(`${run.url}/metrics`, { headers: { authorization: `Bearer ${run.token}` } });
  const text = await answer.text();
  const age = Number(/^zhiban_queue_size_age_seconds (\S+)/m.exec(text)?.[1] ?? Number.NaN);
  return age <= freshSeconds ? Number(/^zhiban_queue_size\{queue="inbox"\} (\d+)/m.exec(text)?.[1] ?? Number.NaN) : Number.NaN;
}

export async function untilGrouped(run: EmbeddedRun): Promise<void> {
  const deadline = performance.now() + drainWithinMs;
  while ((await waiting(run)) !== 0) {
    if (performance.now() > deadline) throw new Error(`The inbox was not empty within ${drainWithinMs / 1_000} s`);
    await sleep(200);
  }
}
