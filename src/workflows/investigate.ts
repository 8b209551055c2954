/** One investigation: first looks, then the looks that separate the leading hypotheses, then the verdict. Budgets are hard. */

import { isCancellation, log, patched, workflowInfo } from '@temporalio/workflow';
import type {
  AfterLooks,
  BudgetLimits,
  IncidentScope,
  InvestigationScope,
  LookOrder,
  RoundEnd,
  ThinkOutcome,
} from '../activities/contract.ts';
import type { VerdictState } from '../domain/verdict.ts';
import { looks, models, type Records, records, roundOfLooks } from './proxies.ts';
import { reasonOf } from './reason.ts';

/** Rounds of looks without a model; the first is the parallel first pass. */
const roundsMax = 4;

interface Spending {
  probes: number;
  turns: number;
  tokens: number;
}

/** How an investigation is written down, which depends on when its history began. */
export interface Manner {
  readonly records: Records;
  readonly looksTogether: () => boolean;
}

/** A workflow of its own, as of incidents that began before their history took in the investigation. */
export async function investigate(incident: IncidentScope, run: number): Promise<{ readonly state: VerdictState }> {
  const scope: InvestigationScope = { ...incident, run, startedAtMs: workflowInfo().startTime.getTime() };
  return investigateIn(scope, { records, looksTogether: () => patched('looks-together') });
}

/** Within the workflow that calls it. */
export async function investigateIn(scope: InvestigationScope, manner: Manner): Promise<{ readonly state: VerdictState }> {
  const { budget, usesModel, looks: first } = await manner.records.openInvestigation(scope);
  const spending: Spending = { probes: 0, turns: 0, tokens: 0 };
  const orders = first ?? (await manner.records.chooseLooks(scope));
  const course: Course = { scope, manner, budget, spending };
  const { isThrough, state } = await lookInRounds(course, orders, !usesModel);
  if (state !== null) return { state };
  const isComplete = usesModel && isThrough ? await lookWithModel(course) : isThrough;
  return manner.records.concludeInvestigation(scope, { isPartial: !isComplete });
}

interface Course {
  readonly scope: InvestigationScope;
  readonly manner: Manner;
  readonly budget: BudgetLimits;
  readonly spending: Spending;
}

interface Rounds {
  /** False when a budget ended them. */
  readonly isThrough: boolean;
  /** Of the verdict, where the last round has drawn it already. */
  readonly state: VerdictState | null;
}

async function lookInRounds(course: Course, first: readonly LookOrder[], mayConclude: boolean): Promise<Rounds> {
  let orders = first;
  for (let round = 1; round <= roundsMax; round += 1) {
    const { isThrough, end } = await takeLooks(course, orders, { round, isLast: round === roundsMax, mayConclude });
    if (!isThrough) return { isThrough, state: null };
    const ranked = end ?? (await course.manner.records.rankHypotheses(course.scope, round));
    if (end !== null && end.state !== null) return { isThrough, state: end.state };
    if (ranked.isDecided || ranked.next.length === 0) break;
    orders = ranked.next;
  }
  return { isThrough: true, state: null };
}

async function lookWithModel(course: Course): Promise<boolean> {
  const { scope, budget, spending } = course;
  while (spending.turns < budget.llmCallsMax && spending.tokens < budget.tokensMax && !isLate(scope, budget)) {
    const thought = await think(course);
    spending.turns += 1;
    if (thought === null) return false;
    spending.tokens += thought.tokens;
    // The offline verdict stands when no model answers: nothing is missing that was promised.
    if (thought.unavailable !== null || thought.isDone) return true;
    if (!(await takeLooks(course, thought.looks, null)).isThrough) return false;
  }
  return false;
}

/** Null when the turn did not end within the time that is left, or broke: what was found so far stands. */
async function think({ scope, budget, spending }: Course): Promise<ThinkOutcome | null> {
  const leftMs = Math.max(1_000, scope.startedAtMs + budget.secondsMax * 1_000 - Date.now());
  try {
    return await models(leftMs).think(scope, spending.turns + 1, budget.tokensMax - spending.tokens);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('A turn of the model did not end', { reason: reasonOf(error).text });
    return null;
  }
}

interface Taken {
  /** False when the budget did not allow everything, or something broke. */
  readonly isThrough: boolean;
  /** What came after the looks, where that was done with them. */
  readonly end: RoundEnd | null;
}

/** Runs what the budget still allows, all at once. */
async function takeLooks(course: Course, orders: readonly LookOrder[], then: AfterLooks | null): Promise<Taken> {
  const { scope, manner, budget, spending } = course;
  const allowed = isLate(scope, budget) ? [] : orders.slice(0, Math.max(0, budget.probesMax - spending.probes));
  const isAll = allowed.length === orders.length;
  spending.probes += allowed.length;
  if (allowed.length === 0) return { isThrough: isAll, end: null };
  if (!manner.looksTogether()) return { isThrough: (await lookEach(scope, allowed)) && isAll, end: null };
  const taken = await lookTogether(scope, allowed, isAll ? then : null);
  return { ...taken, isThrough: taken.isThrough && isAll };
}

async function lookTogether(scope: InvestigationScope, orders: readonly LookOrder[], then: AfterLooks | null): Promise<Taken> {
  try {
    const longestMs = Math.max(...orders.map(({ timeoutMs }) => timeoutMs));
    return { isThrough: true, end: (await roundOfLooks(longestMs).takeLooks(scope, orders, then)) ?? null };
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('A round of looks did not end', { reason: reasonOf(error).text });
    return { isThrough: false, end: null };
  }
}

/** As investigations did that began before looks were taken together. */
async function lookEach(scope: InvestigationScope, orders: readonly LookOrder[]): Promise<boolean> {
  const ended = await Promise.allSettled(orders.map((order) => looks(order.timeoutMs).runProbe(scope, order)));
  return ended.every((each) => each.status === 'fulfilled');
}

/** `Date.now()` is the workflow's own clock here: the same in every replay. */
function isLate(scope: InvestigationScope, budget: BudgetLimits): boolean {
  return Date.now() - scope.startedAtMs > budget.secondsMax * 1_000;
}
