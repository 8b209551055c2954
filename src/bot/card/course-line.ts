/** What happened, in order, on one line of the card; the rest is on the incident page. */

import { type CourseEntry, doneKinds } from '../../domain/course.ts';
import { cardText } from '../../text/card.ts';
import { type CardInput, labelled, say, timeIn } from './card-input.ts';

/** More steps than that don't fit on a phone. */
const stepsMax = 4;
/** Wider intervals are told as about a time. */
const sharpMs = 90_000;
const wordsMax = 70;

/** Null where the course says no more than the alert does. */
export function courseLine({ incident, locale, timeZone }: CardInput): string | null {
  const course = incident.verdict?.course ?? [];
  const signs = course.filter(({ kind }) => kind !== 'restart');
  if (signs.length < 2 || signs.every(({ kind }) => kind === 'alert')) return null;
  const steps = chooseSteps(signs).map((entry) => {
    const clock = timeIn(timeZone, entry.at).slice(-5);
    const isSharp = Date.parse(entry.latest) - Date.parse(entry.earliest) <= sharpMs || entry.kind === 'alert';
    const time = isSharp ? clock : say(locale, 'courseMaybe', { time: clock });
    const words = entry.text[locale].length > wordsMax ? `${entry.text[locale].slice(0, wordsMax)}…` : entry.text[locale];
    return `${time} ${entry.systemId === '' ? words : labelled(locale, entry.systemId, words)}`;
  });
  return cardText.course[locale].replace('{steps}', () => steps.join(' → '));
}

/** What was done just before the first sign, the first signs, and the first alert. */
function chooseSteps(entries: readonly CourseEntry[]): readonly CourseEntry[] {
  if (entries.length <= stepsMax) return entries;
  const firstSign = entries.find(({ kind }) => !doneKinds.has(kind));
  const done = entries.filter(({ kind, at }) => doneKinds.has(kind) && at <= (firstSign?.at ?? at)).slice(-1);
  const alert = entries.filter(({ kind }) => kind === 'alert').slice(0, 1);
  const chosen = new Set([...done, ...alert, ...entries.filter(({ kind }) => !doneKinds.has(kind))].slice(0, stepsMax));
  return entries.filter((entry) => chosen.has(entry));
}
