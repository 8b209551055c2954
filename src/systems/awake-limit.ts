/**
 * Limits of time that count only while this process could have taken an answer. A process that is itself held up (a busy machine, a long
 * pause of its own) finds its timers due before it reads what has long arrived; by the wall clock it would blame the other side.
 */

export interface AwakeLimit {
  stop(): void;
  /** How much longer it took than was counted, in ms: the time in which this process did not get to run. */
  heldUpMs(): number;
}

/** A turn that comes later than this many times its length counts as this much; a limit never lasts longer than `stretchMax` times itself. */
const lateness = 1.5;
export const stretchMax = 3;

/** Calls `onEnd` once, after `limitMs` of time awake, unless it is stopped. */
export function startAwakeLimit(limitMs: number, onEnd: () => void): AwakeLimit {
  const turnMs = Math.min(100, Math.max(5, limitMs / 20));
  const startedMs = performance.now();
  let turnStartedMs = startedMs;
  let countedMs = 0;
  let isOver = false;
  let timer: NodeJS.Timeout;
  let last: NodeJS.Immediate | undefined;
  const turn = (): void => {
    const nowMs = performance.now();
    countedMs += Math.min(nowMs - turnStartedMs, turnMs * lateness);
    turnStartedMs = nowMs;
    if (countedMs < limitMs && nowMs - startedMs < limitMs * stretchMax) {
      timer = setTimeout(turn, Math.min(turnMs, Math.max(1, limitMs - countedMs)));
      return;
    }
    // What has arrived is read between a timer and an immediate: an answer that is there wins.
    last = setImmediate(() => {
      if (isOver) return;
      isOver = true;
      onEnd();
    });
  };
  timer = setTimeout(turn, Math.min(turnMs, limitMs));
  return {
    stop() {
      isOver = true;
      clearTimeout(timer);
      clearImmediate(last);
    },
    heldUpMs: () => {
      // What is read before the turn that is overdue came late by that turn's delay as well.
      const overdueMs = isOver ? 0 : Math.max(0, performance.now() - turnStartedMs - turnMs * lateness);
      return Math.max(0, turnStartedMs - startedMs - countedMs + overdueMs);
    },
  };
}

/** As `AbortSignal.timeout`, with an awake limit; `stop` when the work is done. */
export function awakeTimeout(limitMs: number): { readonly signal: AbortSignal; stop(): void } {
  const ended = new AbortController();
  const limit = startAwakeLimit(limitMs, () => ended.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
  return { signal: ended.signal, stop: limit.stop };
}
