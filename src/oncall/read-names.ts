/** Which schedules and which people a sentence names. */

import type { Schedule } from './schedule.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** All that are named, by id, name or another word for them; the longer word wins over one that it holds. */
export function schedulesNamed(text: string, schedules: readonly Schedule[]): readonly Schedule[] {
  const words = schedules.flatMap((schedule) => [schedule.id, schedule.name, ...schedule.aliases].map((word) => ({ word, schedule })));
  let rest = text;
  const found = new Set<Schedule>();
  for (const { word, schedule } of words.toSorted((one, other) => other.word.length - one.word.length)) {
    const pattern = patternOf(word);
    if (!pattern.test(rest)) continue;
    found.add(schedule);
    rest = rest.replace(pattern, ' ');
  }
  return schedules.filter((schedule) => found.has(schedule));
}

/** By the whole name or the id, and only when nobody is named so by a part of the name: `Li` is Li Hua where there is no other Li. */
export function peopleNamed<T extends Named>(text: string, people: readonly T[]): readonly T[] {
  const whole = people.filter(({ id, name }) => patternOf(name).test(text) || patternOf(id).test(text));
  if (whole.length > 0) return whole;
  return people.filter(({ name }) => name.split(/\s+/).some((part) => part.length > 1 && patternOf(part).test(text)));
}

/** Without the names, so that nobody called May is taken for a month. */
export function withoutWords(text: string, words: readonly string[]): string {
  return words
    .flatMap((word) => [word, ...word.split(/\s+/)])
    .filter((word) => word.length > 1)
    .reduce((rest, word) => rest.replace(patternOf(word), ' '), text);
}

/** Words of letters stand alone; Chinese ones are written without spaces around them. */
function patternOf(word: string): RegExp {
  const plain = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return /\p{Script=Han}/u.test(word) ? new RegExp(plain, 'i') : new RegExp(`(?<![\\w-])${plain}(?![\\w-])`, 'i');
}
