/** What a claim cites, and whether that is about the system it speaks of. */

import type { Evidence } from '../domain/evidence.ts';
import type { AnalystCase, CaseSystem } from './contract.ts';

/** In the order cited, each once; only of this incident. */
export function citedEvidence(ids: readonly string[], given: Pick<AnalystCase, 'evidence'>): readonly Evidence[] {
  return [...new Set(ids)].slice(0, 12).flatMap((id) => given.evidence.find((item) => item.id === id) ?? []);
}

/** Itself, what it stands on, and what stands on it. */
export function isRelated(systemId: string, system: CaseSystem, given: Pick<AnalystCase, 'systems'>): boolean {
  if (systemId === system.id || system.runsOn === systemId || system.dependsOn.includes(systemId)) return true;
  const other = given.systems.find((each) => each.id === systemId);
  return other?.runsOn === system.id || (other?.dependsOn.includes(system.id) ?? false);
}
