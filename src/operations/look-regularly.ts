/** Does the same things again and again, with a rest in between; one that fails is told and tried again the next time. */

import type { Clock } from '../domain/clock.ts';
import type { OperationsLog } from './deps.ts';

export interface Round {
  look(): Promise<void>;
  /** For the log, when it fails. */
  readonly complaint: string;
}

export interface Regular {
  start(): void;
  /** Returns when the round that is under way has ended; a rest ends at once. */
  stop(): Promise<void>;
}

export function lookRegularly(
  { clock, log }: { readonly clock: Pick<Clock, 'sleep'>; readonly log: Pick<OperationsLog, 'warn'> },
  rest: { readonly everyMs: number; readonly firstAfterMs?: number },
  rounds: readonly Round[],
): Regular {
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  const pause = (ms: number): Promise<void> => clock.sleep(ms, stopping.signal).catch(() => undefined);

  async function run(): Promise<void> {
    if (rest.firstAfterMs !== undefined) await pause(rest.firstAfterMs);
    while (!stopping.signal.aborted) {
      for (const { look, complaint } of rounds) await look().catch((error: unknown) => log.warn({ reason: String(error) }, complaint));
      await pause(rest.everyMs);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
