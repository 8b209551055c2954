/** What comes one by one, taken as many at a time as are there: one commit for all of them. */

export interface Gathered<Item> {
  push(item: Item): void;
  /** Fails what waits, and whatever is asked for later. */
  fail(error: Error): void;
  /** At least one; waits for it. Throws what `fail` was given, or when the signal ends it. */
  next(max: number, signal: AbortSignal): Promise<readonly Item[]>;
  readonly size: number;
}

export function gather<Item>(): Gathered<Item> {
  let items: Item[] = [];
  let failure: Error | null = null;
  let wake: () => void = () => undefined;
  return {
    get size() {
      return items.length;
    },
    push(item) {
      items.push(item);
      wake();
    },
    fail(error) {
      failure ??= error;
      wake();
    },
    async next(max, signal) {
      for (;;) {
        signal.throwIfAborted();
        if (failure !== null) throw failure;
        if (items.length > 0) {
          const taken = items.slice(0, max);
          items = items.slice(max);
          return taken;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
  };
}
