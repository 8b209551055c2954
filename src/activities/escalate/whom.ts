/** Whom a level calls at a moment, and how each of them can be reached. */

import type { PageProviders, PageReason, PageWay } from '../../domain/ladder.ts';
import { hasRole, type Person } from '../../domain/policy.ts';
import { onDutyAt } from '../../oncall/on-duty.ts';
import type { Schedule } from '../../oncall/schedule.ts';
import type { TenantStore, Thread } from '../../store/contract.ts';
import { overridesOf } from '../../store/overrides-of.ts';

export interface WhomDeps {
  readonly people: () => readonly Person[];
  readonly schedules: () => readonly Schedule[];
}

export interface Called {
  readonly people: readonly Person[];
  /** The level itself had nobody, as in a gap of its schedule: everybody was taken who may take over. */
  readonly isForWantOfOthers: boolean;
}

/** More names than this call nobody in particular. */
const calledMax = 10;
/** Overrides of a shift that began long ago still count. */
const reachMs = 400 * 24 * 3_600_000;

/** A call must reach somebody: where a level has nobody, those who may take over. Without names it is them to begin with. */
export async function calledBy(deps: WhomDeps, inside: TenantStore, names: readonly string[], nowMs: number): Promise<Called> {
  const found = new Map<string, Person>();
  for (const name of names) for (const person of await peopleBehind(deps, inside, name, nowMs)) found.set(person.id, person);
  const isForWantOfOthers = names.length > 0 && found.size === 0;
  const people = found.size > 0 ? [...found.values()] : responders(deps.people());
  return { people: people.slice(0, calledMax), isForWantOfOthers };
}

async function peopleBehind(deps: WhomDeps, inside: TenantStore, name: string, nowMs: number): Promise<readonly Person[]> {
  const people = deps.people();
  const schedule = deps.schedules().find(({ id }) => id === name);
  if (schedule === undefined) return people.filter(({ id, roles }) => id === name || roles.some((role) => role === name));
  const overrides = await overridesOf(inside, schedule.id, { fromMs: nowMs - reachMs, toMs: nowMs + reachMs });
  const onDuty = onDutyAt(schedule, overrides, nowMs).shift?.personIds ?? [];
  return people.filter(({ id }) => onDuty.includes(id));
}

/** Those who have the role itself; where nobody has, everybody who may do what it may. */
function responders(people: readonly Person[]): readonly Person[] {
  const own = people.filter((person) => person.roles.includes('responder'));
  return own.length > 0 ? own : people.filter((person) => hasRole(person, 'responder'));
}

/** By a provider, by lines in the threads, or not at all and why. */
export type Reach = { readonly by: 'provider' | 'chat' } | { readonly by: null; readonly reason: PageReason };

export function reachOf(person: Person, way: PageWay, providers: PageProviders, threads: readonly Thread[]): Reach {
  if (providers[way] !== undefined) return person.phone === undefined ? { by: null, reason: 'no-phone' } : { by: 'provider' };
  const isKnown = threads.some(({ place, isClosed }) => isClosed !== true && person.identities[place.adapter] !== undefined);
  return isKnown ? { by: 'chat' } : { by: null, reason: 'no-account' };
}
