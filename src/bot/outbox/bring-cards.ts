/** Brings the card of a thread to its incident's revision: posted once, edited from then on. */

import { type ChatAdapter, ChatError } from '../../adapters/contract.ts';
import type { Card } from '../../domain/card.ts';
import { timeOfId } from '../../domain/ids.ts';
import type { MessageRef, Priority } from '../../domain/place.ts';
import type { TenantStore, Thread } from '../../store/contract.ts';
import type { OutboxDeps } from './deps.ts';
import { retryMaxMs, waitAfter } from './patience.ts';

export interface CardBringer {
  /** False while a card that failed is left alone. */
  isDue(threadId: string): boolean;
  bring(store: TenantStore, thread: Thread, revision: number): Promise<void>;
}

export function createCardBringer(deps: OutboxDeps): CardBringer {
  /** Cards that failed are left alone until then; lines keep their own due time in the store. */
  const notBeforeMs = new Map<string, { readonly atMs: number; readonly failures: number }>();
  const startedMs = deps.clock.now();

  async function bringCard(store: TenantStore, thread: Thread, revision: number): Promise<void> {
    const adapter = deps.adapters().get(thread.place.adapter);
    if (adapter === undefined) {
      notBeforeMs.set(thread.id, { atMs: deps.clock.now() + retryMaxMs, failures: 1 });
      return;
    }
    const rendered = await deps.renderCard(store, thread);
    if (rendered === null) {
      notBeforeMs.set(thread.id, { atMs: deps.clock.now() + retryMaxMs, failures: 1 });
      return;
    }
    try {
      const root = await sendCard(adapter, thread, rendered.card, rendered.priority);
      await store.threads.setRoot(thread.id, root, Math.max(revision, rendered.card.revision));
      if (rendered.paceMs === undefined) notBeforeMs.delete(thread.id);
      else notBeforeMs.set(thread.id, { atMs: deps.clock.now() + rendered.paceMs, failures: 0 });
      deps.count(adapter.name, thread.root === null ? 'sent' : 'edited');
    } catch (error) {
      const failures = (notBeforeMs.get(thread.id)?.failures ?? 0) + 1;
      const waitMs = waitAfter(error, failures);
      notBeforeMs.set(thread.id, { atMs: deps.clock.now() + waitMs, failures });
      deps.count(adapter.name, 'retry');
      deps.log.warn(
        { adapter: adapter.name, incident: thread.incidentId, failures, waitMs, reason: String(error) },
        'A card could not be sent; it is tried again',
      );
    }
  }

  async function sendCard(adapter: ChatAdapter, thread: Thread, card: Card, priority: Priority): Promise<MessageRef> {
    const options = { locale: thread.locale, priority };
    if (thread.root === null) {
      // Only a thread that this process saw from the start can't have been tried by one that died.
      const isRetry = notBeforeMs.has(thread.id) || !(timeOfId(thread.id) >= startedMs);
      return adapter.post(thread.place, { card }, { ...options, idempotencyKey: `card-${thread.id}`, isRetry });
    }
    try {
      return await adapter.edit(thread.root, { card }, { ...options, idempotencyKey: `card-${thread.id}-${card.revision}` });
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind !== 'gone') throw error;
      // Somebody deleted the card: the incident still needs one.
      return adapter.post(
        thread.place,
        { card },
        { ...options, idempotencyKey: `card-${thread.id}-again-${card.revision}`, isRetry: true },
      );
    }
  }

  return {
    isDue: (threadId) => (notBeforeMs.get(threadId)?.atMs ?? 0) <= deps.clock.now(),
    bring: bringCard,
  };
}
