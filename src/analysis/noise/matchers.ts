/**
 * Alertmanager's matchers. Patterns are RE2 as there, anchored at both ends, and run in linear time: what one person writes can't hold up
 * the alerts of all.
 */

import { RE2JS } from 're2js';
import type { Labels } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { type Matcher, type MatcherOperator, matcherOperators, systemLabel } from '../../domain/silence.ts';

/** What is matched: labels, and the systems that are meant, found only when a matcher asks for them. */
export interface Subject {
  readonly labels: Labels;
  systems(): readonly string[];
}

export type IsMatch = (subject: Subject) => boolean;

const nameLengthMax = 300;
const valueLengthMax = 2_000;
const matchersMax = 50;

/** One of Alertmanager's: `name="value"`, `name!="value"`, `name=~"pattern"`, `name!~"pattern"`; the quotes may be left out. */
export function parseMatcher(given: string): Matcher {
  const [, name, operator, quoted, bare] = /^\s*([\w:.-]{1,300})\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"]*))\s*$/s.exec(given) ?? [];
  const known = matcherOperators.find((each) => each === operator);
  if (name === undefined || known === undefined) {
    throw new ZhibanError(
      'invalid',
      `'${given.slice(0, 100)}' is not a matcher: expected name="value", name!="value", name=~"pattern" or name!~"pattern"`,
    );
  }
  return { name, operator: known, value: quoted === undefined ? (bare ?? '').trim() : unquoted(quoted) };
}

/** `{a="b",c=~"d"}`, `a="b" c="d"` or a list of them. */
export function parseMatchers(given: string): readonly Matcher[] {
  const inner = given.trim().replace(/^\{(.*)\}$/s, '$1');
  const found = [...inner.matchAll(/\s*,?\s*([\w:.-]{1,300}\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|[^\s,"]*))/gs)];
  const rest = found.reduce((left, [whole]) => left.replace(whole, ''), inner).replace(/[\s,]/g, '');
  if (found.length === 0 || rest !== '') return [parseMatcher(inner)];
  return found.map(([, each = '']) => parseMatcher(each));
}

export function matcherText({ name, operator, value }: Matcher): string {
  return `${name}${operator}${JSON.stringify(value)}`;
}

/** Throws ZhibanError `invalid` that names the matcher: a pattern that can't be read, too many, too long. */
export function compileMatchers(matchers: readonly Matcher[]): IsMatch {
  if (matchers.length > matchersMax) throw new ZhibanError('invalid', `There are ${matchers.length} matchers; the most is ${matchersMax}`);
  const tests = matchers.map(compileMatcher);
  return (subject) => tests.every((isMatch) => isMatch(subject));
}

/** A filter as Alertmanager's API takes it: one matcher, asked of labels alone. */
export function readFilter(given: string): (labels: Labels) => boolean {
  const isMatch = compileMatchers([parseMatcher(given)]);
  return (labels) => isMatch({ labels, systems: () => [] });
}

/** What Alertmanager asks of a silence: one matcher at least that an alert without labels would not meet. */
export function checkNarrows(matchers: readonly Matcher[]): void {
  const empty: Subject = { labels: {}, systems: () => [] };
  if (matchers.some((matcher) => !compileMatcher(matcher)(empty))) return;
  throw new ZhibanError('invalid', 'At least one matcher has to ask for something that is there: these would match everything');
}

function compileMatcher(matcher: Matcher): IsMatch {
  const { name, operator, value } = matcher;
  if (name.length > nameLengthMax || value.length > valueLengthMax) {
    throw new ZhibanError('invalid', `The matcher on '${name.slice(0, 60)}' is too long; a value has ${valueLengthMax} characters at most`);
  }
  const isEqual = operator === '=' || operator === '!=' ? (found: string) => found === value : patternOf(matcher);
  const isWanted = isPositive(operator);
  if (name === systemLabel) {
    return (subject) => {
      const systems = subject.systems();
      return (systems.length === 0 ? isEqual('') : systems.some(isEqual)) === isWanted;
    };
  }
  return ({ labels }) => isEqual(labelOf(labels, name)) === isWanted;
}

/** Alertmanager takes a label that isn't there for an empty one. A label may be called `constructor`. */
function labelOf(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

function isPositive(operator: MatcherOperator): boolean {
  return !operator.startsWith('!');
}

function patternOf(matcher: Matcher): (found: string) => boolean {
  try {
    const pattern = RE2JS.compile(`^(?:${matcher.value})$`);
    return (found) => pattern.test(found);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : 'unreadable';
    throw new ZhibanError('invalid', `The pattern of ${matcherText(matcher).slice(0, 200)} can't be read: ${reason}`, { cause });
  }
}

function unquoted(quoted: string): string {
  return quoted.replace(/\\(.)/gs, (_whole, character) => (character === 'n' ? '\n' : character));
}
