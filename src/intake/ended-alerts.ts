/**
 * Until when the alerts of a group are known to be over. A firing notification may come behind its own end, once the incident that saw
 * the end is closed or without one ever having been opened; an incident that took it in would never end.
 */

import type { IncomingAlert } from '../domain/alert.ts';
import type { TenantStore } from '../store/contract.ts';

/** Of one group; older ones are forgotten first. */
const rememberedMax = 500;

/** Keeps the ends among the alerts, of each the last life. */
export async function rememberEnds(inside: TenantStore, groupKey: string, alerts: readonly IncomingAlert[]): Promise<void> {
  if (!alerts.some((alert) => alert.status === 'resolved')) return;
  const ends = await readEnds(inside, groupKey);
  const news = alerts.filter((alert) => alert.status === 'resolved' && (ends.get(alert.fingerprint) ?? '') < alert.startsAt);
  if (news.length === 0) return;
  for (const { fingerprint, startsAt } of news) {
    ends.delete(fingerprint);
    ends.set(fingerprint, startsAt);
  }
  await inside.settings.set(keyOf(groupKey), Object.fromEntries([...ends].slice(-rememberedMax)));
}

/** Without the firing ones that are known to be over. */
export async function withoutEnded(
  inside: TenantStore,
  groupKey: string,
  alerts: readonly IncomingAlert[],
): Promise<readonly IncomingAlert[]> {
  const ends = await readEnds(inside, groupKey);
  return alerts.filter((alert) => alert.status !== 'firing' || (ends.get(alert.fingerprint) ?? '') < alert.startsAt);
}

/** Of those groups that have any: the last beginning of each alert that is over, by its fingerprint. */
export async function endsOfGroups(
  inside: TenantStore,
  groupKeys: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const stored = await inside.settings.getMany(groupKeys.map(keyOf));
  return new Map(
    groupKeys.flatMap((groupKey) => {
      const ends = stored.get(keyOf(groupKey));
      return ends === undefined ? [] : [[groupKey, readEntries(ends)] as const];
    }),
  );
}

async function readEnds(inside: TenantStore, groupKey: string): Promise<Map<string, string>> {
  return readEntries(await inside.settings.get(keyOf(groupKey)));
}

function readEntries(stored: unknown): Map<string, string> {
  const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  return new Map(entries.flatMap(([fingerprint, startsAt]) => (typeof startsAt === 'string' ? [[fingerprint, startsAt] as const] : [])));
}

function keyOf(groupKey: string): string {
  return `intake.ended:${groupKey}`;
}
