/** What the intake may ask of the store about messages that could not be read. */

import type { LocalText } from '../domain/text.ts';

export interface NewUnread {
  /** `kafka/bus` */
  readonly source: string;
  readonly at: string;
  readonly reason: LocalText;
  /** Where it was: topic, partition, offset and the like. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** With its secrets masked. */
  readonly body: string;
  /** More was there than is kept. */
  readonly isCut: boolean;
}

export interface Unread extends Omit<NewUnread, 'at'> {
  readonly id: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The same message again is not kept again. */
  readonly times: number;
}

export interface UnreadStore {
  /** Of each source the newest thousand are kept. */
  add(messages: readonly NewUnread[]): Promise<void>;
  /** Newest first; of all sources without one. */
  list(filter: { readonly source?: string; readonly limit: number }): Promise<readonly Unread[]>;
  remove(ids: readonly number[]): Promise<void>;
  /** Returns how many there were. */
  forget(source: string): Promise<number>;
  counts(): Promise<Readonly<Record<string, number>>>;
}
