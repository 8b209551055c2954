/** Takes the groups that begin during a storm into it, all in the same few statements: thousands begin while each would cost a dozen. */

import { type IncomingAlert, severityOf } from '../domain/alert.ts';
import type { TenantStore } from '../store/contract.ts';
import { firingOnly, type GroupingDeps } from './group-alerts.ts';
import { type AlertsOfGroup, currentOf } from './join-open-incidents.ts';
import { staying } from './noise/sift.ts';
import { tellNotes } from './noise/tell-notes.ts';
import { enterStorm } from './storm.ts';

/**
 * Returns the groups that are dealt with, with the storm's incident; null where nothing of them is to be told. What is critical, has ended
 * or was there before is left to be looked at by itself. To be called within a transaction that can fail alone.
 */
export async function enterStormTogether(
  deps: Pick<GroupingDeps, 'clock' | 'sift' | 'storms' | 'pool'>,
  inside: TenantStore,
  groups: readonly AlertsOfGroup[],
): Promise<ReadonlyMap<string, string | null>> {
  const candidates = groups.filter(({ alerts }) => firingOnly(alerts) && !isAnyCritical(alerts));
  const storm = candidates.length === 0 ? null : await deps.storms.current(inside);
  if (storm === null) return new Map();
  const known = await inside.incidents.knownGroups(candidates.map(({ groupKey }) => groupKey));
  const fresh = candidates.filter(({ groupKey }) => !known.has(groupKey));
  if (fresh.length === 0) return new Map();
  const given = await currentOf(inside, fresh);
  const sifting = await deps.sift(inside, given);
  const entering = given.flatMap(({ groupKey, alerts }) => {
    const own = staying(sifting, { groupKey, alerts });
    return own === null || isAnyCritical(own) ? [] : [{ groupKey, alerts: own, open: null }];
  });
  const sifted = await sifting.keepAside(entering);
  const told = entering.flatMap(({ groupKey }, index) => {
    const alerts = sifted[index]?.alerts ?? [];
    return alerts.length === 0 ? [] : [{ groupKey, alerts, notes: sifted[index]?.notes ?? [] }];
  });
  await enterStorm(deps, inside, storm, told);
  for (const { notes } of told) await tellNotes(inside, storm.id, notes, deps.clock.now());
  const isTold = new Set(told.map(({ groupKey }) => groupKey));
  return new Map(entering.map(({ groupKey }) => [groupKey, isTold.has(groupKey) ? storm.id : null]));
}

function isAnyCritical(alerts: readonly IncomingAlert[]): boolean {
  return alerts.some((alert) => severityOf(alert.labels) === 'critical');
}
