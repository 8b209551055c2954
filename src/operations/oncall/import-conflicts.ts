/** Where the entries of a calendar that is read in meet each other, or what people took over by hand. Pure. */

import type { ImportedEntryView } from '../../domain/calendar-import-view.ts';
import { fill, type Locale } from '../../domain/text.ts';
import { importText } from '../../text/calendar-import.ts';
import { momentText } from '../noise-view.ts';

/** A time that is somebody's; ISO 8601 in UTC. */
export interface TakenTime {
  readonly from: string;
  readonly to: string;
  readonly personId: string;
  readonly name: string;
}

/** `others` are overrides that the calendar doesn't touch. One person twice at a time is no conflict. */
export function withConflicts(
  entries: readonly ImportedEntryView[],
  others: readonly TakenTime[],
  locale: Locale,
): readonly ImportedEntryView[] {
  const own = entries.map(takenBy);
  return entries.map((entry, index) => {
    const mine = own[index] ?? null;
    if (mine === null) return entry;
    const all = [...own.filter((other) => other !== null), ...others];
    const met = all.find((other) => other.personId !== mine.personId && other.from < mine.to && other.to > mine.from);
    if (met === undefined) return entry;
    const values = { person: met.name, from: momentText(met.from, locale), to: momentText(met.to, locale) };
    return { ...entry, conflict: fill(importText.overlap[locale], values) };
  });
}

/** Null where nothing comes of it. */
function takenBy({ from, to, person, state }: ImportedEntryView): TakenTime | null {
  if (from === null || to === null || person === null || state === 'removed') return null;
  return { from, to, personId: person.id, name: person.name };
}
