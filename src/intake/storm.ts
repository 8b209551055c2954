/**
 * Storms: when more groups begin within the window than anybody can follow one by one, those that come next are told in one incident and
 * looked into once. What is critical still gets an incident of its own.
 */

import { nameSystems } from '../analysis/rca/name-systems.ts';
import { type IncomingAlert, severityOf } from '../domain/alert.ts';
import { newId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import { isStorm, type StormGroup, type StormLimits, stormKey } from '../domain/storm.ts';
import { fillText } from '../domain/text.ts';
import { openIncident } from '../operations/open-incident.ts';
import type { TenantStore } from '../store/contract.ts';
import { nameableSystems } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import { stormText } from '../text/storm.ts';
import type { GroupingDeps } from './group-alerts.ts';
import { commonLabels, openForAlerts, worstOf } from './open-for-alerts.ts';
import { resolveByAlerts } from './resolve-by-alerts.ts';

export interface StormPolicy {
  /** The storm's incident, where the group is told in it; null where it gets its own. To be called within a transaction. */
  takes(inside: TenantStore, news: readonly IncomingAlert[]): Promise<Incident | null>;
  /** The one that goes on, if any. To be called within a transaction. */
  current(inside: TenantStore): Promise<Incident | null>;
}

type OpeningDeps = Omit<GroupingDeps, 'sift' | 'storms'>;

/** Alerts of one group that leave a storm at once; the rest comes along with the next notification. */
const leavingMax = 10_000;
/** Of all that a storm touches, so many are looked into. */
const systemsMax = 20;

export function createStormPolicy(deps: OpeningDeps & { readonly stormLimits: (tenantId: string) => StormLimits }): StormPolicy {
  return {
    current: (inside) => currentStorm(inside, deps.clock.now()),
    async takes(inside, news) {
      if (isCritical(news)) return null;
      const { groupsMax, windowSeconds } = deps.stormLimits(inside.tenantId);
      const current = await currentStorm(inside, deps.clock.now());
      if (current !== null) return current;
      const opened = await inside.storms.openedWithin(windowSeconds * 1_000, groupsMax);
      return opened < groupsMax ? null : beginStorm(deps, inside, news, { max: groupsMax, seconds: windowSeconds });
    },
  };
}

function isCritical(alerts: readonly IncomingAlert[]): boolean {
  return alerts.some((alert) => alert.status === 'firing' && severityOf(alert.labels) === 'critical');
}

/** One that a person has closed is over, whatever still comes. */
async function currentStorm(inside: TenantStore, nowMs: number): Promise<Incident | null> {
  const storm = await inside.storms.current();
  if (storm === null) return null;
  const incident = await inside.incidents.get(storm.incidentId);
  if (incident !== null && incident.status !== 'resolved') return incident;
  await inside.storms.end(storm.incidentId, nowMs);
  return null;
}

async function beginStorm(
  deps: OpeningDeps,
  inside: TenantStore,
  news: readonly IncomingAlert[],
  why: { readonly max: number; readonly seconds: number },
): Promise<Incident> {
  const nowMs = deps.clock.now();
  const locale = deps.locale();
  const title = stormText.title[locale];
  const incident = await openIncident(deps, inside, {
    ...{ title, severity: worstOf(news), origin: 'alert', question: null, groupKey: stormKey(newId('inc', nowMs)) },
    ...{
      previousIncidentId: null,
      requestedBy: 'zhiban',
      locale,
      systemIds: systemsOf(deps, news),
      startedAt: new Date(nowMs).toISOString(),
    },
    ...{ alertsFiring: 0, alertsTotal: 0, firstWords: message('incident.opened.alert', { title }), labels: {} },
  });
  await inside.storms.begin(incident.id, nowMs);
  const text = fillText(stormText.why, why);
  await inside.timeline.add({
    incidentId: incident.id,
    at: new Date(nowMs).toISOString(),
    kind: 'note',
    text,
    actor: 'zhiban',
    key: 'storm',
  });
  await inside.outbox.say({ incidentId: incident.id, slot: 'storm', priority: 'state', text });
  return incident;
}

/** Groups that are told in the storm from now on. The systems that their alerts speak of are the storm's, too, up to a number. */
export async function enterStorm(
  deps: Pick<GroupingDeps, 'clock' | 'pool'>,
  inside: TenantStore,
  storm: Incident,
  groups: readonly { readonly groupKey: string; readonly alerts: readonly IncomingAlert[] }[],
): Promise<void> {
  if (groups.length === 0) return;
  const nowMs = deps.clock.now();
  const given = groups.map(({ alerts }) => ({ incidentId: storm.id, alerts }));
  const tallies = await inside.alerts.upsertMany(given, new Date(nowMs).toISOString());
  let [alertsFiring, alertsTotal] = [storm.alertsFiring, storm.alertsTotal];
  const rows = groups.map(({ groupKey, alerts }, index): StormGroup => {
    const { firing = 0, added = 0 } = tallies[index] ?? {};
    [alertsFiring, alertsTotal] = [alertsFiring + firing, alertsTotal + added];
    return { groupKey, labels: commonLabels(alerts.map((alert) => alert.labels)), firing, total: added };
  });
  await inside.storms.addGroups(storm.id, rows, nowMs);
  const found = groups.flatMap(({ alerts }) => (storm.systemIds.length < systemsMax ? systemsOf(deps, alerts) : []));
  const systemIds = [...new Set([...storm.systemIds, ...found])].slice(0, Math.max(systemsMax, storm.systemIds.length));
  if (systemIds.length > storm.systemIds.length) await inside.incidents.change(storm.id, { systemIds, alertsFiring, alertsTotal });
  else await inside.incidents.changeCounts([{ id: storm.id, alertsFiring, alertsTotal }]);
}

function systemsOf({ pool }: Pick<GroupingDeps, 'pool'>, alerts: readonly IncomingAlert[]): readonly string[] {
  const few = alerts.slice(0, 50);
  const words = few.flatMap((alert) => Object.values(alert.annotations)).join('\n');
  return nameSystems(
    words,
    few.map((alert) => alert.labels),
    nameableSystems(pool),
  );
}

/** More of a group that is in it already. */
export async function joinStorm(
  deps: GroupingDeps,
  inside: TenantStore,
  storm: Incident,
  groupKey: string,
  alerts: readonly IncomingAlert[],
): Promise<string> {
  const nowMs = deps.clock.now();
  const tally = await inside.alerts.upsert(storm.id, alerts, new Date(nowMs).toISOString());
  await inside.storms.count(storm.id, [{ groupKey, firing: tally.firing, added: tally.added }], nowMs);
  const [firing, total] = [storm.alertsFiring + tally.firing, storm.alertsTotal + tally.added];
  if (firing <= 0) return resolveByAlerts(deps, inside, storm, alerts, total);
  await inside.incidents.changeCounts([{ id: storm.id, alertsFiring: firing, alertsTotal: total }]);
  if (!isCritical(alerts)) return storm.id;
  return (await leaveStorm(deps, inside, { ...storm, alertsFiring: firing, alertsTotal: total }, groupKey))?.id ?? storm.id;
}

/**
 * The group gets an incident of its own and takes its alerts along. Null, and nothing is changed, where it is all that is left of the storm:
 * an incident without alerts would be about nothing.
 */
export async function leaveStorm(deps: OpeningDeps, inside: TenantStore, storm: Incident, groupKey: string): Promise<Incident | null> {
  const own = await inside.alerts.ofIncident(storm.id, leavingMax, groupKey);
  const firing = own.filter((alert) => alert.status === 'firing').length;
  if (!isStorm(storm) || firing === 0 || own.length === leavingMax || storm.alertsFiring - firing <= 0) return null;
  const incoming = own.map(({ id: _id, incidentId: _incident, receivedAt: _at, repeats: _repeats, ...alert }) => alert);
  await inside.storms.release(storm.id, groupKey);
  const incident = await openForAlerts(deps, inside, groupKey, incoming, null);
  const counts = { id: storm.id, alertsFiring: storm.alertsFiring - firing, alertsTotal: storm.alertsTotal - own.length };
  await inside.incidents.changeCounts([counts]);
  return incident;
}
