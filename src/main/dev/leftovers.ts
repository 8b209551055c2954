/** Ends what a supervisor that was killed may have left behind, so that two servers never write to one data directory. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Occupant } from './occupant.ts';
import { processIdentity } from './process-identity.ts';

/** The children ask nothing when their parent is gone and end by themselves; this many steps of 100 ms they get for it. */
const graceSteps = 30;

/** Answers the names of those that had to be killed. Call it with the lock held. */
export async function endLeftovers(occupant: Occupant | null): Promise<readonly string[]> {
  if (occupant === null) return [];
  const isAlive = (child: Occupant['children'][number]): boolean => processIdentity(child.pid) === child.identity;
  for (let step = 0; step < graceSteps && occupant.children.some(isAlive); step += 1) await sleep(100);
  const stubborn = occupant.children.filter(isAlive);
  for (const child of stubborn) process.kill(child.pid, 'SIGKILL');
  for (let step = 0; step < graceSteps && stubborn.some(isAlive); step += 1) await sleep(100);
  return stubborn.map((child) => child.name);
}
