/** Holds a verdict and a plan against the truth. Pure: what was seen goes in, what it is worth comes out. */

import type { CauseView, IncidentView, PlanView } from '../../../src/domain/view.ts';
import type { Accusation, ScenarioFile, WordGroup } from './scenario.ts';

export interface Judgement {
  /** The first cause is at a system that is really at fault; for healthy and unknown: nobody is named. */
  readonly isSystemRight: boolean;
  readonly isTop1: boolean;
  /** Every fault is among the first three causes. */
  readonly isTop3: boolean;
  /** Null when the scenario doesn't say which action is right. */
  readonly isActionRight: boolean | null;
  /** Causes that were named and aren't: all confirmed ones, and the first one however sure. */
  readonly falseAccusations: readonly string[];
}

export type Truth = ScenarioFile['truth'];
type Fault = Extract<Truth, { system: unknown }>;

/** The same incident in both languages, so that a word counts in either. */
export interface Seen {
  readonly en: Pick<IncidentView, 'verdict' | 'plan'>;
  readonly chinese: Pick<IncidentView, 'verdict' | 'plan'>;
}

interface ReadCause {
  readonly cause: CauseView;
  readonly words: string;
}

export function judge(truth: Truth, seen: Seen): Judgement {
  const causes = readCauses(seen);
  const state = seen.en.verdict?.state ?? null;
  const plan = seen.en.plan;
  if (!isFault(truth)) {
    const isQuiet = causes.length === 0 && state === (isHealthy(truth) ? 'healthy' : 'unknown');
    return {
      isSystemRight: causes.length === 0,
      isTop1: isQuiet,
      isTop3: isQuiet,
      isActionRight: plan === null,
      falseAccusations: causes.map(({ cause }) => titleOf(cause)),
    };
  }
  const faults = faultsOf(truth);
  const [first] = causes;
  return {
    isSystemRight: first !== undefined && faults.some(({ system }) => listOf(system).includes(first.cause.systemId)),
    isTop1: first !== undefined && faults.some((fault) => fits(fault, first)),
    isTop3: faults.every((fault) => causes.slice(0, 3).some((cause) => fits(fault, cause))),
    isActionRight: isActionRight(faults, plan),
    falseAccusations: causes
      .filter((each, index) => (index === 0 || each.cause.state === 'confirmed') && !isTrue(truth, each))
      .map(({ cause }) => titleOf(cause)),
  };
}

export function isFault(truth: Truth): truth is Fault {
  return typeof truth === 'object' && 'system' in truth;
}

/** The actions that are right; empty when none is, null when the scenario doesn't say. */
export function expectedActions(truth: Truth): readonly string[] | null {
  if (!isFault(truth)) return [];
  const named = faultsOf(truth).flatMap(({ action }) => (action === undefined ? [] : listOf(action)));
  return named.length === 0 ? null : named.filter((action) => action !== 'none');
}

function isHealthy(truth: Exclude<Truth, Fault>): boolean {
  return truth === 'healthy' || (typeof truth === 'object' && 'healthy' in truth);
}

function faultsOf({ also, tolerates: _consequences, ...main }: Fault): readonly Accusation[] {
  return [main, ...also];
}

function readCauses({ en, chinese }: Seen): readonly ReadCause[] {
  return (en.verdict?.causes ?? []).map((cause, index) => {
    const other = chinese.verdict?.causes[index];
    return { cause, words: plain([cause.title, cause.explanation, other?.title ?? '', other?.explanation ?? ''].join('\n')) };
  });
}

function fits(
  { system, words }: Pick<Accusation, 'words'> & { readonly system?: Accusation['system'] | undefined },
  cause: ReadCause,
): boolean {
  if (system !== undefined && !listOf(system).includes(cause.cause.systemId)) return false;
  return words.every((group) => wordsOf(group).some((word) => cause.words.includes(plain(word))));
}

function isTrue(truth: Fault, cause: ReadCause): boolean {
  return [...faultsOf(truth), ...truth.tolerates].some((each) => fits(each, cause));
}

/** Every step is one that was expected, and there is one; or none is, and none was. `none` beside actions allows either. */
function isActionRight(faults: readonly Accusation[], plan: PlanView | null): boolean | null {
  const named = faults.flatMap(({ action }) => (action === undefined ? [] : listOf(action)));
  if (named.length === 0) return null;
  if (plan === null) return named.includes('none');
  return plan.steps.length > 0 && plan.steps.every(({ action }) => named.includes(action));
}

function wordsOf(group: WordGroup): readonly string[] {
  if (typeof group === 'string') return [group];
  return Array.isArray(group) ? group : Object.values(group).flatMap((words) => words ?? []);
}

function listOf(given: string | readonly string[]): readonly string[] {
  return typeof given === 'string' ? [given] : given;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ');
}

function titleOf({ systemId, signatureId, state, title }: CauseView): string {
  return `${systemId}: ${title} [${signatureId ?? '?'}, ${state}]`;
}
