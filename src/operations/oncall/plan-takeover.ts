/** What exactly is taken over, by whom, from whom and when: read out of words, or as it was given. */

import { randomInt } from 'node:crypto';
import { ZhibanError } from '../../domain/errors.ts';
import { hasRole, type Person } from '../../domain/policy.ts';
import { peopleNamed, withoutWords } from '../../oncall/read-names.ts';
import { readStretch } from '../../oncall/read-when.ts';
import type { Override, Schedule, Span } from '../../oncall/schedule.ts';
import { shiftsIn } from '../../oncall/shifts.ts';
import { complementOf, unite, within } from '../../oncall/spans.ts';
import { clockAt } from '../../oncall/wall-clock.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OverrideRecord } from '../../store/oncall-contract.ts';
import { overridesOf } from '../../store/overrides-of.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { namesText, refusal } from '../guard.ts';
import type { TakeInput } from '../oncall-contract.ts';
import { knownNames, meantSchedules, questionWithoutNames, requireSchedule } from './find-schedule.ts';

const dayMs = 86_400_000;
const daysMax = 62;
/** How far ahead somebody's next shift is looked for. */
const aheadMs = 120 * dayMs;
const codeLetters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

interface Takeover {
  readonly schedule: Schedule;
  readonly taker: Person;
  readonly insteadOf: Person | null;
  readonly span: Span;
}

/** Throws `invalid`, `not-found`, `forbidden` or `conflict` with what is wrong and what to say instead. */
export async function planTakeover(
  deps: OperationsDeps,
  store: TenantStore,
  caller: Caller,
  input: TakeInput,
): Promise<Omit<OverrideRecord, 'id'>> {
  const isInWords = 'words' in input;
  const asked = isInWords ? await readWords(deps, store, caller, input.words) : byName(deps, caller, input);
  requireRights(caller, asked);
  const { schedule, taker, insteadOf, span } = await checkTime(deps, store, caller, asked);
  return {
    ...{ scheduleId: schedule.id, personId: taker.id, insteadOf: insteadOf?.id ?? null, uid: null },
    ...{ from: new Date(span.fromMs).toISOString(), to: new Date(span.toMs).toISOString() },
    reason: isInWords ? '' : (input.reason ?? '').slice(0, 200),
    state: isInWords ? 'waiting' : 'active',
    code: isInWords ? Array.from({ length: 4 }, () => codeLetters[randomInt(codeLetters.length)]).join('') : null,
    at: new Date(deps.clock.now()).toISOString(),
    by: caller.person.id,
  };
}

function byName(deps: OperationsDeps, caller: Caller, input: Exclude<TakeInput, { readonly words: string }>): Takeover {
  return {
    schedule: requireSchedule(deps, caller, input.schedule),
    taker: input.person === undefined ? caller.person : requirePerson(deps, caller, input.person),
    insteadOf: input.insteadOf === undefined ? null : requirePerson(deps, caller, input.insteadOf),
    span: { fromMs: Date.parse(input.from), toMs: Date.parse(input.to) },
  };
}

function requirePerson(deps: OperationsDeps, { locale }: Caller, name: string): Person {
  const found = deps.people().find((person) => person.id === name || person.name === name);
  if (found === undefined) throw new ZhibanError('not-found', refusal(locale, 'no-person', { name: name.slice(0, 80) }));
  return found;
}

/** “I take Li's shift tomorrow night”, “Sam takes my shift on Friday”, “明天晚上我替李华值班”. */
async function readWords(deps: OperationsDeps, store: TenantStore, caller: Caller, words: string): Promise<Takeover> {
  const { locale, person } = caller;
  const text = questionWithoutNames(deps, words);
  const named = peopleNamed(
    text,
    deps.people().filter(({ id }) => id !== person.id),
  );
  if (named.length > 1) {
    const known = named.map(({ name }) => name);
    throw new ZhibanError('invalid', refusal(locale, 'which-person', { known: namesText(known, locale) }));
  }
  const isOwn = /\b(?:my|for me)\b|我的班|替我|帮我|代我/i.test(text);
  const other = named[0] ?? null;
  const taker = isOwn && other !== null ? other : person;
  const insteadOf = isOwn ? person : other;
  const rest = withoutWords(
    text,
    named.flatMap(({ id, name }) => [id, name]),
  );
  const schedule = await whichSchedule(deps, store, caller, words, insteadOf);
  return { schedule, taker, insteadOf, span: await whichTime(deps, store, caller, schedule, insteadOf, rest) };
}

/** The one that is named, the only one, or the only one in which the person has shifts. */
async function whichSchedule(
  deps: OperationsDeps,
  store: TenantStore,
  caller: Caller,
  words: string,
  insteadOf: Person | null,
): Promise<Schedule> {
  const meant = meantSchedules(deps, caller, words);
  const nowMs = deps.clock.now();
  const own: Schedule[] = [];
  for (const schedule of meant) {
    const shifts = await shiftsOf(store, schedule, { fromMs: nowMs, toMs: nowMs + aheadMs });
    if (insteadOf === null || shifts.some(({ personIds }) => personIds.includes(insteadOf.id))) own.push(schedule);
  }
  const [only, ...others] = own.length > 0 ? own : meant;
  if (only !== undefined && others.length === 0) return only;
  throw new ZhibanError('invalid', refusal(caller.locale, 'which-schedule', { known: knownNames(deps, caller) }));
}

async function whichTime(
  deps: OperationsDeps,
  store: TenantStore,
  { locale }: Caller,
  schedule: Schedule,
  insteadOf: Person | null,
  text: string,
): Promise<Span> {
  const nowMs = deps.clock.now();
  const said = readStretch(text, schedule.timeZone, nowMs);
  if (said !== null && said.toMs !== null) return { fromMs: said.fromMs, toMs: said.toMs };
  const fromMs = said?.fromMs ?? nowMs;
  const shifts = await shiftsOf(store, schedule, { fromMs, toMs: fromMs + aheadMs });
  const shift = shifts.find(({ personIds }) => insteadOf !== null && personIds.includes(insteadOf.id));
  // Nobody's shift and no end: only a shift that is under way at the named moment has one.
  const meant = shift ?? (said === null ? undefined : shifts.find((each) => each.fromMs === fromMs));
  if (meant === undefined) throw new ZhibanError('invalid', refusal(locale, 'no-time'));
  return { fromMs: Math.max(fromMs, meant.fromMs), toMs: meant.toMs };
}

async function shiftsOf(store: TenantStore, schedule: Schedule, span: Span): Promise<ReturnType<typeof shiftsIn>> {
  const overrides: readonly Override[] = await overridesOf(store, schedule.id, span);
  return shiftsIn(schedule, overrides, span);
}

/** One's own time may be given and another's be taken; of others only an administrator disposes. */
function requireRights({ locale, person }: Caller, { taker, insteadOf }: Takeover): void {
  const isConcerned = taker.id === person.id || insteadOf?.id === person.id;
  if (!isConcerned && !hasRole(person, 'admin')) throw new ZhibanError('forbidden', refusal(locale, 'not-your-shift'));
  if (!hasRole(taker, 'responder')) throw new ZhibanError('invalid', refusal(locale, 'no-duty-role', { person: taker.name }));
}

/** From now on, in whole minutes, and where somebody is relieved only while they are on duty. */
async function checkTime(deps: OperationsDeps, store: TenantStore, { locale }: Caller, asked: Takeover): Promise<Takeover> {
  const { schedule, taker, insteadOf } = asked;
  const nowMs = deps.clock.now();
  const minute = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
  const span = { fromMs: minute(Math.max(asked.span.fromMs, nowMs)), toMs: minute(asked.span.toMs) };
  if (!(asked.span.toMs > asked.span.fromMs)) throw new ZhibanError('invalid', refusal(locale, 'no-time'));
  if (!(span.toMs > span.fromMs)) {
    throw new ZhibanError('invalid', refusal(locale, 'shift-over', { at: clockAt(schedule.timeZone, asked.span.toMs) }));
  }
  if (span.toMs - span.fromMs > daysMax * dayMs) throw new ZhibanError('invalid', refusal(locale, 'shift-too-long', { limit: daysMax }));
  const shifts = await shiftsOf(store, schedule, { fromMs: span.fromMs, toMs: span.toMs + aheadMs });
  const own = shifts.filter(({ personIds }) => personIds.includes(taker.id));
  if (complementOf(unite(own), span).length === 0) {
    throw new ZhibanError('conflict', refusal(locale, 'on-duty-already', { person: taker.name }));
  }
  if (insteadOf === null) return { ...asked, span };
  const all = shifts.filter(({ personIds }) => personIds.includes(insteadOf.id));
  const relieved = within(all, [span]);
  const [first, last] = [relieved[0], relieved.at(-1)];
  if (first === undefined || last === undefined) {
    const next = all.find(({ fromMs }) => fromMs >= span.toMs);
    const at = next === undefined ? '—' : clockAt(schedule.timeZone, next.fromMs);
    throw new ZhibanError('conflict', refusal(locale, 'not-on-duty-then', { person: insteadOf.name, at }));
  }
  return { ...asked, span: { fromMs: first.fromMs, toMs: last.toMs } };
}
