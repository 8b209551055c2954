/** How unwell each system looks: by the faults that were seen on it, by what began on it, by what the alert says. */

import { doneKinds, type Onset } from '../../domain/course.ts';
import { type Evidence, logsLook } from '../../domain/evidence.ts';
import type { Candidate } from './candidate.ts';

/** A symptom or a cause that was measured; one that is likely; something that began; and what looks well. */
const levels = { confirmed: 0.95, strengthened: 0.7, sign: 0.6, named: 0.6, well: 0.1 } as const;

export interface SightInput {
  readonly evidence: readonly Evidence[];
  readonly namedSystemIds: readonly string[];
  readonly onsets?: readonly Onset[];
}

/** Pure. A system that nobody could look at is not in it: it may be either. */
export function sightsOf(
  candidates: readonly Candidate[],
  { evidence, namedSystemIds, onsets = [] }: SightInput,
): ReadonlyMap<string, number> {
  const sights = new Map<string, number>();
  const raise = (id: string, level: number): void => void sights.set(id, Math.max(sights.get(id) ?? 0, level));
  for (const { systemId, status, probe } of evidence) if (status === 'ok' && probe !== logsLook) raise(systemId, levels.well);
  for (const id of namedSystemIds) raise(id, levels.named);
  for (const { kind, systemId } of onsets) if (systemId !== '' && !doneKinds.has(kind)) raise(systemId, levels.sign);
  for (const { hypothesis } of candidates) {
    if (hypothesis.relation === 'aside') continue;
    if (hypothesis.state === 'confirmed' || hypothesis.state === 'weakened') raise(hypothesis.systemId, levels.confirmed);
    if (hypothesis.state === 'strengthened') raise(hypothesis.systemId, levels.strengthened);
  }
  return sights;
}
