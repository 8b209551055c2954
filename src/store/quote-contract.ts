/** How an incident is found from a message where the platform has no threads. */

import type { Place } from '../domain/place.ts';
import type { Thread } from './contract.ts';

export interface QuoteStore {
  /** The thread that one of the place's messages belongs to: its card, what it hangs under, or a line that was said there. */
  findByMessage(place: Place, messageId: string): Promise<Thread | null>;
  /** Threads of the channel whose incidents aren't over, the newest first. */
  openIn(place: Place, limit: number): Promise<readonly { readonly thread: Thread; readonly code: string; readonly title: string }[]>;
}
