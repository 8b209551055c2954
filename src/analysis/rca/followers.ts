/** Which of its replicas can't be reached: conditions and texts of a primary know its own facts, and no other system's. */

import { type Candidate, isConfirmedCause } from './candidate.ts';
import type { FactTable } from './condition.ts';
import type { Topology, TopologySystem } from './topology.ts';

const goneFollowers = 'followers.gone';

/** A system that nobody gets an answer from. */
const isAway = /\.(process-gone|unreachable|not-answering|name-not-resolved|takes-no-connections|starting-up)$/;

/**
 * The facts of a system, and `followers.gone`: the declared systems of its kind that depend on it, as replicas do, and that can't be reached,
 * with `followers.goneReason`, why the first can't. Nothing is added where all are well, nor for one that alone is asked about.
 */
export function withFollowers(
  own: FactTable,
  system: TopologySystem | undefined,
  {
    topology,
    tables,
    namedSystemIds,
  }: Readonly<{ topology: Topology; tables: ReadonlyMap<string, FactTable>; namedSystemIds: readonly string[] }>,
): FactTable {
  if (system === undefined) return own;
  const isPrimaryAskedAbout = namedSystemIds.length === 0 || namedSystemIds.includes(system.id);
  const gone = topology.systems.flatMap(({ id, kind, dependsOn }) => {
    const known = tables.get(id)?.get('reach.isOk');
    const isFollower = kind === system.kind && dependsOn.includes(system.id) && (isPrimaryAskedAbout || !namedSystemIds.includes(id));
    return isFollower && known?.value === false
      ? [{ id, evidenceId: known.evidenceId, reason: tables.get(id)?.get('reach.reason')?.value ?? null }]
      : [];
  });
  const [first] = gone;
  if (first === undefined) return own;
  const { evidenceId } = first;
  return new Map([
    ...own,
    [goneFollowers, { value: gone.map(({ id }) => id).join(', '), evidenceId }],
    ['followers.goneReason', { value: first.reason, evidenceId }],
  ]);
}

/** What a primary suffers for want of a replica, and that this replica can't be reached, are one matter: the first names the second. */
export function isToldWith(cause: Candidate, seen: Candidate): boolean {
  if (!isConfirmedCause(cause) || cause.signature.about?.includes(goneFollowers) !== true || !isAway.test(seen.signature.id)) return false;
  return String(cause.values[goneFollowers] ?? '')
    .split(', ')
    .includes(seen.hypothesis.systemId);
}
