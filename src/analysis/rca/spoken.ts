/** Causes that those who need the system speak of themselves, in the reason that they give or in their logs. */

import { isLogFinding } from './beside-the-point.ts';
import { type Candidate, isConfirmedCause, reasonOf } from './candidate.ts';
import { isHintedBy } from './hints.ts';
import { isSpokenOfBy } from './relate.ts';
import { dependsOn, type Topology } from './topology.ts';

export function spokenOf(candidates: readonly Candidate[], topology: Topology): ReadonlySet<Candidate> {
  const reasons = candidates.filter((each) => reasonOf(each) !== null);
  const logged = candidates.filter(({ signature }) => isLogFinding.test(signature.id));
  const isSpoken = (each: Candidate): boolean =>
    reasons.some((reason) => isSpokenOfBy(each, reason, topology)) || logged.some((other) => isSaidInLog(each, other, topology));
  return new Set(candidates.filter(isSpoken));
}

/** The log of who needs the system has errors whose words speak of this cause. */
function isSaidInLog(cause: Candidate, { hypothesis, values }: Candidate, topology: Topology): boolean {
  if (!isConfirmedCause(cause)) return false;
  const line = ['logs.knownLine', 'logs.newError', 'logs.topError'].map((fact) => values[fact] ?? '').join('\n');
  return isHintedBy(cause.signature, line) && dependsOn(topology, hypothesis.systemId, cause.hypothesis.systemId);
}
