/** The report at a change of shift, as chat and terminal say it. */

import type { HandoverIncident, HandoverView } from '../domain/handover-view.ts';
import { fill, type Locale, type LocalText } from '../domain/text.ts';
import { cardText } from './card.ts';
import { peopleText, zonedTime } from './duty.ts';
import { statusText } from './states.ts';

export const handoverText = {
  title: { 'zh-CN': '交接：{schedule}', en: 'Handover: {schedule}' },
  who: { 'zh-CN': '{outgoing} → {incoming}，{from} 到 {to}（{zone}）', en: '{outgoing} → {incoming}, {from} to {to} ({zone})' },
  nobody: { 'zh-CN': '无人', en: 'nobody' },
  open: { 'zh-CN': '未恢复（{count}）', en: 'Open ({count})' },
  resolved: { 'zh-CN': '本班已恢复（{count}）', en: 'Resolved in this shift ({count})' },
  called: { 'zh-CN': '呼叫', en: 'Calls' },
  calledLine: { 'zh-CN': '{person} {count} 次', en: '{person}: {count}' },
  calledNone: { 'zh-CN': '本班没有呼叫过任何人。', en: 'Nobody was called in this shift.' },
  silences: { 'zh-CN': '即将结束的静默', en: 'Silences that end soon' },
  silenceLine: { 'zh-CN': '{id} 到 {until}：{comment}', en: '{id} until {until}: {comment}' },
  watch: { 'zh-CN': '需要留意', en: 'To watch' },
  quiet: { 'zh-CN': '没有未恢复的故障。', en: 'Nothing is open.' },
  watchUntaken: { 'zh-CN': '{code} 还没有人接手', en: '{code} is nobody’s yet' },
  watchSnoozed: { 'zh-CN': '{code} 的通知暂缓到 {until}', en: '{code} is snoozed until {until}' },
  watchPlan: { 'zh-CN': '{code} 有处置方案等待审批', en: '{code} has a plan that waits for approval' },
  watchMitigated: { 'zh-CN': '{code} 已缓解，还没有恢复', en: '{code} is mitigated and not resolved' },
  watchAgain: { 'zh-CN': '{code} 是再次发生', en: '{code} has come back after an earlier incident' },
  fixed: { 'zh-CN': '处置：{plan}', en: 'fixed by: {plan}' },
  taken: { 'zh-CN': '{person} 在处理', en: '{person} has it' },
} as const satisfies Readonly<Record<string, LocalText>>;

export interface HandoverPart {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Heading and lines, the most urgent first; parts about nothing are left out. */
export function handoverParts(view: HandoverView, locale: Locale): readonly HandoverPart[] {
  const time = (iso: string): string => zonedTime(iso, view.schedule.timeZone, locale);
  const say = (key: keyof typeof handoverText, values: Readonly<Record<string, string | number>> = {}): string =>
    fill(handoverText[key][locale], values);
  const names = (people: HandoverView['outgoing']): string => (people.length === 0 ? say('nobody') : peopleText(people, locale));
  const who = { outgoing: names(view.outgoing), incoming: names(view.incoming), from: time(view.from), to: time(view.to) };
  const called = view.called.map(({ person, count }) => say('calledLine', { person: person.name, count }));
  const parts: readonly HandoverPart[] = [
    { heading: say('title', { schedule: view.schedule.name }), lines: [say('who', { ...who, zone: view.schedule.timeZone })] },
    { heading: say('watch'), lines: view.watch },
    {
      heading: say('open', { count: view.open.length }),
      lines: view.open.length === 0 ? [say('quiet')] : view.open.map((incident) => incidentLine(incident, locale)),
    },
    { heading: say('resolved', { count: view.resolved.length }), lines: view.resolved.map((incident) => incidentLine(incident, locale)) },
    { heading: say('called'), lines: called.length === 0 ? [say('calledNone')] : called },
    {
      heading: say('silences'),
      lines: view.silences.map(({ id, comment, endsAt }) => say('silenceLine', { id: id.slice(0, 8), comment, until: time(endsAt) })),
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function incidentLine({ code, title, severity, status, takenBy, resolvedAt, summary }: HandoverIncident, locale: Locale): string {
  const state = resolvedAt === null ? [statusText[status][locale]] : [];
  const taken = takenBy !== null && resolvedAt === null ? [fill(handoverText.taken[locale], { person: takenBy })] : [];
  const facts = [title, cardText[severity][locale], ...state, ...taken, ...(summary === null ? [] : [summary])];
  return `${code} ${facts.join(' · ')}`;
}
