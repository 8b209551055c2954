/**
 * Edits of one channel come one after the other with a pause between them, whichever cards they are of: a channel that flickers tells nobody
 * anything. Of those that wait it is the turn of the one that was left alone for the longest, so that a card on which a person has just
 * decided goes before those that change all the time. New cards wait for nothing.
 */

import type { Clock } from '../../domain/clock.ts';
import type { Place } from '../../domain/place.ts';
import type { Thread } from '../../store/contract.ts';

export interface EditPace {
  /** Which of these may be brought now: all that have no card yet, and of each channel whose turn it is one edit, which has then begun. */
  choose<Behind extends { readonly thread: Thread }>(behind: readonly Behind[]): readonly Behind[];
  /** The edit has ended, well or badly. */
  ended(thread: Thread): void;
}

interface EditPaceDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** Of the platform that the place is on, in milliseconds. */
  readonly intervalMs: (place: Place) => number;
  /** Called with the milliseconds until a channel's next turn, once for each turn that something waits for. */
  readonly onWaiting: (waitMs: number) => void;
}

/** Cards whose last edit is remembered; those before count as never edited. */
const cardsMax = 10_000;

export function createEditPace({ clock, intervalMs, onWaiting }: EditPaceDeps): EditPace {
  /** By channel: in epoch milliseconds, infinite while one is under way. */
  const nextTurnMs = new Map<string, number>();
  /** Channels whose next turn was told. */
  const told = new Set<string>();
  /** By thread, the one edited last at the end. */
  const editedMs = new Map<string, number>();

  function begin(thread: Thread): void {
    nextTurnMs.set(channelOf(thread), Number.POSITIVE_INFINITY);
    editedMs.delete(thread.id);
    editedMs.set(thread.id, clock.now());
    const [first] = editedMs.keys();
    if (editedMs.size > cardsMax && first !== undefined) editedMs.delete(first);
  }

  function forgetTurns(): void {
    for (const [channel, turnMs] of nextTurnMs) {
      if (turnMs > clock.now()) continue;
      nextTurnMs.delete(channel);
      told.delete(channel);
    }
  }

  /** While one is under way its end rings. */
  function tell(channel: string, turnMs: number): void {
    if (!Number.isFinite(turnMs) || told.has(channel)) return;
    told.add(channel);
    onWaiting(turnMs - clock.now());
  }

  return {
    choose(behind) {
      forgetTurns();
      const edits = Map.groupBy(
        behind.filter(({ thread }) => thread.root !== null),
        ({ thread }) => channelOf(thread),
      );
      const chosen = [...edits].flatMap(([channel, waiting]) => {
        const turnMs = nextTurnMs.get(channel);
        if (turnMs !== undefined) {
          tell(channel, turnMs);
          return [];
        }
        const since = ({ thread }: { readonly thread: Thread }): number => editedMs.get(thread.id) ?? 0;
        const next = waiting.toSorted((one, other) => since(one) - since(other))[0];
        if (next !== undefined) begin(next.thread);
        return next === undefined ? [] : [next];
      });
      return [...behind.filter(({ thread }) => thread.root === null), ...chosen];
    },
    ended(thread) {
      if (thread.root !== null) nextTurnMs.set(channelOf(thread), clock.now() + intervalMs(thread.place));
    },
  };
}

function channelOf({ place }: Thread): string {
  return JSON.stringify([place.adapter, place.workspace, place.channel]);
}
