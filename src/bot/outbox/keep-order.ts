/** Lines of a thread are said in the order in which they were written: one after the other, and none overtakes one that waits. */

import type { Clock } from '../../domain/clock.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OutboxItem } from '../../store/delivery-contract.ts';

export type SendLines = (store: TenantStore, threadId: string, lines: readonly OutboxItem[]) => Promise<void>;

/** A line that waited is tried again by then at the latest; one that nobody tries any more, such as one of a closed room, holds up the rest no longer. */
const triedWithinMs = 60_000;
/** Until a line that waits for one that is due already is looked at again. */
const againMs = 100;

/** `sendLine` answers when the line is to be tried again, in epoch milliseconds; null once nothing more is to be done for it. */
export function createKeepOrder(clock: Clock, sendLine: (store: TenantStore, line: OutboxItem) => Promise<number | null>): SendLines {
  const lastOfThread = new Map<string, Promise<void>>();
  /** The line of a thread that has to wait. Those behind it do until it was tried again: when it is due says nothing about that on a slow machine. */
  const held = new Map<string, { readonly byId: string; readonly untilMs: number }>();

  async function sendAll(store: TenantStore, threadId: string, lines: readonly OutboxItem[]): Promise<void> {
    for (const line of lines) {
      const hold = held.get(threadId);
      const nowMs = clock.now();
      if (hold !== undefined && hold.byId !== line.id && hold.untilMs + triedWithinMs > nowMs) {
        // Due at the same moment, so that it is claimed again behind the one that it waits for.
        const dueMs = hold.untilMs > nowMs ? hold.untilMs : nowMs + againMs;
        await store.outbox.retry(line.id, dueMs, 'waits for the line before it');
        continue;
      }
      const dueMs = await sendLine(store, line);
      if (dueMs === null) held.delete(threadId);
      else held.set(threadId, { byId: line.id, untilMs: dueMs });
    }
  }

  return async (store, threadId, lines) => {
    const before = lastOfThread.get(threadId) ?? Promise.resolve();
    const own = before.then(() => sendAll(store, threadId, lines));
    const settled = own.catch(() => undefined);
    lastOfThread.set(threadId, settled);
    await own.finally(() => {
      if (lastOfThread.get(threadId) === settled) lastOfThread.delete(threadId);
    });
  };
}
