/** Puts what analysers found beside the verdict: likely at most, only with evidence, and never in the place of what is confirmed. */

import type { Cause, Verdict } from '../domain/verdict.ts';
import { message } from '../text/messages.ts';
import type { ForeignFinding } from './deps.ts';

const confidenceMax = 0.8;
const causesMax = 3;

/** A finding about a system that isn't looked after, or that cites no evidence of this investigation, is left out. */
export function withFindings(
  verdict: Verdict,
  findings: readonly ForeignFinding[],
  known: { readonly systemIds: ReadonlySet<string>; readonly evidenceIds: ReadonlySet<string> },
): Verdict {
  const found = findings.flatMap((finding) => {
    const evidenceIds = finding.evidenceIds.filter((id) => known.evidenceIds.has(id));
    const isSaid = verdict.causes.some((cause) => cause.systemId === finding.systemId && cause.state === 'confirmed');
    if (evidenceIds.length === 0 || isSaid || !known.systemIds.has(finding.systemId)) return [];
    return [toCause(finding, evidenceIds)];
  });
  if (found.length === 0) return verdict;
  const likely = [...verdict.causes.filter(({ state }) => state === 'likely'), ...found].toSorted(
    (one, other) => other.confidence - one.confidence,
  );
  const causes = [...verdict.causes.filter(({ state }) => state === 'confirmed'), ...likely].slice(0, causesMax);
  const [first] = found;
  if (verdict.state === 'confirmed' || verdict.state === 'likely' || first === undefined) return { ...verdict, causes };
  const summary = message('verdict.found', { system: first.systemId, title: first.title });
  return { ...verdict, state: 'likely', causes, summary };
}

function toCause(finding: ForeignFinding, evidenceIds: readonly string[]): Cause {
  const { systemId, title, advice } = finding;
  const explanation = message('verdict.foundBy', { explanation: finding.explanation, analyser: finding.analyser });
  return {
    ...{ systemId, title, explanation, advice, evidenceIds },
    signatureId: null,
    state: 'likely',
    confidence: Math.min(confidenceMax, finding.confidence),
    refutedBy: null,
  };
}
