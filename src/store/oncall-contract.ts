/** What the rest of the house may ask about shifts that people took and about the feeds of calendars. */

import type { Locale } from '../domain/text.ts';

export interface OverrideRecord {
  readonly id: string;
  readonly scheduleId: string;
  /** Who takes it. */
  readonly personId: string;
  /** Whose; null is everybody's, also where there is a gap. */
  readonly insteadOf: string | null;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** `waiting` for the word of who asked for it. */
  readonly state: 'waiting' | 'active' | 'removed';
  /** The word, while it waits. */
  readonly code: string | null;
  /** Of the calendar's entry that it came from. */
  readonly uid: string | null;
  /** When it was asked for; once it counts, since when. */
  readonly at: string;
  readonly by: string;
}

/** An address of a calendar; its secret is only kept as a hash. */
export interface FeedRecord {
  readonly id: string;
  readonly tokenHash: string;
  /** Null is every schedule. */
  readonly scheduleId: string | null;
  /** Only this person's shifts; null is everybody's. */
  readonly personId: string | null;
  readonly locale: Locale;
  readonly at: string;
  readonly by: string;
}

/** Changes emit an `oncall` event. */
export interface OncallStore {
  /** Throws `conflict` when the schedule has an active one of the same calendar entry. */
  addOverride(override: Omit<OverrideRecord, 'id'>): Promise<OverrideRecord>;
  override(id: string): Promise<OverrideRecord | null>;
  /** Those that count and touch the span, in the order in which they began to count: later ones win. */
  overridesIn(fromMs: number, toMs: number): Promise<readonly OverrideRecord[]>;
  /** Whoever asked for it says the word; null when there is none that waits. */
  confirm(by: string, code: string, sinceMs: number): Promise<OverrideRecord | null>;
  /** Null when it doesn't count any more. */
  removeOverride(id: string): Promise<OverrideRecord | null>;
  /** What nobody confirmed in time. */
  forgetWaiting(beforeMs: number): Promise<void>;
  addFeed(feed: Omit<FeedRecord, 'id'>): Promise<FeedRecord>;
  feeds(): Promise<readonly FeedRecord[]>;
  feedOf(tokenHash: string): Promise<FeedRecord | null>;
  /** Its address leads nowhere from now on. */
  removeFeed(id: string): Promise<FeedRecord | null>;
}
