/** Two schedules with an override and a gap, ladders and calls, for the page that shows them. */

import type { CalendarImportView } from '../../../src/domain/calendar-import-view.ts';
import type { CallsView, CallView, LadderView } from '../../../src/domain/calls-view.ts';
import type { ScheduleView } from '../../../src/domain/oncall-view.ts';
import type { Locale } from '../../../src/domain/text.ts';

const hourMs = 3_600_000;
const people = [
  { id: 'li.hua', name: '李华' },
  { id: 'sam', name: 'Sam' },
  { id: 'anna', name: 'Anna' },
] as const;

export function sampleSchedules(locale: Locale): readonly ScheduleView[] {
  const at = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();
  const shift = (from: number, to: number, who: 0 | 1 | 2, overrideId: string | null = null) => ({
    ...{ from: at(from), to: at(to), people: [people[who]], layer: 'weekly', overrideId },
  });
  const common = { timeZone: 'Asia/Shanghai', aliases: [], from: at(0), to: at(168), holidays: [] };
  return [
    {
      ...{ ...common, id: 'primary', name: locale === 'en' ? 'First line' : '一线值班', gaps: [] },
      shifts: [shift(-60, 20, 0), shift(20, 32, 2, 'ovr_1'), shift(32, 75, 0), shift(75, 243, 1)],
    },
    {
      ...{ ...common, id: 'database', name: locale === 'en' ? 'Databases' : '数据库' },
      gaps: [{ from: at(90), to: at(110) }],
      shifts: [shift(-10, 40, 1), shift(40, 90, 2), shift(110, 200, 0)],
    },
  ];
}

export function sampleLadders(): readonly LadderView[] {
  const common = { startAfterMinutes: 0, repeat: 1, stillOnItMinutes: 30, answerWithinMinutes: 15, quietHours: null };
  return [
    {
      ...{ ...common, name: 'payments', match: { service: 'payments', severity: 'critical' } },
      levels: [
        { call: ['primary'], by: ['mention', 'app', 'phone'], everyMinutes: 5 },
        { call: ['anna'], by: ['phone'], everyMinutes: 5 },
      ],
    },
    {
      ...{ ...common, name: 'critical', match: { severity: 'critical' }, startAfterMinutes: 15 },
      levels: [{ call: [], by: ['mention', 'app'], everyMinutes: 15 }],
    },
  ];
}

export function sampleCalls(locale: Locale): readonly CallView[] {
  const isEnglish = locale === 'en';
  const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  const common = { code: 'ZB-42', kind: 'call', level: 1, person: people[0] } as const;
  return [
    {
      ...{ ...common, id: 'page_3', at: at(4), way: 'phone', outcome: 'failed' },
      text: isEnglish ? '李华 could not be called by phone; the provider refused: no credit' : '没能通过电话通知 李华，服务拒绝：no credit',
    },
    {
      ...{ ...common, id: 'page_2', at: at(9), way: 'app', outcome: 'made' },
      text: isEnglish ? '李华 was called urgently in the app' : '已通过应用内加急通知 李华',
    },
    {
      ...{ ...common, id: 'page_1', at: at(480), way: 'mention', person: null, outcome: 'none' },
      text: isEnglish ? 'Nobody was called: these are quiet hours, until 08:00' : '没有通知任何人：安静时段，到 08:00',
    },
  ];
}

/** One shift that meets another's, and one whose person isn't known. */
export function sampleImport(isApplied: boolean): CalendarImportView {
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const common = { from: day(1), to: day(2), note: '', conflict: '' };
  return {
    schedule: { id: 'primary', name: 'First line', timeZone: 'Asia/Shanghai' },
    isApplied,
    entries: [
      {
        ...{ ...common, uid: 'a', summary: 'Duty of Li Hua', person: people[0] ?? null, state: 'new' },
        conflict: 'It overlaps the shift of Anna (12/01 to 12/02); where two overlap, the later one counts',
      },
      {
        ...{ ...common, uid: 'b', summary: 'Zoe on call', person: null, state: 'left' },
        note: 'Nobody is known by these names, addresses or numbers; add them below people in the configuration',
      },
    ],
  };
}

/** Of ZB-42: what was done, and who is next. */
export function sampleWhy(locale: Locale): CallsView {
  const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  const isEnglish = locale === 'en';
  return {
    ...{ incidentId: 'inc_42', code: 'ZB-42', title: 'Redis', severity: 'critical', status: 'triggered', ladder: 'critical' },
    headline: isEnglish ? 'On the ladder “critical” the next call is due soon.' : '阶梯“critical”：很快会有下一次通知。',
    ...{ nextAt: at(5), snoozedUntil: null, calls: sampleCalls(locale).toReversed() },
    next: [
      { at: at(5), level: 2, way: 'phone', people: [people[2]] },
      { at: at(20), level: 2, way: 'sms', people: [people[0], people[1]] },
    ],
  };
}
