/** Who is on duty, and who takes a shift from whom. */

import { ZhibanError } from '../domain/errors.ts';
import type { OverrideView, ScheduleView } from '../domain/oncall-view.ts';
import { hasRole } from '../domain/policy.ts';
import { onDutyAt } from '../oncall/on-duty.ts';
import { readMoment } from '../oncall/read-when.ts';
import type { Schedule, Span } from '../oncall/schedule.ts';
import { gapsIn, shiftsIn } from '../oncall/shifts.ts';
import type { OverrideRecord } from '../store/oncall-contract.ts';
import { overridesOf } from '../store/overrides-of.ts';
import type { Caller } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, refusal, requireRole, withAudit } from './guard.ts';
import { createCalendars } from './oncall/calendars.ts';
import { explainCalls } from './oncall/explain-calls.ts';
import { meantSchedules, questionWithoutNames, requireSchedule } from './oncall/find-schedule.ts';
import { handover } from './oncall/handover.ts';
import { planTakeover } from './oncall/plan-takeover.ts';
import { recentCalls } from './oncall/recent-calls.ts';
import { endSnooze, snooze } from './oncall/snooze.ts';
import { dutyView, isoOf, ladderView, overrideView, scheduleName, shiftView } from './oncall/views.ts';
import type { OncallOperations, TakeInput } from './oncall-contract.ts';

const dayMs = 86_400_000;
const shownMs = 14 * dayMs;
/** What one answer holds. */
const spanMaxMs = 92 * dayMs;
const confirmWithinMs = 10 * 60_000;
/** Far enough for the shift that a question is about and the one after it. */
const reachMs = 400 * dayMs;

export function createOncall(deps: OperationsDeps): OncallOperations {
  return {
    async whoIsOnDuty(caller, { schedule, at, words = '' }) {
      requireRole(deps, caller, 'viewer', 'see');
      const nowMs = deps.clock.now();
      const meant = schedule === undefined ? meantSchedules(deps, caller, words) : [requireSchedule(deps, caller, schedule)];
      const text = questionWithoutNames(deps, words);
      const store = deps.store.forTenant(caller.tenantId);
      const views = meant.map(async (each) => {
        const atMs = at === undefined ? (readMoment(text, each.timeZone, nowMs) ?? nowMs) : Date.parse(at);
        const overrides = await overridesOf(store, each.id, { fromMs: atMs - reachMs, toMs: atMs + reachMs });
        return dutyView(deps, each, atMs, onDutyAt(each, overrides, atMs));
      });
      return Promise.all(views);
    },
    async listSchedules(caller, { schedule, from, to }) {
      requireRole(deps, caller, 'viewer', 'see');
      const span = spanOf(caller, deps.clock.now(), from, to);
      const meant = schedule === undefined ? deps.schedules() : [requireSchedule(deps, caller, schedule)];
      return Promise.all(meant.map((each) => scheduleViewOf(deps, caller, each, span)));
    },
    async listOverrides(caller, { from, to }) {
      requireRole(deps, caller, 'viewer', 'see');
      const { fromMs, toMs } = spanOf(caller, deps.clock.now(), from, to);
      const records = await deps.store.forTenant(caller.tenantId).oncall.overridesIn(fromMs, toMs);
      return records.map((record) => overrideView(deps, record));
    },
    explainCalls: (caller, idOrCode) => explainCalls(deps, caller, idOrCode),
    recentCalls: (caller, limit) => recentCalls(deps, caller, limit),
    async listLadders(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      return deps.calls.ladders().map(ladderView);
    },
    snooze: (caller, idOrCode, durationMs) => snooze(deps, caller, idOrCode, durationMs),
    endSnooze: (caller, idOrCode) => endSnooze(deps, caller, idOrCode),
    handover: (caller, schedule) => handover(deps, caller, schedule),
    ...createCalendars(deps),
    takeShift: (caller, input) => takeShift(deps, caller, input),
    confirmShift: (caller, code) => confirmShift(deps, caller, code),
    removeOverride: (caller, id) => removeOverride(deps, caller, id),
  };
}

function spanOf({ locale }: Caller, nowMs: number, from?: string, to?: string): Span {
  const fromMs = from === undefined ? nowMs : Date.parse(from);
  const toMs = to === undefined ? fromMs + shownMs : Date.parse(to);
  if (!(toMs > fromMs)) throw new ZhibanError('invalid', refusal(locale, 'no-time'));
  return { fromMs, toMs: Math.min(toMs, fromMs + spanMaxMs) };
}

async function scheduleViewOf(deps: OperationsDeps, caller: Caller, schedule: Schedule, span: Span): Promise<ScheduleView> {
  const overrides = await overridesOf(deps.store.forTenant(caller.tenantId), schedule.id, span);
  return {
    ...scheduleName(schedule),
    aliases: schedule.aliases,
    ...isoOf(span),
    shifts: shiftsIn(schedule, overrides, span).map((shift) => shiftView(deps, shift)),
    gaps: gapsIn(schedule, overrides, span).map(isoOf),
    holidays: schedule.holidays,
  };
}

async function takeShift(deps: OperationsDeps, caller: Caller, input: TakeInput): Promise<OverrideView> {
  const target = 'words' in input ? input.words : input.schedule;
  const record = await withAudit(deps, caller, { action: 'oncall.take', target }, async (store) => {
    requireRole(deps, caller, 'responder', 'duty');
    await store.oncall.forgetWaiting(deps.clock.now() - confirmWithinMs);
    const planned = await planTakeover(deps, store, caller, input);
    return store.transaction(async (inside) => {
      const made = await inside.oncall.addOverride(planned);
      if (made.state === 'active') await auditTake(inside, caller, made);
      return made;
    });
  });
  if (record.state === 'active') deps.wake();
  return overrideView(deps, record);
}

async function confirmShift(deps: OperationsDeps, caller: Caller, given: string): Promise<OverrideView> {
  const code = given.trim().toUpperCase();
  const record = await withAudit(deps, caller, { action: 'oncall.take', target: 'confirm' }, async (store) => {
    requireRole(deps, caller, 'responder', 'duty');
    return store.transaction(async (inside) => {
      const confirmed = await inside.oncall.confirm(caller.person.id, code, deps.clock.now() - confirmWithinMs);
      if (confirmed === null) throw new ZhibanError('not-found', refusal(caller.locale, 'wrong-confirmation', { name: code.slice(0, 20) }));
      await auditTake(inside, caller, confirmed);
      return confirmed;
    });
  });
  deps.wake();
  return overrideView(deps, record);
}

async function auditTake(inside: Parameters<typeof auditLine>[0], caller: Caller, record: OverrideRecord): Promise<void> {
  const { id, scheduleId, personId, insteadOf, from, to, at } = record;
  const details = { override: id, person: personId, insteadOf, from, to };
  await auditLine(inside, caller, at, { action: 'oncall.take', incidentId: null, target: scheduleId, outcome: 'ok', details });
}

async function removeOverride(deps: OperationsDeps, caller: Caller, id: string): Promise<OverrideView> {
  const nowMs = deps.clock.now();
  const record = await withAudit(deps, caller, { action: 'oncall.give-back', target: id }, async (store) => {
    requireRole(deps, caller, 'responder', 'duty');
    return store.transaction(async (inside) => {
      const found = await inside.oncall.override(id);
      if (found === null || found.state !== 'active') {
        throw new ZhibanError('not-found', refusal(caller.locale, 'no-override', { name: id.slice(0, 80) }));
      }
      const concerned = [found.personId, found.insteadOf, found.by];
      if (!concerned.includes(caller.person.id) && !hasRole(caller.person, 'admin')) {
        throw new ZhibanError('forbidden', refusal(caller.locale, 'not-your-shift'));
      }
      if (Date.parse(found.to) <= nowMs) throw new ZhibanError('conflict', refusal(caller.locale, 'shift-over', { at: found.to }));
      await inside.oncall.removeOverride(id);
      // What was on duty until now stays on record.
      const isUnderWay = Date.parse(found.from) < nowMs;
      if (isUnderWay) await inside.oncall.addOverride({ ...withoutId(found), to: new Date(nowMs).toISOString(), uid: null });
      const line = { action: 'oncall.give-back', incidentId: null, target: found.scheduleId, outcome: 'ok' } as const;
      await auditLine(inside, caller, new Date(nowMs).toISOString(), { ...line, details: { override: id, person: found.personId } });
      return { ...found, state: 'removed' as const };
    });
  });
  deps.wake();
  return overrideView(deps, record);
}

function withoutId({ id: _, ...rest }: OverrideRecord): Omit<OverrideRecord, 'id'> {
  return rest;
}
