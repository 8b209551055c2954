/**
 * The analyst that needs no model: signatures, topology and change points over the evidence give the verdict.
 * What it can't decide it calls unknown, and it says what it could not look at.
 */

import { findLevelShift, type LevelShift } from '../analysis/change-point.ts';
import type { Evidence, LookStatus } from '../domain/evidence.ts';
import type { Hypothesis } from '../domain/signature.ts';
import { joinText, type LocalText } from '../domain/text.ts';
import type { BlindSpot, Cause, Refuted, Verdict, VerdictState } from '../domain/verdict.ts';
import { hasBareErrors } from './bare-errors.ts';
import { claimsOnlyLoad, isOfThePast, questionKindOf, quotesError } from './claim.ts';

export interface OfflineInput {
  readonly hypotheses: readonly Hypothesis[];
  /** Signature ids whose role is symptom: real, but something else brought them about. */
  readonly symptomIds: ReadonlySet<string>;
  /** Signature ids that the question itself says (`restates`): true, and no answer. */
  readonly restatedIds?: ReadonlySet<string>;
  readonly evidence: readonly Evidence[];
  readonly namedSystemIds: readonly string[];
  /** Machines that the alert is about and nobody has told of; then nothing that was seen elsewhere is an answer. */
  readonly strangers?: readonly string[];
  /** Targets (`host:port`) that the alert is about and nobody has told of, where systems of their kind were looked at in their stead. */
  readonly unattended?: readonly string[];
  readonly origin: 'alert' | 'question' | 'demo';
  readonly question?: string | null;
  /** What the alert says of itself. */
  readonly claim?: string;
  /** All that alerts and people said, where errors are quoted. */
  readonly said?: string;
  readonly isPartial: boolean;
  readonly at: string;
}

/** Machines named at most that nobody has told of. */
const strangersShown = 3;
/** Causes shown at most; what comes after the third helps nobody at night. */
const causesMax = 3;

export function concludeOffline(input: OfflineInput): Verdict {
  const blindSpots = findBlindSpots(input.evidence);
  const { strangers = [], at, isPartial } = input;
  if (strangers.length > 0)
    return { state: 'unknown', summary: tellStrangers(strangers), causes: [], refuted: [], blindSpots, analyst: 'offline', at, isPartial };
  const causes = chooseCauses(input);
  const state = verdictState(input, causes, blindSpots);
  return {
    state,
    summary: summarize(state, causes, blindSpots, input),
    causes: state === 'healthy' ? [] : causes,
    refuted: chooseRefuted(input.hypotheses),
    blindSpots,
    analyst: 'offline',
    at: input.at,
    isPartial: input.isPartial,
  };
}

function chooseCauses(input: OfflineInput): readonly Cause[] {
  const candidates = toldIn(input).filter((each) => !isRestated(each, input));
  const isRoot = ({ signatureId }: Hypothesis): boolean => signatureId === null || !input.symptomIds.has(signatureId);
  const confirmed = candidates.filter((each) => each.state === 'confirmed' && isRoot(each));
  const [first] = confirmed;
  // Without a confirmed cause the ranking stands as it is: a symptom that was measured says more than a cause that is only possible.
  // With one, a symptom that none explains, and that is nearer to what was told, may be a second fault.
  const open = first === undefined ? [] : candidates.slice(0, candidates.indexOf(first)).filter((each) => each.state === 'confirmed');
  const told = [...confirmed.slice(0, causesMax - Math.min(1, open.length)), ...open];
  const chosen = first === undefined ? candidates : [...told, ...elsewhereIn(input, candidates, told)];
  return chosen.slice(0, causesMax).map((each) => toCause(each, input.symptomIds));
}

/** What is short on a machine is no second fault of a service on it. */
const ofMachine = /^(?:host|ssh|docker|containerd)\./;

/**
 * What is likely at another system that the question names as well, and of which nothing confirmed was found: two services that fail at once
 * may fail for two reasons.
 */
function elsewhereIn(input: OfflineInput, candidates: readonly Hypothesis[], told: readonly Hypothesis[]): readonly Hypothesis[] {
  const { namedSystemIds: named, symptomIds } = input;
  if (input.origin !== 'question' || named.length < 2) return [];
  const isCause = ({ signatureId }: Hypothesis): boolean =>
    signatureId !== null && !symptomIds.has(signatureId) && !ofMachine.test(signatureId);
  const isOther = ({ systemId }: Hypothesis): boolean => named.includes(systemId) && !told.some((each) => each.systemId === systemId);
  return candidates.filter((each) => each.relation === 'direct' && isCause(each) && isOther(each)).slice(0, 1);
}

function isRestated({ signatureId }: Hypothesis, { restatedIds }: OfflineInput): boolean {
  return signatureId !== null && restatedIds?.has(signatureId) === true;
}

/** What was found and bears on what the incident is about. */
function toldIn({ hypotheses }: OfflineInput): readonly Hypothesis[] {
  return hypotheses.filter((each) => isSeen(each) && each.relation !== 'aside');
}

function restatedIn(input: OfflineInput): readonly Hypothesis[] {
  return toldIn(input).filter((each) => isRestated(each, input));
}

function isSeen(hypothesis: Hypothesis): boolean {
  return hypothesis.state === 'confirmed' || hypothesis.state === 'strengthened';
}

function toCause(hypothesis: Hypothesis, symptomIds: ReadonlySet<string>): Cause {
  const isSymptom = hypothesis.signatureId !== null && symptomIds.has(hypothesis.signatureId);
  return {
    systemId: hypothesis.systemId,
    signatureId: hypothesis.signatureId,
    state: hypothesis.state === 'confirmed' && !isSymptom ? 'confirmed' : 'likely',
    confidence: hypothesis.confidence,
    title: hypothesis.title,
    explanation: hypothesis.explanation,
    advice: hypothesis.advice,
    evidenceIds: hypothesis.evidenceFor,
    refutedBy: hypothesis.refutedBy,
  };
}

function chooseRefuted(hypotheses: readonly Hypothesis[]): readonly Refuted[] {
  return hypotheses
    .filter((each) => each.state === 'refuted')
    .slice(0, 8)
    .map((each) => ({
      systemId: each.systemId,
      signatureId: each.signatureId,
      title: each.title,
      reason:
        each.evidenceAgainst.length > 0
          ? { 'zh-CN': '现场数据与此不符', en: 'what was measured does not fit it' }
          : { 'zh-CN': '由值班人员排除', en: 'ruled out by a person' },
      evidenceIds: each.evidenceAgainst,
    }));
}

/** One blind spot a system and probe; the newest look decides. */
function findBlindSpots(evidence: readonly Evidence[]): readonly BlindSpot[] {
  const newest = new Map<string, Evidence>();
  for (const item of evidence) {
    const key = `${item.systemId}/${item.probe}`;
    const known = newest.get(key);
    if (known === undefined || known.startedAt <= item.startedAt) newest.set(key, item);
  }
  return [...newest.values()].flatMap(({ systemId, probe, status, reason }) =>
    isBlind(status) ? [{ systemId, probe, status, reason: reason ?? status }] : [],
  );
}

function isBlind(status: LookStatus): status is Exclude<LookStatus, 'ok'> {
  return status !== 'ok';
}

function verdictState(input: OfflineInput, causes: readonly Cause[], blindSpots: readonly BlindSpot[]): VerdictState {
  if (causes.some((cause) => cause.state === 'confirmed')) return 'confirmed';
  if (causes.length > 0) return 'likely';
  if (input.evidence.length === 0 || input.isPartial || restatedIn(input).length > 0) return 'unknown';
  const isInScope = (systemId: string): boolean => input.namedSystemIds.length === 0 || input.namedSystemIds.includes(systemId);
  // A look that one account may not take says nothing against health; a system that doesn't answer does.
  if (blindSpots.some((spot) => isInScope(spot.systemId) && spot.status !== 'denied')) return 'unknown';
  if (input.evidence.some((look) => isInScope(look.systemId) && hasBareErrors(look))) return 'unknown';
  const asked = input.origin === 'question' ? questionKindOf(input.question ?? '') : 'wrong';
  const isAskedWhether = asked !== 'wrong';
  const suspected = input.hypotheses.filter(
    (each) => each.state === 'suspected' && isInScope(each.systemId) && !isToldElsewhere(each, input),
  );
  // Who asks whether something is well gets what can be measured there; what a system has no number for is not held against it.
  if (suspected.some((each) => !isAskedWhether || each.missingProbes.length > 0)) return 'unknown';
  // Asked of something that Zhiban doesn't look after: that all else is well is no answer, unless that is what was asked.
  if (input.origin === 'question' && input.namedSystemIds.length === 0 && asked !== 'anything') return 'unknown';
  // That others of its kind are well says nothing of the one that the alert is about.
  if ((input.unattended ?? []).length > 0) return 'unknown';
  if (isAskedWhether) return 'healthy';
  if (input.origin === 'alert' && claimsOnlyLoad(input.claim ?? '')) return 'healthy';
  if (input.origin === 'question' && isOfThePast(input.question ?? '')) return 'unknown';
  if (quotesError(`${input.claim ?? ''} ${input.question ?? ''} ${input.said ?? ''}`)) return 'unknown';
  // An alert and a “why” claim that something is wrong: answered only when the very faults that they name were looked for and not found.
  return input.hypotheses.some((each) => each.state === 'refuted' && isInScope(each.systemId)) ? 'healthy' : 'unknown';
}

/** Only one of a cluster's members can tell (the leader, of its followers): where that one has ruled it out, it is no open question of the others. */
function isToldElsewhere(suspected: Hypothesis, { hypotheses, namedSystemIds }: OfflineInput): boolean {
  return (
    suspected.missingProbes.length === 0 &&
    hypotheses.some(
      ({ signatureId, state, systemId }) =>
        signatureId === suspected.signatureId &&
        state === 'refuted' &&
        systemId !== suspected.systemId &&
        namedSystemIds.includes(systemId),
    )
  );
}

function summarize(state: VerdictState, causes: readonly Cause[], blindSpots: readonly BlindSpot[], input: OfflineInput): LocalText {
  const [first] = causes;
  const shift = newestShift(input.evidence);
  const parts: LocalText[] = [headline(state, first, input)];
  if (first !== undefined && state !== 'healthy') parts.push(first.explanation);
  const [said] = first === undefined ? restatedIn(input) : [];
  if (said !== undefined) parts.push(describeRestated(said));
  if (causes.length > 1)
    parts.push({ 'zh-CN': `另有 ${causes.length - 1} 个可能的原因。`, en: `${causes.length - 1} more possible cause(s).` });
  if (first === undefined && shift !== null) parts.push(describeShift(shift));
  if (blindSpots.length > 0 && state !== 'confirmed') {
    parts.push({ 'zh-CN': `有 ${blindSpots.length} 项没能查看。`, en: `${blindSpots.length} look(s) could not be taken.` });
  }
  const { unattended = [] } = input;
  if (unattended.length > 0) parts.push(tellUnattended(unattended, input.namedSystemIds));
  const aside = input.hypotheses.filter((each) => each.relation === 'aside' && each.state === 'confirmed').slice(0, 2);
  if (aside.length > 0 && state !== 'confirmed') parts.push(describeAside(aside));
  return { 'zh-CN': joinText(parts, '')['zh-CN'], en: joinText(parts, ' ').en };
}

/** What was asked about is so, and why is not to be seen. */
function describeRestated({ systemId, title, explanation }: Hypothesis): LocalText {
  return {
    'zh-CN': `所说的现象属实（${systemId}）。${title['zh-CN']}。${explanation['zh-CN']}是什么造成的，能查看的地方都没有写。`,
    en: `What you describe is so (${systemId}). ${title.en}. ${explanation.en} Nothing that could be looked at says what brought it about.`,
  };
}

function tellStrangers(strangers: readonly string[]): LocalText {
  const [first = '', ...more] = strangers.slice(0, strangersShown);
  const names = [first, ...more].join(', ');
  return {
    'zh-CN': `告警说的是 ${names}，它不在看护的系统之中，无法查看，也不能由别的机器的情况推断。要看护它，请在 zhiban.yaml 的 systems 中加上 { id: ${first}, kind: ssh, host: ${first}, … }；若它就是已看护的某台主机，请给那台主机加上标签 hostname: ${first}。`,
    en: `The alert is about ${names}, which is not looked after: it could not be looked at, and what other machines are like says nothing of it. To look after it, add { id: ${first}, kind: ssh, host: ${first}, … } to systems in zhiban.yaml; if it is a machine that is looked after by another name, give that one the label hostname: ${first}.`,
  };
}

function tellUnattended(targets: readonly string[], systemIds: readonly string[]): LocalText {
  const names = targets.slice(0, strangersShown).join(', ');
  const seen = systemIds.slice(0, strangersShown).join(', ');
  return {
    'zh-CN': `注意：告警说的 ${names} 不在看护的系统之中，没有查看；以上是 ${seen} 的情况。若它就是其中之一，请给那个系统加上标签 hostname。`,
    en: `Mind that ${names}, which the alert is about, is not looked after and was not looked at; this is of ${seen}. If it is one of these by another name, give that system the label hostname.`,
  };
}

/** True, but nothing ties it to this incident: said, and not accused. */
function describeAside(aside: readonly Hypothesis[]): LocalText {
  const say = (locale: 'zh-CN' | 'en'): string =>
    aside.map((each) => `${each.systemId}: ${each.title[locale]}`).join(locale === 'en' ? '; ' : '；');
  return { 'zh-CN': `另外看到（未必有关）：${say('zh-CN')}。`, en: `Also seen, not tied to this: ${say('en')}.` };
}

function headline(state: VerdictState, first: Cause | undefined, input: OfflineInput): LocalText {
  if (state === 'healthy') {
    const looks = input.evidence.length;
    return { 'zh-CN': `没有发现异常：${looks} 项检查均正常。`, en: `Nothing is wrong as far as ${looks} looks can tell.` };
  }
  if (first === undefined) return { 'zh-CN': '现有证据不足以确定原因。', en: 'The evidence does not decide what the cause is.' };
  if (state === 'confirmed')
    return { 'zh-CN': `已确认（${first.systemId}）：${first.title['zh-CN']}。`, en: `Confirmed on ${first.systemId}: ${first.title.en}.` };
  return { 'zh-CN': `很可能（${first.systemId}）：${first.title['zh-CN']}。`, en: `Likely on ${first.systemId}: ${first.title.en}.` };
}

/** The most recent level shift in any series of the evidence; a hint at the onset when no signature matched. */
function newestShift(evidence: readonly Evidence[]): { readonly item: Evidence; readonly name: string; readonly shift: LevelShift } | null {
  let newest: { readonly item: Evidence; readonly name: string; readonly shift: LevelShift } | null = null;
  for (const item of evidence) {
    for (const series of (item.series ?? []).filter((each) => each.role === undefined && !/week/i.test(each.name))) {
      const shift = findLevelShift(series);
      if (shift !== null && (newest === null || shift.atMs > newest.shift.atMs)) newest = { item, name: series.name, shift };
    }
  }
  return newest;
}

function describeShift({ item, name, shift }: { readonly item: Evidence; readonly name: string; readonly shift: LevelShift }): LocalText {
  const at = new Date(shift.atMs).toISOString().slice(11, 16);
  const [before, after] = [shift.before, shift.after].map((value) => Number(value.toPrecision(3)));
  return {
    'zh-CN': `${item.systemId} 的 ${name} 在 ${at}（UTC）从约 ${before} 变为 ${after}。`,
    en: `${name} of ${item.systemId} moved from about ${before} to ${after} at ${at} UTC.`,
  };
}
