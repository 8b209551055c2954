/** Looks a few times in one second, for what comes and goes. */

import { setTimeout as sleep } from 'node:timers/promises';

const looksMax = 4;
const pauseMs = 250;

/** The first answer that is enough, else the last one; ends early, with what there is, when the signal says so. */
export async function lookAgain<T>(read: () => Promise<T>, isEnough: (seen: T) => boolean, signal: AbortSignal): Promise<T> {
  let seen = await read();
  for (let looks = 1; looks < looksMax && !isEnough(seen) && !signal.aborted; looks += 1) {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) seen = await read();
  }
  return seen;
}
