/** Wakes a loop that looks for work: at once when it is rung, also while the loop is busy, and after a while in any case. Who waits holds no process up. */

export interface Bell {
  ring(): void;
  /** Silence up to here is what `wait` waits through: a ring after this makes it return at once. */
  reset(): void;
  wait(longestMs: number): Promise<void>;
}

export function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    reset() {
      isRung = false;
    },
    async wait(longestMs) {
      if (isRung) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs).unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    },
  };
}
