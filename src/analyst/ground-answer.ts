/** Holds an answer against the evidence that it cites. */

import { citedEvidence } from './cite-evidence.ts';
import type { AnalystCase } from './contract.ts';
import { plainText } from './plain-text.ts';
import { numberSource, withoutUnquoted } from './quoted-numbers.ts';

/** Characters of an answer. */
const textLengthMax = 1_200;

/** Nothing cited, or nothing left once invented numbers are out: no answer is better than this one. */
export function groundAnswer(
  answer: { readonly text: string; readonly evidenceIds: readonly string[] },
  given: AnalystCase,
): { readonly text: string; readonly evidenceIds: readonly string[] } | null {
  const cited = citedEvidence(answer.evidenceIds, given);
  if (cited.length === 0) return null;
  const { text } = withoutUnquoted(plainText(answer.text, textLengthMax), numberSource(cited, [given.incident.startedAt]));
  return text === '' ? null : { text, evidenceIds: cited.map((item) => item.id) };
}
