/** Says the lines of a thread: each once, in the order in which they were written. */

import { type ChatAdapter, ChatError } from '../../adapters/contract.ts';
import { timeOfId } from '../../domain/ids.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OutboxItem } from '../../store/delivery-contract.ts';
import { calledOn, urgePeople } from './call-people.ts';
import type { OutboxDeps } from './deps.ts';
import { createKeepOrder, type SendLines } from './keep-order.ts';
import { linePicture, sendPicture } from './line-picture.ts';
import { lineWords } from './line-words.ts';
import { retryMaxMs, waitAfter } from './patience.ts';
import { placeInThread } from './place-in-thread.ts';
import { sayLine } from './say-line.ts';

/** A line that could not be sent for a day is dead: an outage only delays, but nobody reads what is older. It stays in the store. */
const giveUpAfterMs = 24 * 60 * 60 * 1_000;

export function createSendLines(deps: OutboxDeps): SendLines {
  /** When it is to be tried again; null once nothing more is to be done for it. */
  async function sendLine(store: TenantStore, line: OutboxItem): Promise<number | null> {
    const threads = await store.threads.ofIncident(line.incidentId);
    const thread = threads.find((each) => each.id === line.threadId);
    const adapter = thread === undefined ? undefined : deps.adapters().get(thread.place.adapter);
    if (thread === undefined) {
      await store.outbox.dead(line.id, 'its thread is gone');
      return null;
    }
    if (adapter === undefined) return putBack(store, line, retryMaxMs, `adapter '${thread.place.adapter}' is not configured`);
    const place = placeInThread(thread);
    // The root message comes first: a line before it would stand alone in the channel.
    if (place === null) return putBack(store, line, 300, 'waits for the root message');
    try {
      const picture = await linePicture(store, adapter, line, thread.locale, deps.timeZone ?? 'UTC');
      const rich = [...(await lineWords(store, adapter, thread, line)), ...picture.bars];
      const mention = calledOn(deps, adapter, line);
      const options = { idempotencyKey: line.id, locale: thread.locale, priority: line.priority, isRetry: line.attempts > 1 };
      const mentioning = mention.length === 0 ? options : { ...options, mention };
      const sent = await sayLine(deps, store, adapter, place, line, rich, mentioning);
      if (picture.file !== null) await sendPicture(deps, adapter, place, line, picture.file, options);
      const { urge } = line;
      const refusal = urge === null || mention.length === 0 ? null : await urgePeople(deps, adapter, { ...line, urge }, sent, mention);
      await store.outbox.sent(line.id, sent, refusal);
      await deps.answers?.done(store, line);
      deps.count(adapter.name, 'sent');
      return null;
    } catch (error) {
      return giveBack(store, line, adapter, error);
    }
  }

  async function putBack(store: TenantStore, line: OutboxItem, waitMs: number, reason: string): Promise<number> {
    const dueMs = deps.clock.now() + waitMs;
    await store.outbox.retry(line.id, dueMs, reason);
    return dueMs;
  }

  async function giveBack(store: TenantStore, line: OutboxItem, adapter: ChatAdapter, error: unknown): Promise<number | null> {
    const reason = String(error).slice(0, 500);
    const isHopeless = error instanceof ChatError && (error.kind === 'format' || error.kind === 'too-large' || error.kind === 'forbidden');
    const since = line.replayedAt === null ? timeOfId(line.id) : Date.parse(line.replayedAt);
    const isTooOld = deps.clock.now() - since > giveUpAfterMs;
    if (isHopeless || isTooOld) {
      await store.outbox.dead(line.id, reason);
      deps.count(adapter.name, 'dead');
      deps.log.warn({ adapter: adapter.name, incident: line.incidentId, reason }, 'A line is given up; it stays in the outbox');
      return null;
    }
    deps.count(adapter.name, 'retry');
    return putBack(store, line, waitAfter(error, line.attempts + 1), reason);
  }

  return createKeepOrder(deps.clock, sendLine);
}
