/** What a machine says of a service, and what that service's own log says. */

import { isLogFinding } from './beside-the-point.ts';
import { type Candidate, isSaid, looksLike, namesOf } from './candidate.ts';
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

/**
 * What a machine measures of a process (`host.too-many-open-files`), and the log of the system that is that process says as well
 * (`http.log-too-many-open-files`): one matter, and of the system. Its command line tells whose it is, by the port or the name of the system.
 * So is what the machine sees of a process and is told of the system at that port (`host.process-stopped`, `http.process-stopped`).
 */
export function isOfItsProcess(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  if (!machineKinds.includes(seen.signature.kind) || cause.signature.role !== 'cause') return false;
  const system = topology.systems.find(({ id }) => id === cause.hypothesis.systemId);
  if (system?.runsOn !== seen.hypothesis.systemId) return false;
  const [said, fault] = [faultOf(cause), faultOf(seen)];
  if (said === fault) return namesOf(seen).some((name) => system.ports?.map(String).includes(name));
  if (said !== `log-${fault}`) return false;
  const commands = (seen.signature.about ?? [])
    .filter((fact) => fact.endsWith('.name'))
    .map((fact) => String(seen.values[fact.replace(/name$/, 'command')] ?? '').toLowerCase());
  return [system.id.toLowerCase(), ...(system.ports ?? []).map(String)].some((name) => commands.some((command) => isSaid(name, command)));
}

/** What the log of a machine says that is the log of a system on it, and is told of that one. */
export function withoutTwins(candidates: readonly Candidate[], topology: Topology): readonly Candidate[] {
  const logged = candidates.filter(({ signature }) => isLogFinding.test(signature.id) && !machineKinds.includes(signature.kind));
  return candidates.filter((each) => {
    if (!machineKinds.includes(each.signature.kind) || !isLogFinding.test(each.signature.id)) return true;
    return !logged.some(
      (other) =>
        faultOf(other) === faultOf(each) &&
        other.values['logs.path'] === each.values['logs.path'] &&
        topology.systems.some(({ id, runsOn }) => id === other.hypothesis.systemId && runsOn === each.hypothesis.systemId),
    );
  });
}

function faultOf({ signature: { id, kind } }: Candidate): string {
  return id.slice(kind.length + 1);
}
