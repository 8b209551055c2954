/**
 * Ranks the known faults against what was seen: which are confirmed, likely, suspected or refuted on which system,
 * and which looks would separate the leading ones. Pure: evidence in, hypotheses out.
 */

import type { Onset } from '../../domain/course.ts';
import { type Evidence, logsLook } from '../../domain/evidence.ts';
import type { Condition, Hypothesis, HypothesisState, Signature } from '../../domain/signature.ts';
import { fillText, type TextValue, withoutNames, withoutUnfilled } from '../../domain/text.ts';
import { type Candidate, doubtOthers, preferNamed, reasonOf } from './candidate.ts';
import { evaluateCondition, type FactScope, type FactTable, type KnownFact, type Outcome } from './condition.ts';
import { explainAway } from './explain-away.ts';
import { withFollowers } from './followers.ts';
import { isHintedBy } from './hints.ts';
import { withOwnListener } from './own-listener.ts';
import { withoutTwins } from './own-service.ts';
import { believeRoots } from './propagate.ts';
import { withRefusedPeer } from './refused-peer.ts';
import { refutedBy } from './refuted-by.ts';
import { relate } from './relate.ts';
import { withLogLine } from './said-in-log.ts';
import { sightsOf } from './sights.ts';
import { spokenOf } from './spoken.ts';
import { distances, type Topology } from './topology.ts';
import { pathsIn } from './volumes.ts';

export interface RankInput {
  readonly topology: Topology;
  readonly signatures: readonly Signature[];
  readonly evidence: readonly Evidence[];
  /** Systems that the alert or the question names. */
  readonly namedSystemIds: readonly string[];
  /** Alert names, labels, annotations, the question and facts that people added. */
  readonly words: string;
  /** Hypotheses (by id) that a person has ruled out. */
  readonly ruledOut: ReadonlySet<string>;
  /** Looks (`system/probe`) that there is nothing for: what only they could tell, as the members of a Redis that is alone, is no open question. */
  readonly pointless?: ReadonlySet<string>;
  /** What began when, for who can be the cause of whom. */
  readonly onsets?: readonly Onset[];
}

export interface Ranked {
  readonly hypotheses: readonly Hypothesis[];
  /** Probes that undecided hypotheses still lack, the most promising first. */
  readonly wanted: readonly { readonly systemId: string; readonly probe: string; readonly signatureId: string }[];
  /** True when a cause is confirmed and no rival close to it is undecided. */
  readonly isDecided: boolean;
}

/** Confidence of each outcome before the context is weighed; chosen so that one piece of context never lifts a weaker outcome over a stronger. */
const baseConfidence = { confirmed: 0.88, likely: 0.6, suspected: 0.25 } as const;

/** How much it weighs where the trouble began, by who is unwell; less than one state of a finding, so that it orders what is equally sure. */
const rootWeight = 0.3;

/** How much it weighs that the reason which somebody gives who needs the system speaks of this very fault; it orders what is equally sure. */
const spokenWeight = 0.1;

export function rankHypotheses(input: RankInput): Ranked {
  const tables = factTables(input.evidence);
  const distanceOf = distances(input.topology, input.namedSystemIds);
  const probesRun = takenLooks(input.evidence);
  const candidates: Candidate[] = [];
  for (const system of input.topology.systems) {
    if (!tables.has(system.id)) continue;
    const scope = scopeOf(system.id, input, tables);
    const values = placeholders(scope, system.id);
    for (const signature of input.signatures.filter((each) => each.kind === system.kind)) {
      const candidate = judge(signature, { systemId: system.id, scope, values }, input, distanceOf(system.id), probesRun);
      if (candidate !== null) candidates.push(candidate);
    }
  }
  const { topology, words } = input;
  const weighed = doubtOthers(preferNamed(withoutTwins(candidates, topology), words), words);
  const settled = explainAway(relate(weighed, topology, knownNames(input), words, pathsIn(tables)), topology);
  const { bySystem } = believeRoots({ topology, sights: sightsOf(settled, input), onsets: input.onsets ?? [] });
  // A reason that a program gives, and that nothing below it explains, is where the search ends.
  const rootOf = (each: Candidate): number => (reasonOf(each) === null ? (bySystem.get(each.hypothesis.systemId) ?? 0) : 1);
  const spoken = spokenOf(settled, topology);
  const rankIn = (each: Candidate): number =>
    rankOf(each) + (each.hypothesis.relation === 'aside' ? 0 : rootWeight * rootOf(each) + (spoken.has(each) ? spokenWeight : 0));
  settled.sort((one, other) => rankIn(other) - rankIn(one) || compareText(one.hypothesis.id, other.hypothesis.id));
  return { hypotheses: settled.map((each) => each.hypothesis), wanted: wantedProbes(settled, probesRun), isDecided: isDecided(settled) };
}

/** The newest value of each fact of each system, with the evidence it came from. */
export function factTables(evidence: readonly Evidence[]): ReadonlyMap<string, FactTable> {
  const tables = new Map<string, Map<string, KnownFact>>();
  const inOrder = [...evidence].sort((one, other) => compareText(one.startedAt, other.startedAt) || compareText(one.id, other.id));
  for (const item of inOrder) {
    const table = tables.get(item.systemId) ?? new Map<string, KnownFact>();
    tables.set(item.systemId, table);
    const isOverruled = isAnsweredMeanwhile(item, evidence);
    for (const [name, value] of Object.entries(item.facts)) {
      if (!isOverruled || !name.startsWith('reach.')) table.set(name, { value, evidenceId: item.id });
    }
  }
  return tables;
}

/**
 * A connection that was not made in time says nothing of the path to a system that answered other looks after this one began: the system
 * or we were busy. It stays a blind spot. A refusal or a limit is an answer of its own and counts.
 */
function isAnsweredMeanwhile(item: Evidence, evidence: readonly Evidence[]): boolean {
  if (item.status === 'ok' || item.facts['reach.problem'] !== 'timed-out') return false;
  const began = Date.parse(item.startedAt);
  return evidence.some(
    (other) =>
      other.systemId === item.systemId &&
      other.status === 'ok' &&
      other.probe !== logsLook &&
      Date.parse(other.startedAt) + other.durationMs >= began,
  );
}

/** A look that a busy moment took from us is taken once more where a hypothesis lacks it; a second time it stays a blind spot. */
function takenLooks(evidence: readonly Evidence[]): ReadonlySet<string> {
  const byProbe = Map.groupBy(evidence, (item) => `${item.systemId}/${item.probe}`);
  const taken = [...byProbe].filter(([, items]) => items.length > 1 || !items.some((item) => mayDoBetter(item, evidence)));
  return new Set(taken.map(([key]) => key));
}

/** It came to nothing by itself (an answer of no use, or Zhiban was held up), not because of what it looked at. */
function mayDoBetter(item: Evidence, evidence: readonly Evidence[]): boolean {
  return item.status === 'failed' || isAnsweredMeanwhile(item, evidence);
}

/** By code point, the same on every machine. */
function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function scopeOf(systemId: string, { topology, namedSystemIds }: RankInput, tables: ReadonlyMap<string, FactTable>): FactScope {
  const system = topology.systems.find((each) => each.id === systemId);
  const tablesOf = (ids: readonly string[]): FactTable[] => ids.flatMap((id) => tables.get(id) ?? []);
  return {
    self: withFollowers(withRefusedPeer(tables.get(systemId) ?? new Map(), system, topology), system, { topology, tables, namedSystemIds }),
    runsOn: tablesOf(system?.runsOn === undefined ? [] : [system.runsOn]).map((machine) => withOwnListener(machine, system)),
    dependsOn: tablesOf(system?.dependsOn ?? []),
  };
}

interface Judged {
  readonly systemId: string;
  readonly scope: FactScope;
  /** For the texts of all its signatures. */
  readonly values: Readonly<Record<string, TextValue>>;
}

function judge(
  signature: Signature,
  { systemId, scope, values }: Judged,
  input: RankInput,
  distance: number,
  probesRun: ReadonlySet<string>,
): Candidate | null {
  const refute = signature.refute === undefined ? null : evaluateCondition(signature.refute, scope);
  const isHinted = isHintedBy(signature, input.words);
  const confirm = evaluateCondition(confirmingOf(signature, isHinted), scope);
  const isQuoted = signature.quoted !== undefined && distance === 0 && new RegExp(signature.quoted, 'i').test(input.words);
  const likely = likelyOutcome(signature, isHinted, scope, isQuoted ? confirm : null);
  const id = `${systemId}:${signature.id}`;
  const state = stateOf(refute, confirm, likely, isHinted, input.ruledOut.has(id));
  if (state === null) return null;
  const isPointless = (probe: string): boolean => input.pointless?.has(`${systemId}/${probe}`) ?? false;
  const missingProbes = signature.probes.filter((probe) => !probesRun.has(`${systemId}/${probe}`) && !isPointless(probe));
  if (state === 'suspected' && missingProbes.length === 0 && signature.probes.some(isPointless)) return null;
  const against = [...(refute?.truth === 'true' ? refute.evidenceIds : []), ...(confirm.truth === 'false' ? confirm.evidenceIds : [])];
  const isSeen = state === 'confirmed' || state === 'strengthened';
  const explanation = withoutUnfilled(fillText(signature.explanation, values));
  const hypothesis: Hypothesis = {
    id,
    systemId,
    signatureId: signature.id,
    state,
    confidence: confidenceOf(state, signature, isHinted, distance),
    title: withoutNames(isSeen ? fillText(signature.title, values) : signature.title),
    explanation: isSeen ? withLogLine(explanation, signature, scope.self) : explanation,
    advice: withoutUnfilled(fillText(signature.advice, values)),
    evidenceFor: state === 'refuted' ? [] : evidenceFor(state, confirm, likely),
    evidenceAgainst: [...new Set(against)],
    refutedBy: refutedBy(signature),
    missingProbes,
    author: 'offline',
  };
  return { hypothesis, signature, isProbeMissing: missingProbes.length > 0 && confirm.truth === 'unknown', values };
}

function confirmingOf({ confirm, confirmWhenHinted }: Signature, isHinted: boolean): Condition {
  return isHinted && confirmWhenHinted !== undefined ? { any: [confirm, confirmWhenHinted] } : confirm;
}

/** `quoted` is what was seen of a fault whose very error the words repeat: what looks did not find then is no proof against it. */
function likelyOutcome(signature: Signature, isHinted: boolean, scope: FactScope, quoted: Outcome | null): Outcome | null {
  if (quoted !== null) return { ...quoted, truth: 'true' };
  const always = signature.likely === undefined ? null : evaluateCondition(signature.likely, scope);
  if (always?.truth === 'true' || !isHinted || signature.likelyWhenHinted === undefined) return always;
  return evaluateCondition(signature.likelyWhenHinted, scope);
}

/** Null when there is no reason to speak of the fault at all. */
function stateOf(
  refute: Outcome | null,
  confirm: Outcome,
  likely: Outcome | null,
  isHinted: boolean,
  isRuledOut: boolean,
): HypothesisState | null {
  const isSupported = confirm.truth === 'true' || likely?.truth === 'true';
  if (isRuledOut) return 'refuted';
  if (refute?.truth === 'true') return isHinted || isSupported ? 'refuted' : null;
  if (confirm.truth === 'true') return 'confirmed';
  if (likely?.truth === 'true') return 'strengthened';
  // What no look can show (`any` of nothing) was not refuted by any either.
  if (confirm.truth === 'false') return isHinted && confirm.evidenceIds.length > 0 ? 'refuted' : null;
  return isHinted ? 'suspected' : null;
}

function evidenceFor(state: HypothesisState, confirm: Outcome, likely: Outcome | null): readonly string[] {
  if (state === 'confirmed') return confirm.evidenceIds;
  if (state === 'strengthened') return likely?.evidenceIds ?? [];
  return [];
}

function confidenceOf(state: HypothesisState, signature: Signature, isHinted: boolean, distance: number): number {
  if (state === 'refuted') return 0.02;
  const base =
    state === 'confirmed' ? baseConfidence.confirmed : state === 'strengthened' ? baseConfidence.likely : baseConfidence.suspected;
  const context = (isHinted ? 0.07 : 0) + (distance === 0 ? 0.04 : distance === Number.POSITIVE_INFINITY ? -0.12 : -0.02 * distance);
  const symptom = signature.role === 'symptom' ? -0.1 : 0;
  return Math.round(Math.min(0.99, Math.max(0.03, base + context + symptom)) * 100) / 100;
}

function rankOf({ hypothesis, signature }: Candidate): number {
  if (hypothesis.relation === 'aside') return hypothesis.confidence - 1;
  const state = { confirmed: 4, strengthened: 3, suspected: 2, weakened: 1, refuted: 0 }[hypothesis.state];
  const role = signature.role === 'cause' ? 0.5 : 0;
  const severity = { critical: 0.02, warning: 0.01, info: 0 }[signature.severity];
  return state + role * (state >= 3 ? 1 : 0) + hypothesis.confidence / 4 + severity;
}

/** Names that no system of the topology has can't relate anything. */
function knownNames({ namedSystemIds, topology }: RankInput): readonly string[] {
  return namedSystemIds.filter((id) => topology.systems.some((system) => system.id === id));
}

function wantedProbes(candidates: readonly Candidate[], probesRun: ReadonlySet<string>): Ranked['wanted'] {
  const wanted = new Map<string, { systemId: string; probe: string; signatureId: string }>();
  for (const { hypothesis, signature, isProbeMissing } of candidates) {
    if (!isProbeMissing || (hypothesis.state !== 'strengthened' && hypothesis.state !== 'suspected')) continue;
    for (const probe of signature.probes) {
      const key = `${hypothesis.systemId}/${probe}`;
      if (!probesRun.has(key)) wanted.set(key, { systemId: hypothesis.systemId, probe, signatureId: signature.id });
    }
  }
  return [...wanted.values()];
}

function isDecided(ranked: readonly Candidate[]): boolean {
  const [first] = ranked.filter(({ hypothesis }) => hypothesis.relation !== 'aside');
  if (first === undefined || first.hypothesis.state !== 'confirmed' || first.signature.role !== 'cause') return false;
  return !ranked.some(({ hypothesis, isProbeMissing }) => hypothesis.state === 'strengthened' && isProbeMissing);
}

/** Facts of the system itself, those of its machine as `runsOn.…`, and its id, for the texts and remedies of a signature. */
export function placeholders({ self, runsOn }: FactScope, systemId: string): Readonly<Record<string, TextValue>> {
  const values: Record<string, TextValue> = { system: systemId };
  for (const [name, known] of runsOn.flatMap((machine) => [...machine])) values[`runsOn.${name}`] = known.value;
  for (const [name, known] of self) values[name] = known.value;
  return values;
}
