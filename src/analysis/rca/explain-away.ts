/** Which findings take the place of others: a cause that of its symptoms, and what a program says that of what everybody sees. */

import { isLogFinding } from './beside-the-point.ts';
import { type Candidate, isSeen, looksLike, reasonOf } from './candidate.ts';
import { applicationKinds, explains } from './relate.ts';
import { isTakerGone } from './takers.ts';
import { dependsOn, type Topology } from './topology.ts';

/**
 * A confirmed cause takes the place of what it explains: the symptom is not refuted (it is there), it is weakened as a cause.
 * It reaches symptoms of the same system and of systems that stand on it. What the log of a service says does so, for that service and for
 * who needs it and says nothing, where it is likely only: an error in words is nearer to the cause than the status that everybody sees.
 */
export function explainAway(candidates: readonly Candidate[], topology: Topology): Candidate[] {
  const told = candidates.filter((each) => isSeen(each) && each.hypothesis.relation !== 'aside');
  const causes = told.filter(({ hypothesis }) => hypothesis.state === 'confirmed');
  const logged = told.filter(({ signature }) => isLogFinding.test(signature.id));
  return candidates.map((candidate) => {
    if (!isSeen(candidate)) return candidate;
    const own = isState(candidate) ? loggedFor(candidate, logged, topology) : [];
    const by = [...causes, ...own].find(
      (cause) => cause !== candidate && !isPileOf(cause, candidate, topology) && explains(cause, candidate, topology),
    );
    if (by === undefined) return candidate;
    const { hypothesis } = candidate;
    return { ...candidate, hypothesis: { ...hypothesis, state: 'weakened', confidence: Math.min(hypothesis.confidence, 0.3) } };
  });
}

/** What piles up for want of the one that says why it takes nothing is no cause of that. */
function isPileOf(cause: Candidate, taker: Candidate, topology: Topology): boolean {
  return cause.signature.isEmptiedByOthers === true && reasonOf(taker) !== null && isTakerGone(taker, cause, topology);
}

/** What its own log says or, where that says nothing, the log of an application that it needs. */
function loggedFor({ hypothesis: { systemId } }: Candidate, logged: readonly Candidate[], topology: Topology): readonly Candidate[] {
  const own = logged.filter(({ hypothesis }) => hypothesis.systemId === systemId);
  if (own.length > 0) return own;
  return logged.filter(
    ({ hypothesis, signature }) => applicationKinds.includes(signature.kind) && dependsOn(topology, systemId, hypothesis.systemId),
  );
}

function isState(candidate: Candidate): boolean {
  return candidate.signature.role === 'symptom' || looksLike(candidate, 'outside') || looksLike(candidate, 'waiting');
}
