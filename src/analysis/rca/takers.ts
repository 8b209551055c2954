/** Who should take away what piles up on a system, and has ended. */

import { type Candidate, isConfirmedCause, looksLike, reasonOf } from './candidate.ts';
import type { Topology } from './topology.ts';

/** Those that depend on the system themselves. */
export function takersOf(topology: Topology, systemId: string): readonly string[] {
  return topology.systems.filter(({ dependsOn }) => dependsOn.includes(systemId)).map(({ id }) => id);
}

/** What those need besides: a worker that waits for it takes nothing either. */
export function neededByTakers(topology: Topology, systemId: string): readonly string[] {
  const takers = takersOf(topology, systemId);
  const needed = topology.systems.filter(({ id }) => takers.includes(id)).flatMap(({ dependsOn }) => dependsOn);
  return [...new Set(needed)].filter((id) => id !== systemId && !takers.includes(id));
}

/** Of those that stand on the system where it piles up, or that these need, the one of the finding has ended or hangs, or says itself why it takes nothing. */
export function isTakerGone(candidate: Candidate, pile: Candidate, topology: Topology): boolean {
  if (!isConfirmedCause(candidate) || !(looksLike(candidate, 'ended') || reasonOf(candidate) !== null)) return false;
  const { systemId } = pile.hypothesis;
  return [...takersOf(topology, systemId), ...neededByTakers(topology, systemId)].includes(candidate.hypothesis.systemId);
}
