/** Where the lines of a thread are said. */

import type { Place } from '../../domain/place.ts';
import type { Thread } from '../../store/contract.ts';

/** Where lines go: the thread that is there, the room itself, or the thread below the card. */
export function placeInThread(thread: Thread): Place | null {
  if (thread.place.thread !== undefined) return thread.place;
  if (thread.isRoom === true) return thread.root === null ? null : thread.place;
  return thread.root === null ? null : { ...thread.root.place, thread: thread.root.id };
}
