/** Schedules, shifts and overrides as people and programs see them. */

import type { LadderView } from '../../domain/calls-view.ts';
import type { Ladder } from '../../domain/ladder.ts';
import type { DutyView, OverrideView, PersonName, ScheduleName, ShiftView } from '../../domain/oncall-view.ts';
import type { Duty } from '../../oncall/on-duty.ts';
import type { Schedule, Shift, Span } from '../../oncall/schedule.ts';
import type { OverrideRecord } from '../../store/oncall-contract.ts';
import type { OperationsDeps } from '../deps.ts';

type Names = Pick<OperationsDeps, 'directory' | 'schedules'>;

export function isoOf({ fromMs, toMs }: Span): { readonly from: string; readonly to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** Who is no longer in the configuration keeps the id. */
export function personName(deps: Pick<OperationsDeps, 'directory'>, id: string): PersonName {
  return { id, name: deps.directory().byId(id)?.name ?? id };
}

export function scheduleName({ id, name, timeZone }: Pick<Schedule, 'id' | 'name' | 'timeZone'>): ScheduleName {
  return { id, name, timeZone };
}

export function shiftView(deps: Pick<OperationsDeps, 'directory'>, shift: Shift): ShiftView {
  const { personIds, layer, overrideId } = shift;
  return { ...isoOf(shift), people: personIds.map((id) => personName(deps, id)), layer, overrideId };
}

export function dutyView(deps: Pick<OperationsDeps, 'directory'>, schedule: Schedule, atMs: number, { shift, next }: Duty): DutyView {
  return {
    schedule: scheduleName(schedule),
    at: new Date(atMs).toISOString(),
    shift: shift === null ? null : shiftView(deps, shift),
    next: next === null ? null : shiftView(deps, next),
  };
}

export function overrideView(deps: Names, record: OverrideRecord): OverrideView {
  const { id, scheduleId, personId, insteadOf, from, to, reason, state, code, at, by } = record;
  const schedule = deps.schedules().find((each) => each.id === scheduleId) ?? { id: scheduleId, name: scheduleId, timeZone: 'UTC' };
  return {
    ...{ id, from, to, reason, state, code, at },
    schedule: scheduleName(schedule),
    person: personName(deps, personId),
    insteadOf: insteadOf === null ? null : personName(deps, insteadOf),
    by: personName(deps, by),
  };
}

export function ladderView({ name, match, startAfterMs, levels, repeat, stillOnItMs, answerWithinMs, quietHours }: Ladder): LadderView {
  const minutes = (ms: number): number => ms / 60_000;
  return {
    ...{ name, match, repeat, startAfterMinutes: minutes(startAfterMs) },
    levels: levels.map(({ call, by, everyMs }) => ({ call, by, everyMinutes: minutes(everyMs) })),
    stillOnItMinutes: stillOnItMs === null ? null : minutes(stillOnItMs),
    answerWithinMinutes: answerWithinMs === null ? null : minutes(answerWithinMs),
    quietHours: quietHours === null ? null : `${quietHours.from}–${quietHours.to} (${quietHours.timeZone})`,
  };
}
