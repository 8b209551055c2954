/** One answer in one thread, as far as it is written: begun once, then edited; the newest text wins, and none comes after the end. */

import type { PostOptions, StreamedMessage } from '../../adapters/contract.ts';
import { sameText } from '../../domain/text.ts';
import type { TenantStore, Thread } from '../../store/contract.ts';
import type { AnswerStreamsDeps } from '../answer-streams.ts';
import { lineWords } from '../outbox/line-words.ts';
import { placeInThread } from '../outbox/place-in-thread.ts';
import type { BegunAnswers } from './begun-answers.ts';

export interface ShownAnswer {
  show(thread: Thread, text: string): void;
  /** Shows nothing more; resolves when nothing is on its way. */
  close(): Promise<void>;
  settled(): Promise<void>;
}

export function createShownAnswer(deps: AnswerStreamsDeps, store: TenantStore, begun: BegunAnswers, key: string): ShownAnswer {
  let wanted: { readonly thread: Thread; readonly text: string } | null = null;
  let isClosed = false;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    while (wanted !== null && !isClosed) {
      const { thread, text } = wanted;
      wanted = null;
      await bring(thread, text);
    }
  }

  async function bring(thread: Thread, text: string): Promise<void> {
    const adapter = deps.adapters().get(thread.place.adapter);
    const place = placeInThread(thread);
    if (adapter?.streaming === undefined || place === null) return;
    const rich = await lineWords(store, adapter, thread, { incidentId: thread.incidentId, text: sameText(text) });
    const options: PostOptions = { idempotencyKey: `begun-${key}`, locale: thread.locale, priority: 'progress' };
    const before = await begun.get(key);
    if (before?.isEnded === true) return;
    if (before !== undefined) return adapter.streaming.update(before.streamed, rich, options).catch(() => undefined);
    const streamed: StreamedMessage = await adapter.streaming.start(place, rich, { ...options, isRetry: false });
    await begun.begin(key, streamed, thread.locale);
  }

  /** What can't be begun is not tried again: the answer comes as a whole. */
  function giveUp(thread: Thread, error: unknown): void {
    isClosed = true;
    const fields = { adapter: thread.place.adapter, incident: thread.incidentId, reason: String(error).slice(0, 300) };
    deps.log.warn(fields, 'An answer can’t be shown while it is written; it comes when it is done');
  }

  return {
    show(thread, text) {
      if (isClosed) return;
      wanted = { thread, text };
      working ??= work()
        .catch((error: unknown) => giveUp(thread, error))
        .finally(() => {
          working = null;
        });
    },
    async close() {
      isClosed = true;
      await working;
    },
    settled: async () => (await working) ?? undefined,
  };
}
