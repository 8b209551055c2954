/**
 * Puts onsets into an order as far as they can be ordered. One began before another only when their intervals don't overlap (an interval
 * order, Fishburn 1970): where they do, nothing is claimed.
 */

import type { CourseEntry, CoursePlace, Onset, OnsetKind } from '../../domain/course.ts';
import { doneKinds } from '../../domain/course.ts';
import { compareOnsets } from './onsets.ts';

/** More lines than that are a log, not a story. */
const entriesMax = 14;
/** Of one kind and system: forty curves that moved together are one thing to a reader. */
const perKindMax = 3;

export function precedes(one: Onset, other: Onset): boolean {
  return one.latestMs < other.earliestMs;
}

/**
 * Pure; any order of the same onsets gives the same course. Who was first is told among what went wrong: a restart of yesterday evening is
 * not where this trouble began.
 */
export function tellCourse(onsets: readonly Onset[]): readonly CourseEntry[] {
  const shown = chooseShown([...onsets].sort(compareOnsets));
  const signs = shown.filter(({ kind }) => !doneKinds.has(kind));
  return shown.map((onset) => ({
    systemId: onset.systemId,
    kind: onset.kind,
    at: isoOf(onset.atMs),
    earliest: isoOf(onset.earliestMs),
    latest: isoOf(onset.latestMs),
    place: doneKinds.has(onset.kind) ? placeOfDone(onset, signs) : placeOf(onset, signs),
    text: onset.text,
    sourceId: onset.sourceId,
  }));
}

/** Sets of systems that may have been unwell first: none certainly was before them. A single one is where it certainly began. */
export function firstSystems(onsets: readonly Onset[]): readonly string[] {
  const signs = onsets.filter(({ kind, systemId }) => !doneKinds.has(kind) && systemId !== '');
  const first = signs.filter((onset) => !signs.some((other) => precedes(other, onset)));
  return [...new Set(first.map(({ systemId }) => systemId))].sort();
}

function placeOf(onset: Onset, among: readonly Onset[]): CoursePlace {
  if (among.some((other) => other !== onset && precedes(other, onset))) return 'later';
  return among.every((other) => other === onset || precedes(onset, other)) ? 'first' : 'maybe-first';
}

function placeOfDone(onset: Onset, signs: readonly Onset[]): CoursePlace {
  if (signs.every((sign) => precedes(onset, sign))) return 'before';
  return signs.some((sign) => precedes(sign, onset)) ? 'later' : 'maybe-first';
}

function chooseShown(sorted: readonly Onset[]): readonly Onset[] {
  const counts = new Map<string, number>();
  const few = sorted.filter(({ systemId, kind }) => {
    const key = `${systemId} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return (counts.get(key) ?? 0) <= perKindMax;
  });
  if (few.length <= entriesMax) return few;
  // What was told by people and what alerts said stays; of the rest the earliest.
  const kept: readonly OnsetKind[] = ['deploy', 'config', 'flag', 'change', 'alert'];
  const weight = (onset: Onset): number => (kept.includes(onset.kind) ? 0 : 1);
  const chosen = new Set([...few].sort((one, other) => weight(one) - weight(other) || compareOnsets(one, other)).slice(0, entriesMax));
  return few.filter((onset) => chosen.has(onset));
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
