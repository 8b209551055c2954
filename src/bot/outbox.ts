/**
 * Brings the channels up to the store: cards to their incident's revision, lines said once. Level-triggered: it looks at what is
 * behind and mends it, so that a crash, a rate limit or an outage only delays. One slow platform doesn't hold up another.
 */

import { createLookout } from '../operations/lookout.ts';
import type { TenantStore } from '../store/contract.ts';
import { createCardBringer } from './outbox/bring-cards.ts';
import type { OutboxDeps } from './outbox/deps.ts';
import { createEditPace } from './outbox/edit-pace.ts';
import { createSendLines } from './outbox/send-lines.ts';

export interface Outbox {
  start(): void;
  kick(): void;
  stop(): Promise<void>;
}

const batchMax = 50;
/** Of one channel. */
const cardsMax = 200;
/** Between two edits of a channel, on a platform that would take more as well. */
const editIntervalMs = 1_000;
const leaseMs = 60_000;
const pollMs = 1_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const cards = createCardBringer(deps);
  const sendLines = createSendLines(deps);
  /** What is worked on, by key; a task ends with its entry gone. */
  const busy = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const pace = createEditPace({
    clock: deps.clock,
    intervalMs: ({ adapter }) => Math.max(editIntervalMs, deps.adapters().get(adapter)?.capabilities.editIntervalMs ?? 0),
    onWaiting: (waitMs) =>
      void deps.clock.sleep(waitMs, stopping.signal).then(
        () => lookout.kick(),
        () => undefined,
      ),
  });
  const lookout = createLookout(deps, { look, restMs: pollMs, complaint: 'The outbox could not read the store; it tries again' });

  /** Starts what is due and doesn't wait for it: each thread is worked on by one task at a time, whose end rings. */
  async function look(store: TenantStore): Promise<boolean> {
    const behind = (await store.threads.behind(cardsMax)).filter(({ thread: { id } }) => !busy.has(id) && cards.isDue(id));
    for (const { thread, revision } of pace.choose(behind)) {
      work(thread.id, () => cards.bring(store, thread, revision).finally(() => pace.ended(thread)));
    }
    const lines = await store.outbox.claim(batchMax, deps.clock.now(), leaseMs);
    // Within a thread one after the other, in the order given: a story told in another order is another story.
    for (const [threadId, inThread] of Map.groupBy(lines, (line) => line.threadId)) {
      const key = `lines-${inThread[0]?.id ?? threadId}`;
      const before = busy.get(key);
      // The task of an earlier attempt is just ending: the lines go back after it, so that none of them is said by both.
      if (before !== undefined) work(`release-${key}`, () => before.then(() => store.outbox.release(inThread.map(({ id }) => id))));
      else work(key, () => sendLines(store, threadId, inThread));
    }
    return false;
  }

  function work(key: string, task: () => Promise<void>): void {
    if (busy.has(key)) return;
    const done = task()
      .catch((error: unknown) => deps.log.warn({ key, reason: String(error) }, 'A message could not be brought to its channel'))
      .finally(() => {
        busy.delete(key);
        lookout.kick();
      });
    busy.set(key, done);
  }

  return {
    start: () => lookout.start(),
    kick: () => lookout.kick(),
    async stop() {
      stopping.abort();
      await lookout.stop();
      await Promise.allSettled(busy.values());
    },
  };
}
