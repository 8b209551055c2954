/** Services that answer with an error at once: they wait for nothing, so that what is only slow below them is not why. */

import { type Candidate, isSeen, looksLike } from './candidate.ts';

/** Ids of systems whose answers are errors, and none of them late. */
export function failingAtOnce(candidates: readonly Candidate[]): ReadonlySet<string> {
  const seen = candidates.filter((each) => isSeen(each) && looksLike(each, 'waiting'));
  const late = new Set(seen.filter((each) => looksLike(each, 'slow') || !isQuick(each)).map(({ hypothesis }) => hypothesis.systemId));
  return new Set(seen.map(({ hypothesis }) => hypothesis.systemId).filter((id) => !late.has(id)));
}

/** It makes others slow and refuses nobody. */
export function onlySlows(candidate: Candidate): boolean {
  return candidate.signature.severity !== 'critical' && (looksLike(candidate, 'slow') || looksLike(candidate, 'asked-more'));
}

/** By the time that our own requests took, against what is slow for that service. */
function isQuick({ values }: Candidate): boolean {
  const [total, slow] = [values['health.max.totalMs'], values['health.slowMs']];
  return typeof total === 'number' && typeof slow === 'number' && total < slow;
}
