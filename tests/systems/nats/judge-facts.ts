/** What signatures make of facts that are given, without any system. */

import { rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Facts } from '../../../src/domain/evidence.ts';
import type { Signature } from '../../../src/domain/signature.ts';

export function judgeFacts(
  signatures: readonly Signature[],
  kind: string,
  facts: Facts,
  words = '',
): { confirmed: string[]; likely: string[] } {
  const text = { 'zh-CN': '', en: '' };
  const { hypotheses } = rankHypotheses({
    topology: { systems: [{ id: 'x', kind, dependsOn: [] }] },
    signatures,
    evidence: [
      {
        ...{ id: 'e', incidentId: 'i', systemId: 'x', probe: 'given', round: 1, startedAt: new Date(0).toISOString(), durationMs: 0 },
        ...{ status: 'ok', headline: text, facts, query: '', text: '', parameters: {}, isTruncated: false },
      },
    ],
    namedSystemIds: ['x'],
    words,
    ruledOut: new Set(),
  });
  const idsOf = (state: string): string[] =>
    hypotheses.filter((each) => each.state === state).map((each) => each.signatureId?.replace(`${kind}.`, '') ?? '');
  return { confirmed: idsOf('confirmed'), likely: idsOf('strengthened') };
}
