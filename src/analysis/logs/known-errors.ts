/**
 * What an error in the log of an application means, by the words that databases, brokers, run-times and libraries use in every language.
 * A line belongs to the first entry that knows it, from the special to the general.
 */

import type { Severity } from '../../domain/alert.ts';
import type { LocalText } from '../../domain/text.ts';
import { errorsOfBrokers } from './known-errors/brokers.ts';
import { errorsOfPeers } from './known-errors/peers.ts';
import { errorsOfPrograms } from './known-errors/programs.ts';
import { errorsOfServices } from './known-errors/services.ts';
import { errorsOfStores } from './known-errors/stores.ts';

export interface KnownError {
  /** Becomes the end of the fault's id: `log-says-ID`. */
  readonly id: string;
  readonly pattern: RegExp;
  readonly severity: Severity;
  /** It lies in the program itself; absent where it speaks of somebody else. */
  readonly isOwn?: true;
  /** After it a program is no longer there, or comes and goes. */
  readonly isEnding?: true;
  /** A program waits before it fails of it. */
  readonly isWait?: true;
  /** Its words name the reason: a fault of somebody else that they do not speak of is another one. */
  readonly isReason?: true;
  /** What it means, without a full stop: the line itself is added. */
  readonly title: LocalText;
  /** What mostly brings it about. */
  readonly meaning: LocalText;
  readonly advice: LocalText;
  readonly source: string;
}

export const knownErrors: readonly KnownError[] = [
  ...errorsOfServices,
  ...errorsOfStores,
  ...errorsOfPeers,
  ...errorsOfBrokers,
  ...errorsOfPrograms,
];

export interface KnownIn {
  readonly id: string;
  readonly count: number;
  /** The newest. */
  readonly line: string;
  /** Where in it the words stand that are known. */
  readonly at: number;
}

/** Pure: the meaning that most of the lines have, or null where none is known. */
export function mostKnownIn(lines: readonly string[]): KnownIn | null {
  const found = new Map<KnownError, Pick<KnownIn, 'line' | 'count'>>();
  for (const line of lines) {
    const known = meaningOf(line);
    if (known !== undefined) found.set(known, { line, count: (found.get(known)?.count ?? 0) + 1 });
  }
  const [most] = [...found].sort(([one, seen], [other, also]) => also.count - seen.count || placeOf(one) - placeOf(other));
  if (most === undefined) return null;
  const [{ id, pattern }, { line, count }] = most;
  return { id, line, count, at: line.search(pattern) };
}

/** Pure: how many lines have that meaning. */
export function countKnown(id: string, lines: readonly string[]): number {
  return lines.filter((line) => meaningOf(line)?.id === id).length;
}

function meaningOf(line: string): KnownError | undefined {
  return knownErrors.find(({ pattern }) => pattern.test(line));
}

function placeOf(known: KnownError): number {
  return knownErrors.indexOf(known);
}
