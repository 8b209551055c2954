/** What is wrong with what a named system needs, or with the way to it. */

import { onlySlows } from './at-once.ts';
import { type Candidate, isConfirmedCause, isSeen, looksLike } from './candidate.ts';
import { isHintedBy } from './hints.ts';
import { anyProgramKinds } from './name-systems.ts';
import { dependsOn, type Topology } from './topology.ts';

/**
 * What a named system declares to need is broken: no other sign of it is wanted, for half of its users may be hit and its own page be well. What
 * is not critical there counts where the words speak of it.
 */
export function isNeededAndBroken(candidate: Candidate, systemId: string, topology: Topology, words: string): boolean {
  return isGraveOrSpokenOf(candidate, words) && dependsOn(topology, systemId, candidate.hypothesis.systemId);
}

function isGraveOrSpokenOf(candidate: Candidate, words: string): boolean {
  return isConfirmedCause(candidate) && (candidate.signature.severity === 'critical' || isHintedBy(candidate.signature, words));
}

/** A service that it calls fails while we ask it: whoever calls it feels that, however seldom it is. */
export function isNeededAndFailing(candidate: Candidate, systemId: string, topology: Topology): boolean {
  if (candidate.hypothesis.state !== 'confirmed' || !anyProgramKinds.includes(candidate.signature.kind)) return false;
  const isFailing = (looksLike(candidate, 'waiting') || looksLike(candidate, 'outside')) && !looksLike(candidate, 'slow');
  return isFailing && dependsOn(topology, systemId, candidate.hypothesis.systemId);
}

/** Kinds that pass on what people ask of the systems behind them. */
const proxyKinds: readonly string[] = ['nginx', 'haproxy'];

/** Who feels a service that is well feels the way to it; what is not critical there counts where the words speak of it. */
export function isInFrontAndBroken(candidate: Candidate, systemId: string, topology: Topology, words: string): boolean {
  return (
    isGraveOrSpokenOf(candidate, words) &&
    proxyKinds.includes(candidate.signature.kind) &&
    dependsOn(topology, candidate.hypothesis.systemId, systemId)
  );
}

/**
 * Where something is wrong with a named system and nothing that was found explains it: what is confirmed of the systems that it needs, however
 * little it hurts by itself.
 */
export function causesBelow(
  candidates: readonly Candidate[],
  linked: ReadonlySet<Candidate>,
  namedSystemIds: readonly string[],
  topology: Topology,
): readonly Candidate[] {
  const isUnwell = [...linked].some((each) => isSeen(each) && namedSystemIds.includes(each.hypothesis.systemId));
  const isExplained = [...linked].some((each) => isSeen(each) && each.signature.role === 'cause');
  if (!isUnwell || isExplained) return [];
  // Who gives up soon answers at once as well.
  const givesUp = [...linked].some((each) => isSeen(each) && /\.(unavailable|gateway-timeout)$/.test(each.signature.id));
  return candidates.filter(
    (each) =>
      isConfirmedCause(each) &&
      (givesUp || !onlySlows(each)) &&
      namedSystemIds.some((id) => dependsOn(topology, id, each.hypothesis.systemId)),
  );
}
