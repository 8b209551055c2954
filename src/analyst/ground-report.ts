/**
 * Holds a model's report against the evidence. What shows no evidence is dropped, what the signatures don't confirm is likely
 * at most, numbers must be quoted, actions must be of the catalogue, and all words become plain text.
 */

import { sameText } from '../domain/text.ts';
import { citedEvidence, isRelated } from './cite-evidence.ts';
import type { AnalystCase, GroundedCause, GroundedReport, ModelReport } from './contract.ts';
import { groundProposals } from './ground-proposals.ts';
import { plainText } from './plain-text.ts';
import { isQuoted, type NumberSource, numberSource, withoutUnquoted } from './quoted-numbers.ts';

/** A model that reads is never as sure as a signature that measures. */
const confidenceMax = { likely: 0.8, confirmed: 0.95 } as const;
const lengthMax = { title: 160, explanation: 900, summary: 700, sentence: 300 } as const;

type Drop = (what: string, why: string) => void;

export function groundReport(report: ModelReport, given: AnalystCase): Omit<GroundedReport, 'commands'> {
  const dropped: { what: string; why: string }[] = [];
  const drop: Drop = (what, why) => dropped.push({ what: plainText(what, lengthMax.title), why });
  const causes = report.causes.flatMap((cause) => groundCause(cause, given, drop) ?? []);
  return {
    summary: sameText(groundSummary(report.summary, causes, given, drop)),
    causes,
    refuted: groundRefuted(report, given, drop),
    unknowns: report.unknowns.map((each) => sameText(plainText(each, lengthMax.sentence))).filter((each) => each.en !== ''),
    proposals: groundProposals(report, causes, given, drop),
    dropped,
  };
}

function groundCause(cause: ModelReport['causes'][number], given: AnalystCase, drop: Drop): GroundedCause | null {
  const title = plainText(cause.title, lengthMax.title);
  const system = given.systems.find((each) => each.id === cause.systemId);
  if (system === undefined) return refuse(drop, title, `'${plainText(cause.systemId, 80)}' is no system of this incident`);
  const cited = citedEvidence(cause.evidenceIds, given);
  if (!cited.some((item) => isRelated(item.systemId, system, given))) return refuse(drop, title, 'it cites no evidence of this system');
  const source = numberSource(cited, wordsOf(given));
  if (title === '' || !isQuoted(title, source)) return refuse(drop, title, 'its title quotes a number that the evidence does not have');
  const { text, removed } = withoutUnquoted(plainText(cause.explanation, lengthMax.explanation), source);
  for (const sentence of removed) drop(sentence, 'it quotes a number that the cited evidence does not have');
  const isWeakened = removed.length > 0;
  const state = cause.state === 'confirmed' && isConfirmedBySignature(cause, given) ? 'confirmed' : 'likely';
  const most = isWeakened ? confidenceMax.likely / 2 : confidenceMax[state];
  const refutedBy = plainText(cause.refutedBy, lengthMax.sentence);
  return {
    systemId: system.id,
    title: sameText(title),
    explanation: sameText(text === '' ? title : text),
    state,
    confidence: Math.min(most, Math.max(0, cause.confidence)),
    evidenceIds: cited.map((item) => item.id),
    refutedBy: refutedBy === '' ? null : sameText(refutedBy),
  };
}

function refuse(drop: Drop, what: string, why: string): null {
  drop(what, why);
  return null;
}

function isConfirmedBySignature(cause: ModelReport['causes'][number], given: AnalystCase): boolean {
  return given.hypotheses.some(
    (each) =>
      each.author === 'offline' &&
      each.state === 'confirmed' &&
      each.systemId === cause.systemId &&
      each.evidenceFor.some((id) => cause.evidenceIds.includes(id)),
  );
}

/** Without a cause that holds, a summary would be words without ground. */
function groundSummary(summary: string, causes: readonly GroundedCause[], given: AnalystCase, drop: Drop): string {
  const [first] = causes;
  const isChinese = given.incident.locale === 'zh-CN';
  if (first === undefined) return isChinese ? '模型没有给出有证据支持的原因。' : 'The model named no cause that the evidence supports.';
  const cited = citedEvidence(
    causes.flatMap((cause) => cause.evidenceIds),
    given,
  );
  const { text, removed } = withoutUnquoted(plainText(summary, lengthMax.summary), numberSource(cited, wordsOf(given)));
  for (const sentence of removed) drop(sentence, 'it quotes a number that the cited evidence does not have');
  return text === '' ? first.title[given.incident.locale] : text;
}

function groundRefuted(report: ModelReport, given: AnalystCase, drop: Drop): GroundedReport['refuted'] {
  return report.refuted.flatMap((each) => {
    const title = plainText(each.title, lengthMax.title);
    const cited = citedEvidence(each.evidenceIds, given);
    const source: NumberSource = numberSource(cited, wordsOf(given));
    const reason = plainText(each.reason, lengthMax.sentence);
    const isGrounded =
      cited.length > 0 && given.systems.some((system) => system.id === each.systemId) && isQuoted(`${title} ${reason}`, source);
    if (!isGrounded) drop(title, 'what it refutes is not shown by the evidence it cites');
    return isGrounded
      ? [{ systemId: each.systemId, title: sameText(title), reason: sameText(reason), evidenceIds: cited.map((item) => item.id) }]
      : [];
  });
}

/** What people and sources said of the incident: when it began and which limits they name. */
function wordsOf({ incident, alerts }: AnalystCase): readonly string[] {
  return [incident.startedAt, ...alerts.slice(0, 5).map((alert) => alert.startsAt)];
}
