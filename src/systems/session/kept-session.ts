/**
 * One session with one server: opened on first use and kept, because at the limit of connections a new one would be refused in the very
 * incident that it is needed for. One statement at a time; a session that failed to answer is dropped, and the next call opens another.
 */

import type { Clock } from '../../domain/clock.ts';
import { SessionFailure, type SessionLimit } from './failure.ts';
import { within } from './within.ts';

/** What the driver of a server must offer. */
export interface DriverSession {
  readonly isOpen: () => boolean;
  /** Hangs up without a word; never throws. */
  destroy(): void;
}

/** At the limit slots come free as clients churn: so many tries, so far apart, before giving up. */
const limitTries = { count: 3, pauseMs: 100 } as const;
/** Longer than all steps of opening together. */
const openWithinMs = 8_000;

export class KeptSession<Session extends DriverSession> {
  readonly #server: string;
  readonly #clock: Clock;
  readonly #open: (limit: SessionLimit) => Promise<Session>;
  #current: Session | null = null;
  #opening: Promise<Session> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(server: string, clock: Clock, open: (limit: SessionLimit) => Promise<Session>) {
    this.#server = server;
    this.#clock = clock;
    this.#open = open;
  }

  /** Runs `work` when the statements before it are through; its time counts from then. Throws SessionFailure. */
  async use<T>(work: (session: Session) => Promise<T>, limit: SessionLimit): Promise<T> {
    const turn = this.#last.then(() => this.#run(work, limit));
    this.#last = turn.catch(() => undefined);
    return await within(turn, { timeoutMs: 60_000, signal: limit.signal }, this.#server, () => 'command');
  }

  close(): Promise<void> {
    this.#current?.destroy();
    this.#current = null;
    return Promise.resolve();
  }

  async #run<T>(work: (session: Session) => Promise<T>, limit: SessionLimit): Promise<T> {
    if (limit.signal.aborted) throw new SessionFailure(`The look at ${this.#server} was ended`, { problem: 'stopped', stage: 'command' });
    const session = await this.#get(limit);
    try {
      return await within(work(session), limit, this.#server, () => 'command');
    } catch (error) {
      // What it is doing now is not known: the answer to an old question must not be taken for that to a new one.
      if (!(error instanceof SessionFailure) || ['hung', 'stopped', 'reset'].includes(error.problem)) await this.close();
      throw error;
    }
  }

  async #get(limit: SessionLimit): Promise<Session> {
    if (this.#current?.isOpen() === true) return this.#current;
    await this.close();
    this.#opening ??= this.#openPatiently(limit).finally(() => {
      this.#opening = null;
    });
    this.#current = await within(this.#opening, { timeoutMs: openWithinMs, signal: limit.signal }, this.#server, () => 'login');
    return this.#current;
  }

  /** At the limit of connections it waits a little for a slot; every other failure is told at once. */
  async #openPatiently(limit: SessionLimit): Promise<Session> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#open(limit);
      } catch (error) {
        const isFull = error instanceof SessionFailure && error.problem === 'limit';
        if (!isFull || attempt >= limitTries.count || limit.signal.aborted) throw error;
        await this.#clock.sleep(limitTries.pauseMs, limit.signal);
      }
    }
  }
}
