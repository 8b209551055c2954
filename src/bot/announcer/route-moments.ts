/** Turns moments into deliveries: who is told, by the routes as they are now. A moment is taken once, also by two processes. */

import { priorityOfMoment } from '../../domain/moment.ts';
import { type VoiceRouting, voiceOrders } from '../../operations/voice-routes.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { MomentRecord, NewDelivery } from '../../store/delivery-contract.ts';
import type { AnnouncerDeps } from './deps.ts';

const batchMax = 200;

const plainHabits = { gathers: 'everything', perMinute: null, digestMinutes: 0 } as const;

/** How many were taken. */
export function routeMoments(deps: AnnouncerDeps, store: TenantStore): Promise<number> {
  const routing: VoiceRouting = {
    rules: deps.routes(),
    locale: deps.locale(),
    destinations: (adapter) => deps.voices.get(adapter)?.destinations ?? [],
    habits: (adapter, destination) => deps.voices.get(adapter)?.habits(destination) ?? plainHabits,
  };
  const nowMs = deps.clock.now();
  return store.transaction(async (inside) => {
    const untold = await inside.moments.untold(batchMax);
    for (const moment of untold) await inside.deliveries.add(await deliveriesFor(inside, routing, moment, nowMs));
    await inside.moments.told(untold.map(({ id }) => id));
    return untold.length;
  });
}

async function deliveriesFor(
  inside: TenantStore,
  routing: VoiceRouting,
  { incidentId, moment, key, at }: MomentRecord,
  nowMs: number,
): Promise<readonly NewDelivery[]> {
  const labels = await inside.moments.labelsOf(incidentId);
  const incident = labels === null ? null : await inside.incidents.get(incidentId);
  if (labels === null || incident === null) return [];
  const { severity } = incident;
  const priority = priorityOfMoment(moment, severity);
  return voiceOrders(routing, { moment, labels, severity, nowMs }).map((order) => ({
    ...{ incidentId, moment, momentKey: key, momentAt: at, priority },
    ...order,
  }));
}
