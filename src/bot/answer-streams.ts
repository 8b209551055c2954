/**
 * Shows answers while they are being written: follows what the worker tells of them, and brings it to every thread of the incident.
 * The answer itself comes by the outbox, which takes the place of what is shown here. All of this may fail without anything being lost.
 */

import type { StreamedMessage } from '../adapters/contract.ts';
import { createLookout } from '../operations/lookout.ts';
import type { TenantStore } from '../store/contract.ts';
import type { OutboxItem } from '../store/delivery-contract.ts';
import type { LiveEvent } from '../store/event-contract.ts';
import { type BegunAnswers, createBegunAnswers } from './answer-streams/begun-answers.ts';
import { endAbandoned } from './answer-streams/end-abandoned.ts';
import { createFollow } from './answer-streams/follow.ts';
import { readPartial } from './answer-streams/read-partial.ts';
import { createShownAnswer, type ShownAnswer } from './answer-streams/shown-answer.ts';
import type { OutboxDeps } from './outbox/deps.ts';

type LineKey = Pick<OutboxItem, 'threadId' | 'slot'>;

export interface AnswerStreams {
  start(): void;
  kick(): void;
  stop(): Promise<void>;
  /** The message that was begun for the line, if any; from here on nothing more of it is shown. */
  take(store: TenantStore, line: LineKey): Promise<StreamedMessage | null>;
  /** The line is said: there is nothing left to be ended. */
  done(store: TenantStore, line: LineKey): Promise<void>;
}

export type AnswerStreamsDeps = Pick<OutboxDeps, 'store' | 'adapters' | 'clock' | 'log'>;

const pollMs = 2_000;
/** Answers that are remembered, so that a text which comes late begins no second message. */
const shownMax = 300;

export function createAnswerStreams(deps: AnswerStreamsDeps): AnswerStreams {
  const follow = createFollow(deps.store);
  const { shownOf, begunOf, settled } = createRegistry(deps);
  const complaint = 'Answers that are being written could not be read; they come when they are done';
  const lookout = createLookout(deps, { look, restMs: pollMs, complaint });

  async function look(store: TenantStore): Promise<boolean> {
    for (const event of newestOf(await follow(store.tenantId))) await show(store, event);
    await endAbandoned(deps, begunOf(store));
    return false;
  }

  async function show(store: TenantStore, event: LiveEvent): Promise<void> {
    const partial = readPartial(event);
    if (partial === null) return;
    const threads = await store.threads.ofIncident(partial.incidentId);
    for (const thread of threads.filter((each) => each.isClosed !== true)) {
      shownOf(store, { threadId: thread.id, slot: partial.slot }).show(thread, partial.text);
    }
  }

  return {
    start: () => lookout.start(),
    kick: () => lookout.kick(),
    async stop() {
      await lookout.stop();
      await settled();
    },
    async take(store, line) {
      if (!isAnswer(line)) return null;
      await shownOf(store, line).close();
      return (await begunOf(store).get(beginKey(line)))?.streamed ?? null;
    },
    async done(store, line) {
      if (isAnswer(line)) await begunOf(store).end(beginKey(line));
    },
  };
}

/** What is known of each answer in each thread, and of each tenant what was begun. */
function createRegistry(deps: AnswerStreamsDeps) {
  const shown = new Map<string, ShownAnswer>();
  const begun = new Map<string, BegunAnswers>();

  function begunOf(store: TenantStore): BegunAnswers {
    const known = begun.get(store.tenantId) ?? createBegunAnswers(store.settings);
    begun.set(store.tenantId, known);
    return known;
  }

  return {
    begunOf,
    shownOf(store: TenantStore, line: LineKey): ShownAnswer {
      const key = `${store.tenantId}:${beginKey(line)}`;
      const answer = shown.get(key) ?? createShownAnswer(deps, store, begunOf(store), beginKey(line));
      shown.set(key, answer);
      for (const oldest of shown.keys()) {
        if (shown.size <= shownMax) break;
        shown.delete(oldest);
      }
      return answer;
    },
    settled: () => Promise.allSettled([...shown.values()].map((each) => each.settled())),
  };
}

function isAnswer({ slot }: LineKey): boolean {
  return slot.startsWith('answer-');
}

function beginKey({ threadId, slot }: LineKey): string {
  return `${threadId}:${slot}`;
}

/** Of several texts of one answer only the last is worth showing. */
function newestOf(events: readonly LiveEvent[]): readonly LiveEvent[] {
  const newest = new Map(events.map((event) => [`${event.incidentId}:${String(event.payload.slot)}`, event]));
  return [...newest.values()];
}
