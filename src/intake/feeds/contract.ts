/** What brings alerts that nobody posts: a consumer of a queue, a mailbox, a socket that listens. */

import type { AlertSource } from '../../config/alert-sources.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { LocalText } from '../../domain/text.ts';

/** A message as it came. */
export interface FeedMessage {
  /** What is kept of one that can't be read. */
  readonly raw: string;
  /** What a form or a mapping is over. */
  readonly body: unknown;
  /** Why there is no body. */
  readonly problem: LocalText | null;
  readonly meta: Readonly<Record<string, unknown>>;
  /** ISO 8601, when it was sent; null where nobody said. */
  readonly at: string | null;
}

export interface FeedContext {
  /** Ends the feed: it closes what it opened and returns. */
  readonly signal: AbortSignal;
  readonly resolveSecret: ResolveSecret;
  /** Messages come from now on. */
  connected(): void;
  /**
   * Returns once every alert of the messages is in the inbox on disk, and every message that can't be read is kept: only then may an offset move
   * on. Waits for as long as the store is away; throws when the signal ends it.
   */
  deliver(messages: readonly FeedMessage[]): Promise<void>;
  /** Was no alert by a filter. */
  leftOut(count: number): void;
  /** Came faster than it could be taken, from a sender that can't wait. */
  dropped(count: number): void;
}

/** Runs until the signal ends it; throws when it can't go on, and is begun anew after a while. */
export type RunFeed<Source extends AlertSource = AlertSource> = (source: Source, context: FeedContext) => Promise<void>;
