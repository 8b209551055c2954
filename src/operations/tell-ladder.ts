/** Whatever changes whom an incident calls is told to its ladder, in the transaction of the change; what to do, the ladder reads for itself. */

import type { Incident } from '../domain/incident.ts';
import type { TenantStore } from '../store/contract.ts';

export async function tellLadder(inside: TenantStore, { id, revision }: Pick<Incident, 'id' | 'revision'>, what = ''): Promise<void> {
  await inside.relay.add({ incidentId: id, kind: 'ladder', payload: {}, key: `ladder-${id}-${revision}${what}` });
}

/** What is paused by a silence or a window looks again now that these have changed. */
export async function tellHeldLadders(inside: TenantStore, nowMs: number): Promise<void> {
  for (const incidentId of await inside.ladders.held(heldMax)) {
    await inside.relay.add({ incidentId, kind: 'ladder', payload: {}, key: `ladder-${incidentId}-held-${nowMs}` });
  }
}

/** The rest looks by itself within minutes. */
const heldMax = 500;
