/** Ends storms in which nothing is new any more: those of their groups that still fire are told. */

import type { StormLimits } from '../domain/storm.ts';
import { fillText, type LocalText } from '../domain/text.ts';
import type { OperationsDeps } from '../operations/deps.ts';
import { lookRegularly, type Regular } from '../operations/look-regularly.ts';
import type { TenantStore } from '../store/contract.ts';
import { stormText } from '../text/storm.ts';
import type { GroupingDeps } from './group-alerts.ts';
import { leaveStorm } from './storm.ts';

export type EndStormsDeps = Omit<GroupingDeps, 'sift' | 'storms'> &
  Pick<OperationsDeps, 'store' | 'log' | 'wake'> & { readonly stormLimits: (tenantId: string) => StormLimits };

const everyMs = 5_000;
/** Groups that are named; the others are counted. */
const namedMax = 10;

export function createEndStorms(deps: EndStormsDeps): Regular {
  const complaint = 'It could not be seen whether a storm is over; it is looked at again';
  return lookRegularly(deps, { everyMs }, [{ look: () => endStorms(deps), complaint }]);
}

/** One look over all tenants. */
export async function endStorms(deps: EndStormsDeps): Promise<void> {
  for (const tenantId of await deps.store.tenantIds()) {
    const ended = await deps.store.forTenant(tenantId).transaction((inside) => endQuiet(deps, inside));
    if (ended > 0) deps.wake();
  }
}

async function endQuiet(deps: EndStormsDeps, inside: TenantStore): Promise<number> {
  const { quietSeconds, releaseMax } = deps.stormLimits(inside.tenantId);
  const quiet = await inside.storms.quietSince(deps.clock.now() - quietSeconds * 1_000);
  for (const { incidentId } of quiet) {
    await inside.storms.end(incidentId, deps.clock.now());
    const incident = await inside.incidents.get(incidentId);
    if (incident === null || incident.status === 'resolved') continue;
    const released = await releaseSome(deps, inside, incidentId, releaseMax);
    const text = await wordsOf(inside, incidentId, released);
    const at = new Date(deps.clock.now()).toISOString();
    await inside.timeline.add({ incidentId, at, kind: 'note', text, actor: 'zhiban', key: 'storm-over' });
    await inside.outbox.say({ incidentId, slot: 'storm-over', priority: 'state', text });
    // The card says so, too.
    await inside.incidents.change(incidentId, {});
  }
  return quiet.length;
}

/** How many groups got an incident of their own: all of a few, none of many. */
async function releaseSome(deps: EndStormsDeps, inside: TenantStore, incidentId: string, releaseMax: number): Promise<number> {
  const firing = await inside.storms.firing(incidentId, releaseMax + 1);
  if (firing.length > releaseMax) return 0;
  let released = 0;
  for (const { groupKey } of firing) {
    const storm = await inside.incidents.get(incidentId);
    if (storm !== null && (await leaveStorm(deps, inside, storm, groupKey)) !== null) released += 1;
  }
  return released;
}

async function wordsOf(inside: TenantStore, incidentId: string, released: number): Promise<LocalText> {
  const summary = await inside.storms.summary(incidentId);
  const remaining = summary?.groupsFiring ?? 0;
  if (remaining === 0) return fillText(stormText.endedClear, { released });
  const named = await inside.storms.firing(incidentId, namedMax);
  const names = named.map(({ labels, groupKey, firing }) => `${labels.alertname ?? groupKey} ×${firing}`);
  if (remaining > named.length) names.push('…');
  return fillText(stormText.ended, { released, remaining, names: names.join(', ') });
}
