/**
 * Between an alert and its incident: rules change it, and what is not to be told is kept aside with its reason; what was kept aside and may be
 * told again goes on. What an incident knows already is left to it: an end has to reach the beginning that people were told of.
 */

import { type IncomingAlert, titleOf } from '../../domain/alert.ts';
import type { Clock } from '../../domain/clock.ts';
import { newId } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import type { SuppressedAlert, SuppressionReason } from '../../domain/suppression.ts';
import type { LocalText } from '../../domain/text.ts';
import { type Judge, readJudge } from '../../operations/noise/judge.ts';
import type { TenantStore } from '../../store/contract.ts';
import { alertKey, placeKey } from '../../store/merge-alert.ts';
import type { Met } from '../../store/suppression-contract.ts';
import type { SystemPool } from '../../systems/pool.ts';
import { message } from '../../text/messages.ts';
import { type Candidate, type Sorted, sortAlerts } from './sort-alerts.ts';

export interface SiftDeps {
  readonly pool: SystemPool;
  readonly clock: Clock;
}

export interface Sifted {
  /** Those that go on to their incident. */
  readonly alerts: readonly IncomingAlert[];
  /** What people should know of them. */
  readonly notes: readonly LocalText[];
}

export interface Sifting {
  readonly judge: Judge;
  /** The alerts as the rules have left them, by the group that they belong to now. */
  readonly groups: ReadonlyMap<string, readonly IncomingAlert[]>;
  /** Of each of these groups, in this order. */
  keepAside(groups: readonly OfIncident[]): Promise<readonly Sifted[]>;
}

/** Alerts with the open incident of their group. */
interface OfIncident {
  readonly alerts: readonly IncomingAlert[];
  readonly open: Incident | null;
}

interface OfGroup {
  readonly groupKey: string;
  readonly alerts: readonly IncomingAlert[];
}

/** One notification for each alert at most. To be called within the transaction that puts them into their incidents. */
export type Sift = (inside: TenantStore, given: readonly OfGroup[]) => Promise<Sifting>;

/**
 * The alerts of a group as the rules have left them; null where a rule has put any of them into another group, or others into this one: that
 * is to be looked at by itself.
 */
export function staying(sifting: Sifting, { groupKey, alerts }: OfGroup): readonly IncomingAlert[] | null {
  const shaped = sifting.groups.get(groupKey) ?? [];
  const own = new Set(alerts.map(alertKey));
  return shaped.length === alerts.length && shaped.every((alert) => own.has(alertKey(alert))) ? shaped : null;
}

export function createSift(deps: SiftDeps): Sift {
  const judges = new Map<string, Judge>();
  return async (inside, given) => {
    const nowMs = deps.clock.now();
    const alerts = given.flatMap((group) => group.alerts);
    const { revision, held } = await inside.suppressions.meet(alerts);
    const known = judges.get(inside.tenantId);
    const judge = known?.revision === revision ? known : await readJudge(inside, deps.pool, revision, nowMs);
    judges.set(inside.tenantId, judge);
    const shaped = alerts.map((alert): Candidate => {
      const subject = judge.subjectOf(alert);
      const changed = judge.rules.shape(alert, subject, nowMs);
      return { ...changed, subject: { ...subject, labels: changed.alert.labels }, held: held.get(placeKey(changed.alert)) ?? null };
    });
    const candidates = judge.isRegrouping ? await whereTheyFire(inside, shaped, held) : shaped;
    const byKey = new Map(candidates.map((each) => [placeKey(each.alert), each]));
    return {
      judge,
      groups: groupsOf(given, candidates, judge),
      keepAside: (groups) => {
        const own = groups.map(({ alerts: members, open }) => ({
          open,
          candidates: members.flatMap((each) => byKey.get(placeKey(each)) ?? []),
        }));
        return keepAside({ inside, judge, nowMs }, own);
      },
    };
  };
}

/** What doesn't say another group stays in the parcel's, whatever that was made of. */
function groupsOf(
  given: readonly OfGroup[],
  candidates: readonly Candidate[],
  judge: Judge,
): ReadonlyMap<string, readonly IncomingAlert[]> {
  const alerts = candidates.map(({ alert }) => alert);
  if (judge.isRegrouping) return Map.groupBy(alerts, (alert) => alert.groupKey);
  let start = 0;
  return new Map(
    given.map(({ groupKey, alerts: { length } }) => {
      start += length;
      return [groupKey, alerts.slice(start - length, start)];
    }),
  );
}

/** Rules, and the hour that they ask for, change: an alert stays where people were told of it. */
async function whereTheyFire(inside: TenantStore, candidates: readonly Candidate[], held: Met['held']): Promise<readonly Candidate[]> {
  const groups = await inside.alertMemory.groupsOfOpen(candidates.map(({ alert }) => alert));
  return candidates.map((each) => {
    const known = groups.get(alertKey(each.alert)) ?? [];
    const groupKey = known.includes(each.alert.groupKey) ? undefined : known[0];
    if (groupKey === undefined) return each;
    const alert = { ...each.alert, groupKey };
    return { ...each, alert, held: held.get(placeKey(alert)) ?? null };
  });
}

async function keepAside(
  context: { readonly inside: TenantStore; readonly judge: Judge; readonly nowMs: number },
  groups: readonly { readonly candidates: readonly Candidate[]; readonly open: Incident | null }[],
): Promise<readonly Sifted[]> {
  const { inside, judge, nowMs } = context;
  const all = groups.flatMap(({ candidates }) => candidates);
  const sorted = all.length === 0 ? [] : await sortAlerts(context, all);
  const rows: SuppressedAlert[] = [];
  const sifted: Sifted[] = [];
  let start = 0;
  for (const { candidates, open } of groups) {
    const own = sorted.slice(start, start + candidates.length);
    start += candidates.length;
    const told = await knownToIncident(inside, open, own);
    rows.push(...own.flatMap((each) => rowOf(each, told, nowMs) ?? []));
    const going = own.filter((each) => goesOn(each, told));
    sifted.push({ alerts: going.map(({ alert }) => alert), notes: going.flatMap((each) => noteOf(judge, each)) });
  }
  if (rows.length > 0) await inside.suppressions.save(rows);
  return sifted;
}

/** Asked only where something would be kept aside that people may have been told of. */
async function knownToIncident(inside: TenantStore, open: Incident | null, sorted: readonly Sorted[]): Promise<ReadonlySet<string>> {
  if (open === null) return new Set();
  const isAsked = ({ alert, held, reasons, counted }: Sorted): boolean =>
    reasons.length > 0 || counted !== null || (alert.status === 'resolved' && held !== null);
  const asked = sorted.filter(isAsked).map(({ alert }) => alert);
  return asked.length === 0 ? new Set() : inside.suppressions.toldIn(open.id, asked);
}

function goesOn({ alert, held, isStale, reasons, flapping }: Sorted, told: ReadonlySet<string>): boolean {
  if (isStale) return false;
  const isTold = told.has(alertKey(alert));
  // Of what flaps people hear nothing but the repeats of what they know.
  if (flapping?.state === 'flaps') return held === null && flapping.next === null && isTold;
  if (alert.status === 'resolved') return held === null || isTold;
  return reasons.length === 0 || (held === null && isTold);
}

/** What is to be written of it; null for almost all. */
function rowOf(each: Sorted, told: ReadonlySet<string>, nowMs: number): SuppressedAlert | null {
  const { alert, held, isStale, reasons } = each;
  const now = new Date(nowMs).toISOString();
  const closed = { receivedAt: now, recheckAt: null, closedAt: now };
  if (isStale && held !== null) return { ...held, repeats: held.repeats + 1 };
  if (goesOn(each, told) && held === null) {
    // What is told at once counts for those that come after it, or were held before.
    if (each.counted === null || told.has(alertKey(alert))) return null;
    return { ...alert, ...closed, id: newId('sup', nowMs), state: 'told', reasons: [each.counted], since: now, repeats: 0 };
  }
  if (goesOn(each, told)) return held === null ? null : { ...held, ...alert, ...closed, state: 'told' };
  if (reasons.length === 0) return held === null ? null : { ...held, ...alert, ...closed, startsAt: held.startsAt, state: 'ended' };
  const common = { ...alert, state: 'held' as const, reasons, receivedAt: now, recheckAt: recheckOf(reasons), closedAt: null };
  if (held === null) return { ...common, id: newId('sup', nowMs), since: now, repeats: 0 };
  return { ...held, ...common, repeats: held.repeats + 1 };
}

/** When the last of the reasons that end by themselves does. */
function recheckOf(reasons: readonly SuppressionReason[]): string | null {
  return (
    reasons
      .flatMap(({ until }) => until ?? [])
      .sort()
      .at(-1) ?? null
  );
}

function noteOf({ book }: Judge, { alert, flapping }: Sorted): readonly LocalText[] {
  if (flapping?.state !== 'starts') return [];
  const { changesMax, withinMinutes, calmMinutes } = book.flapping;
  return [message('alert.flapping', { title: titleOf(alert), changes: changesMax, minutes: withinMinutes, calm: calmMinutes })];
}
