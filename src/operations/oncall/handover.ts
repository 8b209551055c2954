/** What whoever comes on duty should know: put together from the records of the shift that ends. */

import type { HandoverIncident, HandoverView } from '../../domain/handover-view.ts';
import type { Incident } from '../../domain/incident.ts';
import { fill, type Locale } from '../../domain/text.ts';
import type { Schedule, Shift } from '../../oncall/schedule.ts';
import { shiftsIn } from '../../oncall/shifts.ts';
import type { TenantStore } from '../../store/contract.ts';
import { overridesOf } from '../../store/overrides-of.ts';
import { zonedTime } from '../../text/duty.ts';
import { handoverText } from '../../text/handover.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { requireRole } from '../guard.ts';
import { meantSchedules, requireSchedule } from './find-schedule.ts';
import { personName, scheduleName } from './views.ts';

const hourMs = 3_600_000;
/** A shift lasts a month at most, as far as anybody reads. */
const reachMs = 35 * 24 * hourMs;
const soonMs = 12 * hourMs;
const incidentsMax = 30;
const pagesMax = 1_000;
const watchMax = 12;

type HandoverDeps = Pick<OperationsDeps, 'directory'>;

export async function handover(deps: OperationsDeps, caller: Caller, name: string | undefined): Promise<readonly HandoverView[]> {
  requireRole(deps, caller, 'viewer', 'see');
  const meant = name === undefined ? meantSchedules(deps, caller, '') : [requireSchedule(deps, caller, name)];
  const store = deps.store.forTenant(caller.tenantId);
  const nowMs = deps.clock.now();
  return Promise.all(
    meant.map(async (schedule) => {
      const shifts = await shiftsAround(store, schedule, nowMs);
      const current = shifts.find(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs) ?? null;
      const last = current ?? shifts.findLast(({ toMs }) => toMs <= nowMs) ?? null;
      const next = shifts.find(({ fromMs }) => fromMs >= (current?.toMs ?? nowMs)) ?? null;
      return reportOn(deps, store, { schedule, outgoing: last, incoming: next, nowMs }, caller.locale);
    }),
  );
}

export function shiftsAround(store: TenantStore, schedule: Schedule, nowMs: number): Promise<readonly Shift[]> {
  const span = { fromMs: nowMs - reachMs, toMs: nowMs + reachMs };
  return overridesOf(store, schedule.id, span).then((overrides) => shiftsIn(schedule, overrides, span));
}

export interface Change {
  readonly schedule: Schedule;
  /** Null: nobody was on duty for long. */
  readonly outgoing: Shift | null;
  readonly incoming: Shift | null;
  readonly nowMs: number;
}

export async function reportOn(deps: HandoverDeps, store: TenantStore, change: Change, locale: Locale): Promise<HandoverView> {
  const { schedule, outgoing, incoming, nowMs } = change;
  const fromMs = outgoing?.fromMs ?? nowMs - 24 * hourMs;
  const toMs = Math.min(nowMs, outgoing?.toMs ?? nowMs);
  const open = await openIncidents(store);
  const resolved = await resolvedWithin(store, fromMs, nowMs);
  const pages = await store.ladders.pagesBetween(fromMs, nowMs, pagesMax);
  const counts = Map.groupBy(
    pages.filter(({ kind, personId, state }) => kind === 'call' && personId !== null && (state === 'chat' || state === 'sent')),
    ({ personId }) => personId ?? '',
  );
  const silences = await store.silences.list({ states: ['active'], nowMs, limit: 100 });
  return {
    schedule: scheduleName(schedule),
    ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
    outgoing: (outgoing?.personIds ?? []).map((id) => personName(deps, id)),
    incoming: (incoming?.personIds ?? []).map((id) => personName(deps, id)),
    open: await Promise.all(open.map((incident) => incidentOf(store, incident, locale))),
    resolved: await Promise.all(resolved.map((incident) => incidentOf(store, incident, locale))),
    called: [...counts]
      .map(([id, own]) => ({ person: personName(deps, id), count: own.length }))
      .toSorted((one, other) => other.count - one.count || one.person.name.localeCompare(other.person.name)),
    silences: silences
      .filter(({ endsAt }) => Date.parse(endsAt) <= nowMs + soonMs)
      .map(({ id, comment, endsAt }) => ({ id, comment, endsAt }))
      .toSorted((one, other) => one.endsAt.localeCompare(other.endsAt)),
    watch: await toWatch(store, open, schedule, nowMs, locale),
  };
}

async function openIncidents(store: TenantStore): Promise<readonly Incident[]> {
  const { items } = await store.incidents.list({ status: ['triggered', 'acknowledged', 'mitigated'], limit: incidentsMax });
  return items.filter(({ origin }) => origin !== 'question');
}

async function resolvedWithin(store: TenantStore, fromMs: number, toMs: number): Promise<readonly Incident[]> {
  const since = new Date(fromMs - 7 * 24 * hourMs).toISOString();
  const { items } = await store.incidents.list({ status: ['resolved'], since, limit: 200 });
  const isWithin = ({ resolvedAt, origin }: Incident): boolean => {
    const endMs = resolvedAt === null ? Number.NaN : Date.parse(resolvedAt);
    return origin !== 'question' && endMs >= fromMs && endMs <= toMs;
  };
  return items.filter(isWithin).slice(0, incidentsMax);
}

async function incidentOf(store: TenantStore, incident: Incident, locale: Locale): Promise<HandoverIncident> {
  const { code, title, severity, status, startedAt, resolvedAt, acknowledgedBy, verdict, planId } = incident;
  const plan = planId === null ? null : await store.plans.get(planId);
  const fixed = plan?.state === 'verified' ? fill(handoverText.fixed[locale], { plan: plan.title[locale] }) : null;
  const parts = [verdict?.summary[locale] ?? null, fixed].filter((each) => each !== null);
  return {
    ...{ code, title, severity, status, startedAt, resolvedAt, takenBy: acknowledgedBy },
    summary: parts.length === 0 ? null : parts.join(locale === 'en' ? '; ' : '；'),
  };
}

async function toWatch(
  store: TenantStore,
  open: readonly Incident[],
  schedule: Schedule,
  nowMs: number,
  locale: Locale,
): Promise<readonly string[]> {
  const sentences: string[] = [];
  for (const incident of open) {
    const { code, status, phase, severity, previousIncidentId } = incident;
    const until = (await store.ladders.get(incident.id))?.snoozedUntil ?? null;
    if (until !== null && Date.parse(until) > nowMs) {
      sentences.push(fill(handoverText.watchSnoozed[locale], { code, until: zonedTime(until, schedule.timeZone, locale) }));
    } else if (status === 'triggered' && severity === 'critical') sentences.push(fill(handoverText.watchUntaken[locale], { code }));
    if (phase === 'waiting') sentences.push(fill(handoverText.watchPlan[locale], { code }));
    if (status === 'mitigated') sentences.push(fill(handoverText.watchMitigated[locale], { code }));
    if (previousIncidentId !== null) sentences.push(fill(handoverText.watchAgain[locale], { code }));
  }
  return sentences.slice(0, watchMax);
}
