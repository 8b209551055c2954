/**
 * The ladder of one incident: sleeps until the next call is due, and makes it. Everything else, as who is on duty, whether somebody has
 * taken over, and which step comes next, is decided by the look itself from the store: this is only its clock, which outlives every
 * process.
 */

import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { IncidentScope } from '../activities/contract.ts';
import { calls } from './proxies.ts';
import { reconsider } from './signals.ts';

/** Days of reminders; Temporal's own limit is 51,200 events. */
const eventsMax = 2_000;

export async function escalate(scope: IncidentScope): Promise<void> {
  let isTold = false;
  setHandler(reconsider, () => {
    isTold = true;
  });
  for (;;) {
    isTold = false;
    const { nextAtMs } = await calls.climb(scope);
    if (isTold) continue;
    if (nextAtMs === null) return;
    if (workflowInfo().historyLength > eventsMax) await continueAsNew<typeof escalate>(scope);
    // The clocks of two machines differ by a little: a look that comes early asks for another moment.
    await condition(() => isTold, Math.max(100, nextAtMs - Date.now()));
  }
}
