/**
 * One reader of the event log for all open pages: woken by the store, and once in a while by the clock because wake-ups may be missed.
 * The store numbers events in the order in which they become visible, so the last number seen is all that a reader must remember.
 */

import type { Store } from '../store/contract.ts';
import type { LiveEvent } from '../store/event-contract.ts';
import type { ApiLog } from './contract.ts';

export interface LiveEvents {
  /** Events after `afterSeq`, or from now on when null. Returns the way to stop. Throws when the store is away. */
  follow(afterSeq: number | null, listener: EventListener): Promise<() => void>;
  connections(): number;
  close(): Promise<void>;
}

export interface EventListener {
  /** May hear an event twice around the moment of joining, never miss one. */
  hear(events: readonly LiveEvent[]): void;
  /** Nothing more will come. */
  end(): void;
}

export interface LiveEventsOptions {
  readonly store: Pick<Store, 'forTenant' | 'listen'>;
  readonly tenantId: string;
  readonly log: ApiLog;
  readonly pollMs?: number;
}

const pageMax = 500;
/** Someone who was away longer than this many events starts from now; the page reloads what it shows in any case. */
const catchUpMax = 2_000;

export function createLiveEvents(options: LiveEventsOptions): LiveEvents {
  return new EventReader(options);
}

class EventReader implements LiveEvents {
  private readonly options: LiveEventsOptions;
  private readonly listeners = new Set<EventListener>();
  private lastSeq = 0;
  private opening: Promise<void> | null = null;
  private unlisten: (() => Promise<void>) | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isReading = false;
  private isWoken = false;
  private isClosed = false;

  constructor(options: LiveEventsOptions) {
    this.options = options;
  }

  async follow(afterSeq: number | null, listener: EventListener): Promise<() => void> {
    this.opening ??= this.open();
    try {
      await this.opening;
    } catch (error) {
      this.opening = null;
      throw error;
    }
    // The listener joins first: what is committed while it catches up may come twice, but nothing is lost.
    const held: LiveEvent[] = [];
    let isCaughtUp = false;
    const member: EventListener = {
      hear: (events) => (isCaughtUp ? listener.hear(events) : void held.push(...events)),
      end: () => listener.end(),
    };
    this.listeners.add(member);
    try {
      if (afterSeq !== null) await this.catchUp(afterSeq, listener);
    } catch (error) {
      this.leave(member);
      throw error;
    }
    isCaughtUp = true;
    if (held.length > 0) listener.hear(held);
    return () => this.leave(member);
  }

  connections(): number {
    return this.listeners.size;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const listener of [...this.listeners]) listener.end();
    this.listeners.clear();
    await this.rest();
  }

  private async open(): Promise<void> {
    const { store, tenantId, pollMs } = this.options;
    this.lastSeq = await store.forTenant(tenantId).events.latestSeq();
    this.unlisten = await store.listen((woken) => {
      if (woken === tenantId) this.wake();
    });
    this.timer = setInterval(() => this.wake(), pollMs ?? 2_000);
    this.timer.unref();
  }

  /** Nobody looks: the store is left alone until somebody does. */
  private async rest(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    const { unlisten } = this;
    this.unlisten = null;
    this.opening = null;
    await unlisten?.();
  }

  private leave(member: EventListener): void {
    this.listeners.delete(member);
    if (this.listeners.size > 0 || this.isClosed) return;
    this.rest().catch((error: unknown) =>
      this.options.log.warn({ error: messageOf(error) }, 'Listening for live events could not be ended'),
    );
  }

  private async catchUp(afterSeq: number, listener: EventListener): Promise<void> {
    const { events } = this.options.store.forTenant(this.options.tenantId);
    let from = Math.max(afterSeq, this.lastSeq - catchUpMax);
    while (from < this.lastSeq) {
      const page = await events.after(from, pageMax);
      if (page.length === 0) return;
      listener.hear(page);
      from = page.at(-1)?.seq ?? this.lastSeq;
    }
  }

  private wake(): void {
    this.isWoken = true;
    if (this.isReading || this.isClosed) return;
    this.isReading = true;
    this.readAll()
      .catch((error: unknown) =>
        this.options.log.warn({ error: messageOf(error) }, 'Live events could not be read; the next round tries again'),
      )
      .finally(() => {
        this.isReading = false;
      });
  }

  private async readAll(): Promise<void> {
    while (this.isWoken && !this.isClosed) {
      this.isWoken = false;
      await this.readRound();
    }
  }

  private async readRound(): Promise<void> {
    const { events } = this.options.store.forTenant(this.options.tenantId);
    const page = await events.after(this.lastSeq, pageMax);
    this.lastSeq = page.at(-1)?.seq ?? this.lastSeq;
    if (page.length > 0) for (const listener of this.listeners) listener.hear(page);
    if (page.length === pageMax) this.isWoken = true;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
