/** Whatever changes whom an incident calls is told to its ladder, in the transaction of the change; what to do, the ladder reads for itself. */

import type { Incident } from '../domain/incident.ts';
import type { TenantStore } from '../store/contract.ts';

export async function tellLadder(inside: TenantStore, { id, revision }: Pick<Incident, 'id' | 'revision'>, what = ''): Promise<void> {
  await inside.relay.add({ incidentId: id, kind: 'ladder', payload: {}, key: `ladder-${id}-${revision}${what}` });
}
