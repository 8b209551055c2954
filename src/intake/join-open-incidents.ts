/**
 * Puts what fires into the open incidents of its groups, all groups in the same few statements: what comes in a storm is mostly more of
 * what is known. What may end, open or worsen an incident is left to be looked at by itself.
 */

import { type IncomingAlert, severityOf, worseSeverity } from '../domain/alert.ts';
import type { Incident } from '../domain/incident.ts';
import { isStorm } from '../domain/storm.ts';
import type { AlertTally } from '../store/alert-contract.ts';
import type { AlertCounts, TenantStore } from '../store/contract.ts';
import { lastOfEach } from '../store/merge-alert.ts';
import type { NewTimelineEntry } from '../store/timeline-contract.ts';
import { message } from '../text/messages.ts';
import { endsOfGroups } from './ended-alerts.ts';
import { firingOnly, type GroupingDeps } from './group-alerts.ts';
import { staying } from './noise/sift.ts';
import { tellNotes } from './noise/tell-notes.ts';

export interface AlertsOfGroup {
  readonly groupKey: string;
  readonly alerts: readonly IncomingAlert[];
}

/** Returns the incidents of the groups that are dealt with. To be called within a transaction that can fail alone. */
export async function joinOpenIncidents(
  deps: Pick<GroupingDeps, 'clock' | 'sift'>,
  inside: TenantStore,
  groups: readonly AlertsOfGroup[],
): Promise<ReadonlyMap<string, string>> {
  const firing = groups.filter(({ alerts }) => firingOnly(alerts));
  if (firing.length === 0) return new Map();
  const open = await inside.incidents.openOfGroups(firing.map(({ groupKey }) => groupKey));
  const candidates = firing.filter(({ groupKey, alerts }) => {
    const incident = open.get(groupKey);
    return incident !== undefined && !worsens(incident, alerts);
  });
  if (candidates.length === 0) return new Map();
  const current = await currentOf(inside, candidates);
  const sifting = await deps.sift(inside, current);
  const joining = current.flatMap(({ groupKey, alerts }) => {
    const [incident, own] = [open.get(groupKey), staying(sifting, { groupKey, alerts })];
    // Rules may have made one of them worse.
    return incident === undefined || own === null || worsens(incident, own) ? [] : [{ groupKey, incident, alerts: own }];
  });
  if (joining.length === 0) return new Map();
  const sifted = await sifting.keepAside(joining.map(({ incident, alerts }) => ({ open: incident, alerts })));
  await store(
    deps,
    inside,
    joining.map(({ groupKey, incident }, index) => ({ groupKey, incident, alerts: sifted[index]?.alerts ?? [] })),
  );
  for (const [index, { incident }] of joining.entries()) await tellNotes(inside, incident.id, sifted[index]?.notes ?? [], deps.clock.now());
  return new Map(joining.map(({ groupKey, incident }) => [groupKey, incident.id]));
}

/** Of each alert the last notification, without those that are known to be over. */
export async function currentOf(inside: TenantStore, groups: readonly AlertsOfGroup[]): Promise<readonly AlertsOfGroup[]> {
  const ends = await endsOfGroups(
    inside,
    groups.map(({ groupKey }) => groupKey),
  );
  return groups.map(({ groupKey, alerts }) => {
    const known = ends.get(groupKey);
    const last = lastOfEach(alerts).map(({ alert }) => alert);
    return { groupKey, alerts: known === undefined ? last : last.filter((alert) => (known.get(alert.fingerprint) ?? '') < alert.startsAt) };
  });
}

function worsens(incident: Incident, alerts: readonly IncomingAlert[]): boolean {
  return alerts.some((alert) => worseSeverity(incident.severity, severityOf(alert.labels)) !== incident.severity);
}

interface Joining extends AlertsOfGroup {
  readonly incident: Incident;
}

async function store(deps: Pick<GroupingDeps, 'clock'>, inside: TenantStore, joining: readonly Joining[]): Promise<void> {
  const nowMs = deps.clock.now();
  const now = new Date(nowMs).toISOString();
  const given = joining.map(({ incident, alerts }) => ({ incidentId: incident.id, alerts }));
  const tallies = await inside.alerts.upsertMany(given, now);
  const met = joining.flatMap((each, index) => {
    const tally = tallies[index];
    return tally === undefined || (tally.added === 0 && tally.changed === 0) ? [] : [{ ...each, tally }];
  });
  const counts: AlertCounts[] = [];
  const lines: NewTimelineEntry[] = [];
  for (const [id, groups] of Map.groupBy(met, ({ incident }) => incident.id)) {
    const [first] = groups;
    if (first === undefined) continue;
    const { incident } = first;
    const { added, changed, firing } = sumOf(groups.map(({ tally }) => tally));
    const alertsFiring = incident.alertsFiring + firing;
    counts.push({ id, alertsFiring, alertsTotal: incident.alertsTotal + added });
    if (isStorm(incident)) {
      const ofGroups = groups.map(({ groupKey, tally }) => ({ groupKey, firing: tally.firing, added: tally.added }));
      await inside.storms.count(id, ofGroups, nowMs);
      continue;
    }
    const text =
      added > 0 ? message('alerts.more', { added, firing: alertsFiring }) : message('alerts.fewer', { changed, firing: alertsFiring });
    lines.push({ incidentId: id, at: now, kind: 'alert', text, actor: 'zhiban' });
  }
  await inside.incidents.changeCounts(counts);
  await inside.timeline.addMany(lines);
}

function sumOf(tallies: readonly AlertTally[]): Omit<AlertTally, 'repeated'> {
  const sum = { added: 0, changed: 0, firing: 0 };
  for (const { added, changed, firing } of tallies) {
    sum.added += added;
    sum.changed += changed;
    sum.firing += firing;
  }
  return sum;
}
