/** Puts the alerts of a group into their incident: the open one, a new one that links to the one before, or the one that they come late for. */

import { type IncomingAlert, worseSeverity } from '../domain/alert.ts';
import type { Incident } from '../domain/incident.ts';
import { isStorm } from '../domain/storm.ts';
import type { OperationsDeps } from '../operations/deps.ts';
import { wantRooms } from '../operations/rooms.ts';
import type { TenantStore } from '../store/contract.ts';
import { lastOfEach } from '../store/merge-alert.ts';
import { message } from '../text/messages.ts';
import { rememberEnds, withoutEnded } from './ended-alerts.ts';
import type { Sift, Sifting } from './noise/sift.ts';
import { tellNotes } from './noise/tell-notes.ts';
import { commonLabels, openForAlerts, worstOf } from './open-for-alerts.ts';
import { isSoonAfter, reopenIncident } from './reopen-incident.ts';
import { resolveByAlerts } from './resolve-by-alerts.ts';
import { enterStorm, joinStorm, type StormPolicy } from './storm.ts';

export type GroupingDeps = Pick<OperationsDeps, 'pool' | 'clock' | 'routes' | 'rooms' | 'budget' | 'locale'> & {
  /** Keeps aside what is not to be told. */
  readonly sift: Sift;
  /** Says which groups are told together. */
  readonly storms: StormPolicy;
};

/** What may be dealt with together: what has ended may end its incident. */
export function firingOnly(alerts: readonly IncomingAlert[]): boolean {
  return alerts.every((alert) => alert.status === 'firing');
}

/** Returns the incident that they are in; null when they are about none. To be called within a transaction. */
export async function groupAlerts(
  deps: GroupingDeps,
  inside: TenantStore,
  groupKey: string,
  alerts: readonly IncomingAlert[],
): Promise<string | null> {
  const last = lastOfEach(alerts).map(({ alert }) => alert);
  const sifting = await deps.sift(inside, [{ groupKey, alerts: last }]);
  let incidentId: string | null = null;
  const groups = sifting.judge.isRegrouping ? await followSplits(inside, sifting.groups) : sifting.groups;
  for (const [key, members] of groups) incidentId = (await groupSifted(deps, inside, sifting, key, members)) ?? incidentId;
  return incidentId;
}

/** What a rule puts into another group may have been split off that one by hand. */
async function followSplits(inside: TenantStore, groups: Sifting['groups']): Promise<Sifting['groups']> {
  const followed = await inside.moves.follow(
    [...groups].flatMap(([groupKey, members]) => members.map((alert) => ({ ...alert, groupKey }))),
  );
  return Map.groupBy(followed, ({ groupKey }) => groupKey);
}

async function groupSifted(
  deps: GroupingDeps,
  inside: TenantStore,
  sifting: Sifting,
  groupKey: string,
  alerts: readonly IncomingAlert[],
): Promise<string | null> {
  const current = await withoutEnded(inside, groupKey, alerts);
  const open = await inside.incidents.openOfGroup(groupKey);
  await rememberEnds(inside, groupKey, current);
  const [sifted] = await sifting.keepAside([{ alerts: current, open }]);
  const live = sifted?.alerts ?? [];
  if (live.length === 0) return open?.id ?? null;
  const incidentId = await putWhere(deps, inside, sifting, groupKey, live, open);
  if (incidentId !== null) await tellNotes(inside, incidentId, sifted?.notes ?? [], deps.clock.now());
  return incidentId;
}

/** Into the open incident; else a new one, the one before again where that was a moment ago, or the one that they come late for. */
async function putWhere(
  deps: GroupingDeps,
  inside: TenantStore,
  sifting: Sifting,
  groupKey: string,
  live: readonly IncomingAlert[],
  open: Incident | null,
): Promise<string | null> {
  if (open !== null && isStorm(open)) return joinStorm(deps, inside, open, groupKey, live);
  if (open !== null) return joinIncident(deps, inside, open, live);
  const previous = await inside.incidents.latestOfGroup(groupKey);
  const news = previous === null ? live : await newSince(inside, groupKey, previous, live);
  const firing = news.filter((alert) => alert.status === 'firing');
  if (firing.length === 0) return previous === null ? null : recordLate(deps, inside, previous, live);
  const { reopenMinutes } = sifting.judge.book.recurrence;
  // The incident of a storm is about many groups: one of them doesn't bring it back.
  if (previous !== null && previous.groupKey === groupKey && isSoonAfter(previous, reopenMinutes, deps.clock.now())) {
    return reopenIncident(inside, deps.clock, { previous, alerts: news, severity: worstOf(firing) });
  }
  const storm = await deps.storms.takes(inside, news);
  if (storm !== null) {
    await enterStorm(deps, inside, storm, [{ groupKey, alerts: news }]);
    return storm.id;
  }
  return (await openForAlerts(deps, inside, groupKey, news, previous)).id;
}

/** Late repeats of what the resolved incident already knew open nothing: only what started after its end is news. */
async function newSince(
  inside: TenantStore,
  groupKey: string,
  previous: Incident,
  alerts: readonly IncomingAlert[],
): Promise<readonly IncomingAlert[]> {
  const known = new Map((await inside.alerts.ofIncident(previous.id, 10_000, groupKey)).map((alert) => [alert.fingerprint, alert]));
  return alerts.filter((alert) => {
    const earlier = known.get(alert.fingerprint);
    if (earlier === undefined || alert.status !== 'firing') return earlier === undefined;
    // Resolved by its own alert: the same startsAt is a late duplicate. Resolved by a person: still firing is news.
    return alert.startsAt > earlier.startsAt || (earlier.status === 'firing' && alert.startsAt === earlier.startsAt);
  });
}

/** A notification that is no news and comes after the end: kept with the incident that it belongs to. */
async function recordLate(deps: GroupingDeps, inside: TenantStore, previous: Incident, alerts: readonly IncomingAlert[]): Promise<string> {
  const { added } = await inside.alerts.upsert(previous.id, alerts, new Date(deps.clock.now()).toISOString());
  if (added > 0) await inside.incidents.change(previous.id, { alertsTotal: await inside.alerts.countAll(previous.id) });
  return previous.id;
}

async function joinIncident(
  deps: GroupingDeps,
  inside: TenantStore,
  incident: Incident,
  alerts: readonly IncomingAlert[],
): Promise<string> {
  const now = new Date(deps.clock.now()).toISOString();
  const { added, changed } = await inside.alerts.upsert(incident.id, alerts, now);
  if (added === 0 && changed === 0) return incident.id;
  const [firing, total] = [await inside.alerts.countFiring(incident.id), await inside.alerts.countAll(incident.id)];
  if (firing === 0) return resolveByAlerts(deps, inside, incident, alerts, total);
  const severity = worseSeverity(incident.severity, worstOf(alerts.filter((alert) => alert.status === 'firing')));
  const worsened = await inside.incidents.change(incident.id, { alertsFiring: firing, alertsTotal: total, severity });
  if (severity !== incident.severity) {
    const labels = alerts.filter((alert) => alert.status === 'firing').map((alert) => alert.labels);
    await inside.moments.mark({ incidentId: incident.id, moment: 'worsened', key: `worsened-${severity}` });
    await wantRooms(inside, deps.rooms(), worsened, commonLabels(labels));
  }
  const text = added > 0 ? message('alerts.more', { added, firing }) : message('alerts.fewer', { changed, firing });
  await inside.timeline.add({ incidentId: incident.id, at: now, kind: 'alert', text, actor: 'zhiban' });
  return incident.id;
}
