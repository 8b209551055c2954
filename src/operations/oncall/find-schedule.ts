/** Which schedule is meant. */

import { ZhibanError } from '../../domain/errors.ts';
import { schedulesNamed, withoutWords } from '../../oncall/read-names.ts';
import type { Schedule } from '../../oncall/schedule.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { namesText, refusal } from '../guard.ts';

type Schedules = Pick<OperationsDeps, 'schedules'>;

/** By id, name or another word for it. */
export function requireSchedule(deps: Schedules, { locale }: Caller, name: string): Schedule {
  const wanted = name.trim().toLowerCase();
  const found = deps.schedules().find((each) => [each.id, each.name, ...each.aliases].some((word) => word.toLowerCase() === wanted));
  if (found !== undefined) return found;
  if (deps.schedules().length === 0) throw new ZhibanError('not-found', refusal(locale, 'no-schedules'));
  throw new ZhibanError('not-found', refusal(locale, 'no-schedule', { name: name.slice(0, 80), known: knownNames(deps, { locale }) }));
}

/** Those that the words name, else all. Throws `not-found` where there are none. */
export function meantSchedules(deps: Schedules, { locale }: Caller, words: string): readonly Schedule[] {
  const all = deps.schedules();
  if (all.length === 0) throw new ZhibanError('not-found', refusal(locale, 'no-schedules'));
  const named = schedulesNamed(words, all);
  return named.length > 0 ? named : all;
}

export function knownNames(deps: Schedules, { locale }: Pick<Caller, 'locale'>): string {
  return namesText(
    deps.schedules().map(({ id }) => id),
    locale,
  );
}

export function questionWithoutNames(deps: Schedules, words: string): string {
  return withoutWords(
    words,
    deps.schedules().flatMap(({ id, name, aliases }) => [id, name, ...aliases]),
  );
}
