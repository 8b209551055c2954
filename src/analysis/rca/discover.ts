/**
 * Dependencies that nobody declared, drawn from evidence: a process that serves on the port of one system and is connected to the address
 * of another; a replica that names its primary; traces in which a service calls another. They are suggestions: they say where to look and which finding bears on which, and they
 * are told to people as what they are.
 */

import type { Evidence } from '../../domain/evidence.ts';
import type { Topology, TopologySystem } from './topology.ts';

export interface DiscoveredEdge {
  /** The system that needs the other. */
  readonly from: string;
  readonly to: string;
  readonly evidenceId: string;
}

/** Facts whose value is the address of a system that this one needs. */
const addressFacts: readonly string[] = ['replication.master', 'sentinels.primary'];

/** Pure. Edges that are declared already, directly or through others, are left out. */
export function discoverEdges(topology: Topology, evidence: readonly Evidence[]): readonly DiscoveredEdge[] {
  const found = new Map<string, DiscoveredEdge>();
  for (const item of evidence) {
    const system = topology.systems.find((each) => each.id === item.systemId);
    if (system === undefined || item.status !== 'ok') continue;
    for (const { from, to } of edgesIn(item, system, topology)) {
      const key = `${from}\0${to}`;
      if (from !== to && !isDeclared(topology, from, to) && !found.has(key)) found.set(key, { from, to, evidenceId: item.id });
    }
  }
  return [...found.values()];
}

/** The topology with these edges as dependencies. */
export function withEdges(topology: Topology, edges: readonly DiscoveredEdge[]): Topology {
  return {
    systems: topology.systems.map((system) => {
      const more = edges.filter(({ from, to }) => from === system.id && !system.dependsOn.includes(to)).map(({ to }) => to);
      return more.length === 0 ? system : { ...system, dependsOn: [...system.dependsOn, ...new Set(more)] };
    }),
  };
}

function edgesIn(item: Evidence, system: TopologySystem, topology: Topology): readonly { readonly from: string; readonly to: string }[] {
  const edges: { from: string; to: string }[] = [];
  for (const [name, value] of Object.entries(item.facts)) {
    if (typeof value !== 'string') continue;
    if (addressFacts.includes(name)) edges.push(...systemsAt(value, system.runsOn, topology).map((to) => ({ from: system.id, to })));
    if (name.startsWith('calls.link.')) edges.push(...callsIn(value, topology));
    if (!name.startsWith('connections.link.')) continue;
    const [ports = '', , remote = ''] = value.split('|');
    const serving = ports.split(',').map(Number);
    const here = topology.systems.filter((each) => isOn(each, system.id) && (each.ports ?? []).some((port) => serving.includes(port)));
    for (const from of here) edges.push(...systemsAt(remote, system.id, topology).map((to) => ({ from: from.id, to })));
  }
  return edges;
}

/** `caller|callee|…`, each a service or the address of what has none. */
function callsIn(link: string, topology: Topology): readonly { readonly from: string; readonly to: string }[] {
  const [caller = '', callee = ''] = link.split('|');
  return topology.systems
    .filter((each) => isService(each, caller))
    .flatMap((from) => {
      const named = topology.systems.filter((each) => isService(each, callee)).map(({ id }) => id);
      const there = named.length > 0 ? named : systemsAt(callee, from.runsOn, topology);
      return there.map((to) => ({ from: from.id, to }));
    });
}

function isService({ id, services }: TopologySystem, name: string): boolean {
  return name !== '' && (id === name || services?.includes(name) === true);
}

/** On that host by declaration. */
function isOn(system: TopologySystem, hostId: string): boolean {
  return system.runsOn === hostId;
}

/** Systems that serve at an address, as seen from a host: the loopback is that host's own. */
function systemsAt(address: string, hostId: string | undefined, topology: Topology): readonly string[] {
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1))];
  const hostsThere = topology.systems.filter((each) => each.addresses?.includes(host) === true).map(({ id }) => id);
  return topology.systems
    .filter((each) => {
      if (each.ports?.includes(port) !== true) return false;
      if (isLoopback(host)) return hostId !== undefined && each.runsOn === hostId;
      return (
        each.addresses?.includes(`${host}:${String(port)}`) === true || (each.runsOn !== undefined && hostsThere.includes(each.runsOn))
      );
    })
    .map(({ id }) => id);
}

function isLoopback(host: string): boolean {
  return /^127\./.test(host) || host === '::1' || host === 'localhost';
}

function isDeclared(topology: Topology, from: string, to: string): boolean {
  return topology.systems.find((each) => each.id === from)?.dependsOn.includes(to) === true;
}
