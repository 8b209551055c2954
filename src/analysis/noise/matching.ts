/** Which of many sets of matchers an alert meets; sets that ask for a certain value of a label are found by it, so that thousands cost little. */

import { type Matcher, systemLabel } from '../../domain/silence.ts';
import { compileMatchers, type IsMatch, type Subject } from './matchers.ts';

export interface Matching<T> {
  /** In the order given. */
  find(subject: Subject): readonly T[];
  readonly size: number;
}

interface Entry<T> {
  readonly place: number;
  readonly item: T;
  readonly isMatch: IsMatch;
}

export function createMatching<T extends { readonly matchers: readonly Matcher[] }>(items: readonly T[]): Matching<T> {
  const byLabel = new Map<string, Map<string, Entry<T>[]>>();
  const others: Entry<T>[] = [];
  for (const [place, item] of items.entries()) {
    const entry = { place, item, isMatch: compileMatchers(item.matchers) };
    const key = item.matchers.find(({ name, operator, value }) => operator === '=' && value !== '' && name !== systemLabel);
    if (key === undefined) {
      others.push(entry);
      continue;
    }
    const values = byLabel.get(key.name) ?? new Map<string, Entry<T>[]>();
    byLabel.set(key.name, values);
    const entries = values.get(key.value) ?? [];
    values.set(key.value, entries);
    entries.push(entry);
  }
  return {
    size: items.length,
    find(subject) {
      const found = others.filter(({ isMatch }) => isMatch(subject));
      for (const [name, values] of byLabel) {
        const value = Object.hasOwn(subject.labels, name) ? subject.labels[name] : undefined;
        const entries = value === undefined ? undefined : values.get(value);
        if (entries !== undefined) found.push(...entries.filter(({ isMatch }) => isMatch(subject)));
      }
      return found.sort((one, other) => one.place - other.place).map(({ item }) => item);
    },
  };
}
