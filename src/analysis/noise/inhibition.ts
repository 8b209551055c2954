/**
 * What is not told while something else fires: Alertmanager's rules (source, target, equal labels), and the declared topology: while a
 * host or a dependency is down, what stands on it. A source is found again by a key, so that a target costs one look-up.
 */

import type { Labels } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Inhibition, RuleBook } from '../../domain/rule-book.ts';
import { compileMatchers, type IsMatch, parseMatchers, type Subject } from './matchers.ts';

export const topologyRuleId = 'topology';

/** Something that inhibits while it fires. */
export interface InhibitorKey {
  readonly ruleId: string;
  readonly key: string;
  /** It would itself be inhibited by its like: those don't inhibit each other. */
  readonly isTarget: boolean;
}

export interface CompiledInhibitions {
  readonly isEmpty: boolean;
  /** As which sources the alert counts. */
  sourcesOf(subject: Subject): readonly InhibitorKey[];
  /** By which sources it would be inhibited; `isSource`: not by those that are targets as well. */
  targetsOf(subject: Subject): readonly { readonly ruleId: string; readonly key: string; readonly isSource: boolean }[];
}

export interface InhibitionDeps {
  /** Everything that a system stands on, directly or through others. */
  readonly groundsOf: (systemId: string) => readonly string[];
}

interface Compiled {
  readonly id: string;
  readonly equal: readonly string[];
  readonly isSource: IsMatch;
  readonly isTarget: IsMatch;
}

export function compileInhibitions(book: Pick<RuleBook, 'inhibitions' | 'topology'>, { groundsOf }: InhibitionDeps): CompiledInhibitions {
  const rules = book.inhibitions.map(compile);
  const isDown = book.topology.isOn ? matchersOf('topology.down', book.topology.down) : null;
  return {
    isEmpty: rules.length === 0 && isDown === null,
    sourcesOf(subject) {
      const sources = rules
        .filter(({ isSource }) => isSource(subject))
        .map(({ id, equal, isTarget }) => ({ ruleId: id, key: keyOf(equal, subject.labels), isTarget: isTarget(subject) }));
      if (isDown === null || !isDown(subject)) return sources;
      // Which machine it is on is said of a service that is down, too: that the machine is down is not.
      const named = subject.systems();
      const below = new Set(named.flatMap(groundsOf));
      const down = named.filter((id) => !below.has(id));
      return [...sources, ...down.map((key) => ({ ruleId: topologyRuleId, key, isTarget: false }))];
    },
    targetsOf(subject) {
      const targets = rules
        .filter(({ isTarget }) => isTarget(subject))
        .map(({ id, equal, isSource }) => ({ ruleId: id, key: keyOf(equal, subject.labels), isSource: isSource(subject) }));
      if (isDown === null) return targets;
      const grounds = new Set(subject.systems().flatMap(groundsOf));
      return [...targets, ...[...grounds].map((key) => ({ ruleId: topologyRuleId, key, isSource: false }))];
    },
  };
}

function compile({ id, source, target, equal }: Inhibition): Compiled {
  if (id === topologyRuleId) throw new ZhibanError('invalid', `inhibitions.${id}: this id is taken`);
  return {
    ...{ id, equal },
    isSource: matchersOf(`inhibitions.${id}.source`, source),
    isTarget: matchersOf(`inhibitions.${id}.target`, target),
  };
}

function matchersOf(path: string, texts: readonly string[]): IsMatch {
  try {
    return compileMatchers(texts.flatMap((each) => parseMatchers(each)));
  } catch (cause) {
    throw new ZhibanError('invalid', `${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** A label that isn't there is as good as an empty one. */
function keyOf(equal: readonly string[], labels: Labels): string {
  return JSON.stringify(equal.map((name) => (Object.hasOwn(labels, name) ? labels[name] : '')));
}
