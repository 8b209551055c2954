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
import { looks, models, records, roundOfLooks } from './proxies.ts';
import { reasonOf } from './reason.ts';

/** Rounds of looks without a model; the first is the parallel first pass. */
const roundsMax = 4;

interface Spending {
  probes: number;
  turns: number;
  tokens: number;
}

export async function investigate(incident: IncidentScope, run: number): Promise<{ readonly state: VerdictState }> {
  const scope: InvestigationScope = { ...incident, run, startedAtMs: workflowInfo().startTime.getTime() };
  const { budget, usesModel, looks: first } = await records.openInvestigation(scope);
  const spending: Spending = { probes: 0, turns: 0, tokens: 0 };
  const orders = first ?? (await records.chooseLooks(scope));
  const { isThrough, state } = await lookInRounds(scope, orders, budget, spending, !usesModel);
  if (state !== null) return { state };
  const isComplete = usesModel && isThrough ? await lookWithModel(scope, budget, spending) : isThrough;
  return records.concludeInvestigation(scope, { isPartial: !isComplete });
}

interface Rounds {
  /** False when a budget ended them. */
  readonly isThrough: boolean;
  /** Of the verdict, where the last round has drawn it already. */
  readonly state: VerdictState | null;
}

async function lookInRounds(
  scope: InvestigationScope,
  first: readonly LookOrder[],
  budget: BudgetLimits,
  spending: Spending,
  mayConclude: boolean,
): Promise<Rounds> {
  let orders = first;
  for (let round = 1; round <= roundsMax; round += 1) {
    const { isThrough, end } = await takeLooks(scope, orders, budget, spending, { round, isLast: round === roundsMax, mayConclude });
    if (!isThrough) return { isThrough, state: null };
    const ranked = end ?? (await records.rankHypotheses(scope, round));
    if (end !== null && end.state !== null) return { isThrough, state: end.state };
    if (ranked.isDecided || ranked.next.length === 0) break;
    orders = ranked.next;
  }
  return { isThrough: true, state: null };
}

async function lookWithModel(scope: InvestigationScope, budget: BudgetLimits, spending: Spending): Promise<boolean> {
  while (spending.turns < budget.llmCallsMax && spending.tokens < budget.tokensMax && !isLate(scope, budget)) {
    const thought = await think(scope, budget, spending);
    spending.turns += 1;
    if (thought === null) return false;
    spending.tokens += thought.tokens;
    // The offline verdict stands when no model answers: nothing is missing that was promised.
    if (thought.unavailable !== null || thought.isDone) return true;
    if (!(await takeLooks(scope, thought.looks, budget, spending, null)).isThrough) return false;
  }
  return false;
}

/** Null when the turn did not end within the time that is left, or broke: what was found so far stands. */
async function think(scope: InvestigationScope, budget: BudgetLimits, spending: Spending): Promise<ThinkOutcome | null> {
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
async function takeLooks(
  scope: InvestigationScope,
  orders: readonly LookOrder[],
  budget: BudgetLimits,
  spending: Spending,
  then: AfterLooks | null,
): Promise<Taken> {
  const allowed = isLate(scope, budget) ? [] : orders.slice(0, Math.max(0, budget.probesMax - spending.probes));
  const isAll = allowed.length === orders.length;
  spending.probes += allowed.length;
  if (allowed.length === 0) return { isThrough: isAll, end: null };
  if (!patched('looks-together')) return { isThrough: (await lookEach(scope, allowed)) && isAll, end: null };
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
