/** Waits for something to become true; every wait ends with the run. */

import { setTimeout as sleep } from 'node:timers/promises';
import { LabInterrupted } from './interrupted.ts';

export interface Waiting {
  readonly withinMs: number;
  readonly what: string;
  readonly signal: AbortSignal;
  readonly everyMs?: number;
  /** Errors that no further try can mend; all others count as "not yet". */
  readonly isLasting?: (error: Error) => boolean;
}

export async function until(isSo: () => Promise<boolean>, { withinMs, what, signal, everyMs = 200, isLasting }: Waiting): Promise<void> {
  const deadline = performance.now() + withinMs;
  let last: unknown = null;
  for (;;) {
    if (signal.aborted) throw new LabInterrupted();
    try {
      if (await isSo()) return;
    } catch (error) {
      if (error instanceof LabInterrupted || (error instanceof Error && isLasting?.(error) === true)) throw error;
      last = error;
    }
    if (performance.now() > deadline) break;
    await sleep(everyMs, null, { signal }).catch(() => undefined);
  }
  const because = last instanceof Error ? ` (${last.message.slice(0, 300)})` : '';
  throw new Error(`Not within ${Math.round(withinMs / 1_000)} s: ${what}${because}`, { cause: last });
}
