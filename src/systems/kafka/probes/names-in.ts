/** Whatever in an alert or a question may be the name of a topic. */

import type { Labels } from '../../../domain/alert.ts';

export const namesMax = 200;
export const topicNameMax = 249;

/** Whole words in the letters of a topic's name, without the full stop that ends a sentence. */
export function namesIn(words: string, labels: readonly Labels[]): readonly string[] {
  const told = labels.flatMap((each) => Object.values(each));
  const found = `${told.join(' ')} ${words}`.match(/[A-Za-z0-9_][A-Za-z0-9._-]{1,248}/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/[._-]+$/, '')))].slice(0, namesMax);
}

/** The longest of these topics that is spoken of: who says `orders.v2` does not mean `v2`. People do not mind capitals. */
export function spokenOf<T>(topics: readonly T[], nameOf: (topic: T) => string, names: readonly string[]): T | undefined {
  const said = new Set(names.map((name) => name.toLowerCase()));
  return topics
    .filter((topic) => said.has(nameOf(topic).toLowerCase()))
    .toSorted((one, other) => nameOf(other).length - nameOf(one).length)[0];
}
