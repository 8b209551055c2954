/** A finding as the ranking has it, and a few systems to find it on. */

import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import type { HypothesisState, Signature } from '../../../src/domain/signature.ts';
import { sameText, type TextValue } from '../../../src/domain/text.ts';

export const topology: Topology = {
  systems: [
    { id: 'web', kind: 'http', runsOn: 'box', dependsOn: ['cache'] },
    { id: 'cache', kind: 'redis', runsOn: 'box', dependsOn: [], ports: [6379] },
    { id: 'spare', kind: 'redis', runsOn: 'box', dependsOn: [] },
    { id: 'box', kind: 'host', dependsOn: [] },
  ],
};

export function candidate(
  systemId: string,
  signatureId: string,
  change: Partial<Signature> = {},
  { state = 'confirmed', values = {} }: { readonly state?: HypothesisState; readonly values?: Readonly<Record<string, TextValue>> } = {},
): Candidate {
  const words = sameText(signatureId);
  return {
    hypothesis: {
      id: `${systemId}:${signatureId}`,
      systemId,
      signatureId,
      state,
      confidence: 0.9,
      title: words,
      explanation: words,
      advice: null,
      evidenceFor: ['ev_1'],
      evidenceAgainst: [],
      refutedBy: null,
      missingProbes: [],
      author: 'offline',
    },
    signature: {
      id: signatureId,
      kind: 'any',
      title: words,
      explanation: words,
      severity: 'critical',
      role: 'cause',
      probes: [],
      confirm: ['x', '==', 1],
      advice: words,
      remedies: [],
      source: 'made for tests',
      ...change,
    },
    isProbeMissing: false,
    values,
  };
}
