/** What speaks against telling each alert: what it says itself, what else fires, how often it comes, whether it flaps. */

import { type FlappingStep, takeChange } from '../../analysis/noise/flapping.ts';
import type { Subject } from '../../analysis/noise/matchers.ts';
import type { Shaped } from '../../analysis/noise/rules.ts';
import type { IncomingAlert } from '../../domain/alert.ts';
import type { SuppressedAlert, SuppressionReason } from '../../domain/suppression.ts';
import { freeInhibited, inhibitorsOf } from '../../operations/noise/inhibitors.ts';
import type { Judge } from '../../operations/noise/judge.ts';
import type { TenantStore } from '../../store/contract.ts';
import { meaningOf, placeKey } from '../../store/merge-alert.ts';

/** An alert as the rules have left it. */
export interface Candidate {
  readonly alert: IncomingAlert;
  readonly subject: Subject;
  readonly met: Shaped['met'];
  readonly held: SuppressedAlert | null;
}

export interface Sorted extends Candidate {
  /** It is about an earlier time than what is held. */
  readonly isStale: boolean;
  readonly reasons: readonly SuppressionReason[];
  readonly flapping: FlappingStep | null;
  /** Counted by a rule that holds back until there are enough. */
  readonly counted: SuppressionReason | null;
}

export interface SortContext {
  readonly inside: TenantStore;
  readonly judge: Judge;
  readonly nowMs: number;
}

export async function sortAlerts(context: SortContext, candidates: readonly Candidate[]): Promise<readonly Sorted[]> {
  const { judge, nowMs } = context;
  const flapping = await readFlapping(context, candidates);
  const own = candidates.map((each): Sorted => {
    const { alert, subject, met, held } = each;
    const isStale = held !== null && meaningOf(held, alert) === 'stale';
    const step = isStale ? null : (flapping.get(placeKey(alert)) ?? null);
    const reasons = alert.status === 'firing' ? judge.reasonsFor(subject, met, nowMs) : [];
    return { ...each, isStale, counted: null, flapping: step, reasons: [...reasons, ...flappingReason(judge, step)] };
  });
  await keepInhibitors(context, own);
  return addHolds(context, await addInhibitions(context, own));
}

async function readFlapping(
  { inside, judge, nowMs }: SortContext,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, FlappingStep>> {
  if (!judge.book.flapping.isOn) return new Map();
  const alerts = candidates.map(({ alert }) => alert);
  const known = await inside.alertMemory.changesOf(alerts);
  const steps = alerts.map((alert) => ({ alert, step: takeChange(judge.book.flapping, known.get(placeKey(alert)) ?? null, alert, nowMs) }));
  const rows = steps.flatMap(({ alert: { groupKey, source, fingerprint }, step: { next } }) =>
    next === null ? [] : [{ ...next, groupKey, source, fingerprint }],
  );
  if (rows.length > 0) await inside.alertMemory.saveChanges(rows);
  return new Map(steps.map(({ alert, step }) => [placeKey(alert), step]));
}

function flappingReason({ book }: Judge, step: FlappingStep | null): readonly SuppressionReason[] {
  if (step?.state !== 'flaps' || step.calmAt === null) return [];
  const { changesMax, withinMinutes } = book.flapping;
  const name = `${changesMax}/${withinMinutes} min`;
  return [{ kind: 'flapping', id: 'flapping', name, by: 'zhiban', until: new Date(step.calmAt).toISOString() }];
}

/** First of all: what comes in the same body may be source and target. */
async function keepInhibitors({ inside, judge, nowMs }: SortContext, sorted: readonly Sorted[]): Promise<void> {
  if (judge.inhibitions.isEmpty) return;
  const current = sorted.filter(({ isStale, reasons }) => !isStale && !reasons.some(({ kind }) => kind === 'dropped'));
  const sources = current.filter(({ subject }) => judge.inhibitions.sourcesOf(subject).length > 0).map(({ alert }) => alert);
  const firing = inhibitorsOf(
    judge,
    sources.filter(({ status }) => status === 'firing'),
  );
  if (firing.length > 0) await inside.alertMemory.addInhibitors(firing);
  const ended = sources.filter(({ status }) => status === 'resolved');
  await freeInhibited(inside, ended.length === 0 ? [] : await inside.alertMemory.removeInhibitors(ended), nowMs);
}

async function addInhibitions({ inside, judge, nowMs }: SortContext, sorted: readonly Sorted[]): Promise<readonly Sorted[]> {
  if (judge.inhibitions.isEmpty) return sorted;
  const targets = sorted.map(({ alert, subject }) => (alert.status === 'firing' ? judge.inhibitions.targetsOf(subject) : []));
  if (targets.every((each) => each.length === 0)) return sorted;
  const found = await inside.alertMemory.inhibitorsOf(targets.flat(), nowMs);
  if (found.length === 0) return sorted;
  return sorted.map((each, index) => {
    const { source, fingerprint } = each.alert;
    const inhibitor = found.find(
      (other) =>
        (other.fingerprint !== fingerprint || other.source !== source) &&
        (targets[index] ?? []).some(
          ({ ruleId, key, isSource }) => ruleId === other.ruleId && key === other.key && !(isSource && other.isTarget),
        ),
    );
    if (inhibitor === undefined) return each;
    const { ruleId, title } = inhibitor;
    return { ...each, reasons: [...each.reasons, { kind: 'inhibition', id: ruleId, name: title, by: 'zhiban', until: null }] };
  });
}

/** Not told before so many have come; then those that were kept are told as well. */
async function addHolds({ inside, nowMs }: SortContext, sorted: readonly Sorted[]): Promise<readonly Sorted[]> {
  const counts = new Map<string, number>();
  const done: Sorted[] = [];
  for (const each of sorted) {
    const rule =
      each.alert.status === 'firing' && !each.isStale ? each.met.find(({ do: actions }) => actions.hold !== undefined) : undefined;
    const hold = rule?.do.hold;
    if (rule === undefined || hold === undefined) {
      done.push(each);
      continue;
    }
    const since = new Date(nowMs - hold.withinMinutes * 60_000).toISOString();
    const before = counts.get(rule.id) ?? (await inside.alertMemory.countHeld(rule.id, each.alert.groupKey, since));
    const count = before + (each.held === null ? 1 : 0);
    counts.set(rule.id, count);
    const name = `${rule.name}: ${hold.count}/${hold.withinMinutes} min`;
    const reason: SuppressionReason = { kind: 'hold', id: rule.id, name, by: 'zhiban', until: null };
    const isEnough = count >= hold.count;
    if (isEnough && each.held === null) await inside.suppressions.recheck(rule.id, nowMs);
    done.push(isEnough ? { ...each, counted: reason } : { ...each, reasons: [...each.reasons, reason] });
  }
  return done;
}
