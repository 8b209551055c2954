/** A calendar's entries become overrides of a schedule: whom each is about is found by address, number or name, and what can't be is listed. */

import type { CalendarImportView, ImportedEntryView } from '../../domain/calendar-import-view.ts';
import { hasRole, type Person } from '../../domain/policy.ts';
import { fill } from '../../domain/text.ts';
import { peopleIn } from '../../oncall/people-in.ts';
import { type CalendarEntry, readCalendar } from '../../oncall/read-calendar.ts';
import type { Schedule } from '../../oncall/schedule.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OverrideRecord } from '../../store/oncall-contract.ts';
import { importText } from '../../text/calendar-import.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { auditLine, requireRole, withAudit } from '../guard.ts';
import type { CalendarImport } from '../oncall-contract.ts';
import { requireSchedule } from './find-schedule.ts';
import { withConflicts } from './import-conflicts.ts';
import { personName, scheduleName } from './views.ts';

const dayMs = 86_400_000;
const reasonLengthMax = 200;

/** What is to be done about one entry, or about an override whose entry is gone. */
interface Planned {
  readonly view: ImportedEntryView;
  readonly add?: Omit<OverrideRecord, 'id'>;
  readonly remove?: OverrideRecord;
}

/** Nothing is changed unless it is to be applied. The same calendar again changes what has changed in it, and nothing else. */
export async function importCalendar(deps: OperationsDeps, caller: Caller, input: CalendarImport): Promise<CalendarImportView> {
  const schedule = requireSchedule(deps, caller, input.schedule);
  const isApplied = input.apply === true;
  const run = async (store: TenantStore): Promise<readonly Planned[]> => {
    // It disposes of other people's time.
    requireRole(deps, caller, 'admin', 'duty');
    return store.transaction(async (inside) => {
      const planned = await plan(deps, inside, caller, schedule, input);
      if (isApplied) await apply(inside, caller, schedule, planned, deps.clock.now());
      return planned;
    });
  };
  const planned = isApplied
    ? await withAudit(deps, caller, { action: 'oncall.import', target: schedule.id }, run)
    : await run(deps.store.forTenant(caller.tenantId));
  if (isApplied) deps.wake();
  return { schedule: scheduleName(schedule), isApplied, entries: planned.map(({ view }) => view) };
}

async function plan(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  schedule: Schedule,
  { calendar, days }: CalendarImport,
): Promise<readonly Planned[]> {
  const nowMs = deps.clock.now();
  const span = { fromMs: nowMs, toMs: nowMs + days * dayMs };
  const { entries, eventUids, unreadable } = readCalendar(calendar, span, schedule.timeZone);
  const present = await inside.oncall.overridesIn(span.fromMs, span.toMs);
  const own = present.filter(({ scheduleId, uid }) => scheduleId === schedule.id && uid !== null);
  const planned = entries.map((entry) => planEntry(deps, caller, schedule, entry, own));
  const kept = new Set(planned.flatMap(({ view }) => (view.person === null ? [] : [view.uid])));
  // Of events that are in the file; other calendars' overrides, and those made by hand, are left alone.
  const gone = own.filter(({ uid }) => uid !== null && !kept.has(uid) && eventUids.includes(uid.split('#')[0] ?? ''));
  const others = present.filter(({ scheduleId, uid, state }) => scheduleId === schedule.id && uid === null && state === 'active');
  const names = others.map(({ from, to, personId }) => ({ from, to, personId, name: personName(deps, personId).name }));
  const views = withConflicts(
    planned.map(({ view }) => view),
    names,
    caller.locale,
  );
  return [
    ...planned.map((each, index): Planned => ({ ...each, view: views[index] ?? each.view })),
    ...gone.map((record): Planned => ({ view: goneView(deps, caller, record), remove: record })),
    ...unreadable.map(({ eventUid, summary, zone }): Planned => {
      const note = fill(importText.zone[caller.locale], { zone });
      return { view: { uid: eventUid, summary, from: null, to: null, person: null, state: 'unreadable', note, conflict: '' } };
    }),
  ];
}

function planEntry(
  deps: OperationsDeps,
  caller: Caller,
  schedule: Schedule,
  entry: CalendarEntry,
  own: readonly OverrideRecord[],
): Planned {
  const found = peopleIn(entry, deps.people());
  const [person] = found;
  const { uid, summary } = entry;
  const times = { from: new Date(entry.fromMs).toISOString(), to: new Date(entry.toMs).toISOString() };
  const left = (note: string): Planned => ({ view: { uid, summary, ...times, person: null, state: 'left', note, conflict: '' } });
  if (person === undefined) return left(importText.nobody[caller.locale]);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(caller.locale === 'en' ? ', ' : '、');
    return left(fill(importText.several[caller.locale], { names }));
  }
  if (!hasRole(person, 'responder')) return left(fill(importText.role[caller.locale], { person: person.name }));
  const before = own.find((record) => record.uid === uid);
  const view = { uid, summary, ...times, person: { id: person.id, name: person.name }, note: '', conflict: '' };
  if (before !== undefined && isSame(before, person, times, deps.clock.now())) return { view: { ...view, state: 'same' } };
  const add: Omit<OverrideRecord, 'id'> = {
    ...{ scheduleId: schedule.id, personId: person.id, insteadOf: null, ...times, uid },
    ...{ reason: summary.slice(0, reasonLengthMax), state: 'active', code: null },
    ...{ at: new Date(deps.clock.now()).toISOString(), by: caller.person.id },
  };
  if (before === undefined) return { view: { ...view, state: 'new' }, add };
  return { view: { ...view, state: 'changed' }, add, remove: before };
}

/** When it began doesn't matter any more once it has. */
function isSame(
  before: OverrideRecord,
  person: Person,
  { from, to }: { readonly from: string; readonly to: string },
  nowMs: number,
): boolean {
  const hasBegun = Date.parse(before.from) <= nowMs && Date.parse(from) <= nowMs;
  return before.personId === person.id && before.to === to && (before.from === from || hasBegun);
}

function goneView(deps: OperationsDeps, { locale }: Caller, { uid, reason, from, to, personId }: OverrideRecord): ImportedEntryView {
  return {
    uid: uid ?? '',
    summary: reason,
    from,
    to,
    person: personName(deps, personId),
    state: 'removed',
    note: importText.gone[locale],
    conflict: '',
  };
}

/** Of what is under way, the part that has been stays on record. */
async function apply(inside: TenantStore, caller: Caller, schedule: Schedule, planned: readonly Planned[], nowMs: number): Promise<void> {
  const now = new Date(nowMs).toISOString();
  for (const { remove } of planned) {
    if (remove === undefined) continue;
    await inside.oncall.removeOverride(remove.id);
    const { id: _, ...rest } = remove;
    if (Date.parse(remove.from) < nowMs) await inside.oncall.addOverride({ ...rest, to: now, uid: null });
  }
  for (const { add } of planned) {
    if (add !== undefined) await inside.oncall.addOverride(Date.parse(add.from) < nowMs ? { ...add, from: now } : add);
  }
  const count = (state: ImportedEntryView['state']): number => planned.filter(({ view }) => view.state === state).length;
  await auditLine(inside, caller, now, {
    ...{ action: 'oncall.import', incidentId: null, target: schedule.id, outcome: 'ok' },
    details: { added: count('new'), changed: count('changed'), removed: count('removed'), left: count('left') + count('unreadable') },
  });
}
