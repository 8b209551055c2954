/**
 * Sends in the order of importance and at the platform's pace: one lane a channel, so that a limited channel holds up no other.
 * Edits of the same message that wait are merged into the newest; a rate limit pauses one method of one lane for as long as it says.
 */

import type { Clock } from '../../domain/clock.ts';
import { type Priority, priorities } from '../../domain/place.ts';
import { ChatError } from '../contract.ts';

export interface SendOrder<T> {
  /** Usually the channel. */
  readonly lane: string;
  /** What the platform limits separately; a pause holds for this method in this lane. */
  readonly method: string;
  readonly priority: Priority;
  /** Names the message that is edited: of several waiting edits only the newest is sent, and all get its result. */
  readonly mergeKey?: string;
  run(): Promise<T>;
}

export interface SendPace {
  /** How many may go at once after a quiet time. */
  readonly burst: number;
  /** One more every so many milliseconds. */
  readonly everyMs: number;
  /** What can't start within this time is refused with kind `rate`, so that the caller's lease doesn't run out unseen. */
  readonly waitMsMax: number;
}

interface Entry<T> {
  order: SendOrder<T>;
  readonly rank: number;
  readonly number: number;
  readonly deadline: number;
  readonly waiters: { readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void }[];
}

interface Lane<T> {
  readonly entries: Entry<T>[];
  readonly pausedUntil: Map<string, number>;
  tokens: number;
  refilledAt: number;
  draining: Promise<void> | null;
  wake: AbortController | null;
}

/** Idle lanes beyond this number are forgotten. */
const lanesMax = 500;

export class SendQueue<T> {
  readonly #clock: Clock;
  readonly #pace: SendPace;
  readonly #lanes = new Map<string, Lane<T>>();
  #isStopped = false;
  #count = 0;

  constructor(clock: Clock, pace: SendPace) {
    this.#clock = clock;
    this.#pace = pace;
  }

  submit(order: SendOrder<T>): Promise<T> {
    if (this.#isStopped) return Promise.reject(stopping());
    const lane = this.#lanes.get(order.lane) ?? this.#openLane(order.lane);
    return new Promise<T>((resolve, reject) => {
      this.#enqueue(lane, order, { resolve, reject });
      lane.wake?.abort();
      lane.draining ??= this.#drain(lane);
    });
  }

  waiting(): number {
    let count = 0;
    for (const lane of this.#lanes.values()) count += lane.entries.length;
    return count;
  }

  /** Refuses what waits, and returns when what is on its way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const lane of this.#lanes.values()) {
      for (const entry of lane.entries.splice(0)) rejectEntry(entry, stopping());
      lane.wake?.abort();
    }
    await Promise.all([...this.#lanes.values()].map((lane) => lane.draining));
  }

  #openLane(name: string): Lane<T> {
    for (const [other, lane] of this.#lanes) {
      if (this.#lanes.size < lanesMax) break;
      if (lane.draining === null) this.#lanes.delete(other);
    }
    const lane: Lane<T> = {
      entries: [],
      pausedUntil: new Map(),
      tokens: this.#pace.burst,
      refilledAt: this.#clock.now(),
      draining: null,
      wake: null,
    };
    this.#lanes.set(name, lane);
    return lane;
  }

  #enqueue(lane: Lane<T>, order: SendOrder<T>, waiter: Entry<T>['waiters'][number]): void {
    const same = findSame(lane, order.mergeKey);
    if (same !== undefined) {
      same.order = order;
      same.waiters.push(waiter);
      return;
    }
    this.#count += 1;
    const deadline = this.#clock.now() + this.#pace.waitMsMax;
    lane.entries.push({ order, rank: priorities.indexOf(order.priority), number: this.#count, deadline, waiters: [waiter] });
  }

  async #drain(lane: Lane<T>): Promise<void> {
    while (lane.entries.length > 0) {
      this.#refuseLate(lane);
      this.#refill(lane);
      const entry = this.#takeNext(lane);
      if (entry === null) await this.#waitForTurn(lane);
      else await this.#run(lane, entry);
    }
    // In the same turn as the loop's last look: whoever comes next must start a new one.
    lane.draining = null;
  }

  async #run(lane: Lane<T>, entry: Entry<T>): Promise<void> {
    lane.tokens -= 1;
    try {
      const value = await entry.order.run();
      for (const waiter of entry.waiters) waiter.resolve(value);
    } catch (error) {
      const isRate = error instanceof ChatError && error.kind === 'rate';
      if (!isRate || this.#isStopped) return rejectEntry(entry, error);
      const until = this.#clock.now() + (error.retryAfterMs ?? this.#pace.everyMs);
      lane.pausedUntil.set(entry.order.method, until);
      if (until > entry.deadline) return rejectEntry(entry, error);
      putBack(lane, entry);
    }
  }

  #takeNext(lane: Lane<T>): Entry<T> | null {
    const now = this.#clock.now();
    const ready = lane.entries.filter((entry) => pauseEnd(lane, entry) <= now && lane.tokens >= this.#tokensFor(entry));
    const next = ready.toSorted((a, b) => a.rank - b.rank || a.number - b.number)[0];
    if (next === undefined) return null;
    lane.entries.splice(lane.entries.indexOf(next), 1);
    return next;
  }

  /** Progress never takes the last turn: it stays free for something that matters more. */
  #tokensFor(entry: Entry<T>): number {
    return entry.order.priority === 'progress' && this.#pace.burst >= 2 ? 2 : 1;
  }

  #refill(lane: Lane<T>): void {
    const now = this.#clock.now();
    lane.tokens = Math.min(this.#pace.burst, lane.tokens + (now - lane.refilledAt) / this.#pace.everyMs);
    lane.refilledAt = now;
  }

  #refuseLate(lane: Lane<T>): void {
    const now = this.#clock.now();
    for (const entry of lane.entries.filter((waiting) => waiting.deadline <= now)) {
      lane.entries.splice(lane.entries.indexOf(entry), 1);
      const retryAfterMs = Math.max(this.#pace.everyMs, pauseEnd(lane, entry) - now);
      rejectEntry(entry, new ChatError('rate', `The queue of channel ${entry.order.lane} is full: not sent in time`, { retryAfterMs }));
    }
  }

  async #waitForTurn(lane: Lane<T>): Promise<void> {
    const now = this.#clock.now();
    const turns = lane.entries.map((entry) => {
      const tokenAt = now + (this.#tokensFor(entry) - lane.tokens) * this.#pace.everyMs;
      return Math.min(Math.max(pauseEnd(lane, entry), tokenAt), entry.deadline);
    });
    if (turns.length === 0) return;
    lane.wake = new AbortController();
    await this.#clock.sleep(Math.max(1, Math.ceil(Math.min(...turns) - now)), lane.wake.signal).catch(() => undefined);
    lane.wake = null;
  }
}

function findSame<T>(lane: Lane<T>, mergeKey: string | undefined): Entry<T> | undefined {
  return mergeKey === undefined ? undefined : lane.entries.find((entry) => entry.order.mergeKey === mergeKey);
}

/** A newer edit of the same message may have come meanwhile: then that one speaks for both. */
function putBack<T>(lane: Lane<T>, entry: Entry<T>): void {
  const newer = findSame(lane, entry.order.mergeKey);
  if (newer === undefined) lane.entries.push(entry);
  else newer.waiters.push(...entry.waiters);
}

function pauseEnd<T>(lane: Lane<T>, entry: Entry<T>): number {
  return lane.pausedUntil.get(entry.order.method) ?? 0;
}

function rejectEntry<T>(entry: Entry<T>, error: unknown): void {
  for (const waiter of entry.waiters) waiter.reject(error);
}

function stopping(): ChatError {
  return new ChatError('transient', 'The adapter is stopping: not sent');
}
