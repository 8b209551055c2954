/** The course of an incident: what began when, as far as the evidence tells. Not what Zhiban did; that is the story. */

import type { LocalText } from './text.ts';

export const onsetKinds = ['alert', 'metric', 'log', 'event', 'restart', 'deploy', 'config', 'flag', 'change'] as const;
export type OnsetKind = (typeof onsetKinds)[number];

/** Kinds that somebody or something did, rather than what came of it. */
export const doneKinds: ReadonlySet<OnsetKind> = new Set(['restart', 'deploy', 'config', 'flag', 'change']);

/** One thing that began, with the interval in which it must have begun; epoch milliseconds. */
export interface Onset {
  /** The same for the same thing, whatever else is known. */
  readonly key: string;
  /** Empty where nobody said of which system it is. */
  readonly systemId: string;
  readonly kind: OnsetKind;
  readonly earliestMs: number;
  readonly atMs: number;
  readonly latestMs: number;
  readonly text: LocalText;
  /** An alert, a piece of evidence or a change that was told: the id under which it is kept. */
  readonly sourceId: string;
}

/**
 * Of what went wrong, `first`: it certainly began before everything else; `maybe-first`: nothing certainly began before it, but others may have;
 * `later`: something certainly began before it. Of what was done, `before`: certainly before anything went wrong.
 */
export type CoursePlace = 'before' | 'first' | 'maybe-first' | 'later';

/** As it is kept with the verdict; times are ISO 8601. */
export interface CourseEntry {
  readonly systemId: string;
  readonly kind: OnsetKind;
  readonly at: string;
  readonly earliest: string;
  readonly latest: string;
  readonly place: CoursePlace;
  readonly text: LocalText;
  readonly sourceId: string;
}
