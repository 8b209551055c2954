/** An answer as it is being written, told to whoever shows it: the worker that asks the model need not be where people talk. */

import type { TenantStore } from '../store/contract.ts';

export interface PartialAnswer {
  /** What is written so far, as a whole. Never throws: what is shown early is a courtesy, the answer comes by the outbox. */
  show(text: string): void;
  /** Resolves when nothing more is on its way: the answer itself must come after it. */
  settled(): Promise<void>;
}

/** The slot is that of the line which the answer will be. While one text is on its way the next is left out: a longer one follows. */
export function createPartialAnswer(store: Pick<TenantStore, 'events'>, incidentId: string, slot: string): PartialAnswer {
  let sending: Promise<void> | null = null;
  return {
    show(text) {
      sending ??= store.events
        .emit('answer', incidentId, { slot, text })
        .catch(() => undefined)
        .finally(() => {
          sending = null;
        });
    },
    settled: async () => (await sending) ?? undefined,
  };
}
