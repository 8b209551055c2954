/** Who is on duty, as chat and terminal say it. */

import type { DutyView, OverrideView, PersonName, ShiftView } from '../domain/oncall-view.ts';
import { fill, type Locale, type LocalText } from '../domain/text.ts';

const dutyText = {
  now: { 'zh-CN': '{schedule}：{people}，到{until}{next}。', en: '{schedule}: {people} until {until}{next}.' },
  nowAlone: { 'zh-CN': '{schedule}：{people}，没有交接。', en: '{schedule}: {people}, with no handover in sight.' },
  later: { 'zh-CN': '{schedule} {at}：{people}，到{until}{next}。', en: '{schedule} at {at}: {people} until {until}{next}.' },
  laterAlone: { 'zh-CN': '{schedule} {at}：{people}，没有交接。', en: '{schedule} at {at}: {people}, with no handover in sight.' },
  nobody: {
    'zh-CN': '{schedule} {at}：无人值班；{people} 从{from}开始。',
    en: '{schedule} at {at}: nobody is on duty; {people} from {from}.',
  },
  nobodyEver: {
    'zh-CN': '{schedule} {at}：无人值班，之后也没有排班。',
    en: '{schedule} at {at}: nobody is on duty, and nobody is to come.',
  },
  next: { 'zh-CN': '，之后 {people}', en: ', then {people}' },
  nextGap: { 'zh-CN': '，之后无人值班', en: ', then nobody' },
  taken: {
    'zh-CN': '{person} 值 {schedule} 的班：{from} 到 {to}（{zone}）。',
    en: '{person} is on duty for {schedule} from {from} to {to} ({zone}).',
  },
  takenFrom: {
    'zh-CN': '{person} 替 {other} 值 {schedule} 的班：{from} 到 {to}（{zone}）。',
    en: '{person} takes the duty of {other} for {schedule} from {from} to {to} ({zone}).',
  },
} as const satisfies Readonly<Record<string, LocalText>>;

/** `Mon 11-30 09:00`, `周一 11-30 09:00`, on the clock of the place. */
export function zonedTime(iso: string, timeZone: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, weekday: 'short', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const parts = new Map(format.formatToParts(Date.parse(iso)).map(({ type, value }) => [type, value]));
  return `${parts.get('weekday')} ${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}:${parts.get('minute')}`;
}

export function peopleText(people: readonly PersonName[], locale: Locale): string {
  return people.map(({ name }) => name).join(locale === 'en' ? ' and ' : '、');
}

/** One line; `nowMs` tells whether it is about now. */
export function dutyLine({ schedule, at, shift, next }: DutyView, nowMs: number, locale: Locale): string {
  const time = (iso: string): string => zonedTime(iso, schedule.timeZone, locale);
  const isNow = Math.abs(Date.parse(at) - nowMs) < 60_000;
  const values = { schedule: schedule.name, at: time(at) };
  if (shift === null) {
    if (next === null) return fill(dutyText.nobodyEver[locale], values);
    return fill(dutyText.nobody[locale], { ...values, people: peopleText(next.people, locale), from: time(next.from) });
  }
  const people = peopleText(shift.people, locale);
  if (next === null) return fill(dutyText[isNow ? 'nowAlone' : 'laterAlone'][locale], { ...values, people });
  const until = `${locale === 'en' ? '' : ' '}${time(shift.to)}${locale === 'en' ? ` (${schedule.timeZone})` : `（${schedule.timeZone}）`}`;
  return fill(dutyText[isNow ? 'now' : 'later'][locale], { ...values, people, until, next: afterwards(shift, next, locale) });
}

function afterwards(shift: ShiftView, next: ShiftView, locale: Locale): string {
  if (next.from > shift.to) return dutyText.nextGap[locale];
  return fill(dutyText.next[locale], { people: peopleText(next.people, locale) });
}

export function overrideLine({ schedule, person, insteadOf, from, to }: OverrideView, locale: Locale): string {
  const time = (iso: string): string => zonedTime(iso, schedule.timeZone, locale);
  const values = { person: person.name, schedule: schedule.name, from: time(from), to: time(to), zone: schedule.timeZone };
  if (insteadOf === null) return fill(dutyText.taken[locale], values);
  return fill(dutyText.takenFrom[locale], { ...values, other: insteadOf.name });
}
