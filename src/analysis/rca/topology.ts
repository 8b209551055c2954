/** Which systems stand on which: declared in the configuration, walked here. */

export interface TopologySystem {
  readonly id: string;
  readonly kind: string;
  readonly runsOn?: string | undefined;
  readonly dependsOn: readonly string[];
  /** Ports that it serves on, as far as its entry tells. */
  readonly ports?: readonly number[];
  /** `host:port` and `host` by which it is reached. */
  readonly addresses?: readonly string[];
  /** As traces call what it serves, besides its id. */
  readonly services?: readonly string[];
}

export interface Topology {
  readonly systems: readonly TopologySystem[];
}

/**
 * Steps from the named systems down to what they stand on; infinite for the rest. With nothing named, everything is equally near.
 * Systems that share a host with a named one are two steps away: a noisy neighbour is possible, but not the first guess.
 */
export function distances(topology: Topology, namedSystemIds: readonly string[]): (systemId: string) => number {
  if (namedSystemIds.length === 0) return () => 1;
  const byId = new Map(topology.systems.map((system) => [system.id, system]));
  const distance = new Map<string, number>();
  let front = namedSystemIds.filter((id) => byId.has(id));
  for (let steps = 0; front.length > 0 && steps <= topology.systems.length; steps += 1) {
    for (const id of front) distance.set(id, steps);
    front = [...new Set(front.flatMap((id) => standsOn(byId.get(id))))].filter((id) => byId.has(id) && !distance.has(id));
  }
  for (const system of topology.systems) {
    if (distance.has(system.id) || system.runsOn === undefined) continue;
    const isNeighbour = namedSystemIds.some((id) => byId.get(id)?.runsOn === system.runsOn || id === system.runsOn);
    if (isNeighbour) distance.set(system.id, 2);
  }
  return (id) => distance.get(id) ?? Number.POSITIVE_INFINITY;
}

function standsOn(system: TopologySystem | undefined): readonly string[] {
  if (system === undefined) return [];
  return system.runsOn === undefined ? system.dependsOn : [system.runsOn, ...system.dependsOn];
}

/** True when the first stands on the second, directly or through others. */
export function standsUpon(topology: Topology, systemId: string, groundId: string): boolean {
  const byId = new Map(topology.systems.map((system) => [system.id, system]));
  const seen = new Set<string>([systemId]);
  let front: readonly string[] = [systemId];
  while (front.length > 0) {
    const next = front.flatMap((id) => standsOn(byId.get(id))).filter((id) => !seen.has(id));
    if (next.includes(groundId)) return true;
    for (const id of next) seen.add(id);
    front = next;
  }
  return false;
}

/** By declared dependencies only: a shared host alone is no reason to suspect. */
export function dependsOn(topology: Topology, systemId: string, otherId: string): boolean {
  const withoutHosts = { systems: topology.systems.map((system) => ({ ...system, runsOn: undefined })) };
  return standsUpon(withoutHosts, systemId, otherId);
}
