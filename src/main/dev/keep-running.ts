/** Keeps one process running: starts it again when it ends, slower each time, and says why. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Exit, Running } from './run-process.ts';

export interface KeepOptions {
  /** Throws or answers a process whose `ready` settles. */
  readonly start: () => Promise<Running>;
  readonly onReady: (isAgain: boolean) => void;
  /** After each end; `failures` counts those in a row that came soon after the start. */
  readonly onDown: (down: Down) => void;
  /** Past this many failures in a row nothing more is tried, unless `slowRetryMs` is given. */
  readonly failuresMax: number;
  readonly slowRetryMs?: number;
  /** Asked after each end: whether starting again can't help. */
  readonly isHopeless?: () => boolean;
  /** A process that lived this long had started well. Default one minute. */
  readonly settledMs?: number;
  readonly firstDelayMs?: number;
}

export interface Down {
  readonly reason: string;
  readonly tail: readonly string[];
  readonly failures: number;
  /** Null: it won't be started again. */
  readonly delayMs: number | null;
}

export interface Kept {
  /** Settles when nothing will be started any more: after `stop`, `kill` or too many failures. */
  readonly ended: Promise<'stopped' | 'failed'>;
  readonly pid: number | null;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

const delayMaxMs = 10_000;

export function keepRunning(options: KeepOptions): Kept {
  const stopping = new AbortController();
  let current: Running | null = null;
  const ended = keep(options, stopping.signal, (running) => {
    current = running;
  });
  return {
    ended,
    get pid() {
      return current?.pid ?? null;
    },
    stop: async (graceMs) => {
      stopping.abort();
      await current?.stop(graceMs);
      await ended;
    },
    kill: () => {
      stopping.abort();
      current?.kill();
    },
  };
}

async function keep(options: KeepOptions, stopping: AbortSignal, hold: (running: Running | null) => void): Promise<'stopped' | 'failed'> {
  let failures = 0;
  for (let round = 0; !stopping.aborted; round += 1) {
    const startedAt = Date.now();
    const down = await runOnce(options, stopping, hold, round > 0);
    hold(null);
    if (stopping.aborted) break;
    failures = Date.now() - startedAt < (options.settledMs ?? 60_000) ? failures + 1 : 1;
    const delayMs = options.isHopeless?.() === true ? null : delayAfter(failures, options);
    options.onDown({ ...down, failures, delayMs });
    if (delayMs === null) return 'failed';
    await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined);
  }
  return 'stopped';
}

async function runOnce(
  options: KeepOptions,
  stopping: AbortSignal,
  hold: (running: Running | null) => void,
  isAgain: boolean,
): Promise<Pick<Down, 'reason' | 'tail'>> {
  try {
    const running = await options.start();
    hold(running);
    // The stop may have come while it was being started.
    if (stopping.aborted) running.kill();
    running.ready.then(() => options.onReady(isAgain)).catch(() => running.kill());
    const exit = await running.exited;
    const reason = await running.ready.then(() => describeExit(exit)).catch((error: unknown) => messageOf(error) ?? describeExit(exit));
    return { reason, tail: exit.tail };
  } catch (error) {
    return { reason: messageOf(error) ?? String(error), tail: [] };
  }
}

/** A fifth of a second at first, then twice as long each time. */
function delayAfter(failures: number, options: KeepOptions): number | null {
  if (failures > options.failuresMax) return options.slowRetryMs ?? null;
  return Math.min((options.firstDelayMs ?? 200) * 2 ** (failures - 1), delayMaxMs);
}

export function describeExit(exit: Pick<Exit, 'code' | 'signal'>): string {
  return exit.signal === null ? `exit ${exit.code ?? '?'}` : exit.signal;
}

function messageOf(error: unknown): string | null {
  return error instanceof Error && error.message !== '' ? error.message : null;
}
