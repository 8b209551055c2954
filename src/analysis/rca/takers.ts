/** Who should take away what piles up on a system, and has ended. */

import type { Candidate } from './candidate.ts';
import type { Topology } from './topology.ts';

/** A service that has ended, by whatever kind it is looked after. */
const hasEnded = /\.(process-gone|refused|stopped|no-answer|silent|deployment-unavailable|crash-loop)$/;

/** Those that depend on the system themselves. */
export function takersOf(topology: Topology, systemId: string): readonly string[] {
  return topology.systems.filter(({ dependsOn }) => dependsOn.includes(systemId)).map(({ id }) => id);
}

/** Of those that stand on the system where it piles up, the one of the finding has ended. */
export function isTakerGone({ hypothesis, signature }: Candidate, pile: Candidate, topology: Topology): boolean {
  if (hypothesis.state !== 'confirmed' || signature.role !== 'cause' || !hasEnded.test(signature.id)) return false;
  return takersOf(topology, pile.hypothesis.systemId).includes(hypothesis.systemId);
}
