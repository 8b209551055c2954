/** What a machine says of a service, and what that service's own log says. */

import { isLogFinding } from './beside-the-point.ts';
import { type Candidate, looksLike, namesOf } from './candidate.ts';
import { machineKinds } from './name-systems.ts';
import type { Topology } from './topology.ts';

/** That a service is down is what its machine sees; the log of the system that is that service, by its name or port, may say why. */
export function isOfItsService(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  if (!machineKinds.includes(seen.signature.kind) || !looksLike(seen, 'outside')) return false;
  if (!isLogFinding.test(cause.signature.id) || cause.signature.role !== 'cause') return false;
  const system = topology.systems.find(({ id }) => id === cause.hypothesis.systemId);
  if (system?.runsOn !== seen.hypothesis.systemId) return false;
  const names = namesOf(seen);
  return [system.id.toLowerCase(), ...(system.ports ?? []).map(String)].some((name) => names.includes(name));
}
