/** Waiting until what came in is in its incidents. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedRun } from '../embedded.ts';

/** Far beyond what a busy machine needs for all that the bench sends. */
const drainWithinMs = 900_000;

/** Parcels that are still to be grouped; NaN while the metrics can't be read. */
export async function waiting(run: EmbeddedRun): Promise<number> {
  const answer = await fetch(`${run.url}/metrics`, { headers: { authorization: `Bearer ${run.token}` } });
  return Number(/^zhiban_queue_size\{queue="inbox"\} (\d+)/m.exec(await answer.text())?.[1] ?? Number.NaN);
}

export async function untilGrouped(run: EmbeddedRun): Promise<void> {
  const deadline = performance.now() + drainWithinMs;
  while ((await waiting(run)) !== 0) {
    if (performance.now() > deadline) throw new Error(`The inbox was not empty within ${drainWithinMs / 1_000} s`);
    await sleep(200);
  }
}
