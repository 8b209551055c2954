/** Whether an alert flaps: how often it began and ended of late. It is told once that it does, and then not until it has been calm. */

import type { RuleBook } from '../../domain/rule-book.ts';

export interface AlertChanges {
  readonly status: 'firing' | 'resolved';
  /** Of the life that is known. */
  readonly startsAt: string;
  /** When it began or ended, in epoch milliseconds, the oldest first. */
  readonly changes: readonly number[];
  readonly flappingSince: string | null;
}

export type FlappingRule = RuleBook['flapping'];

export interface FlappingStep {
  /** What is to be kept; null when nothing has to be written. */
  readonly next: AlertChanges | null;
  /**
   * - `steady`: goes on as ever.
   * - `starts`: flaps from now on; told this once.
   * - `flaps`: not told.
   * - `calms`: it was quiet for long enough, what it is now is told.
   */
  readonly state: 'steady' | 'starts' | 'flaps' | 'calms';
  readonly calmAt: number | null;
}

const changesKept = 50;
const steady: FlappingStep = { next: null, state: 'steady', calmAt: null };

/** What a notification means; `known` is null for an alert that never ended before. */
export function takeChange(
  rule: FlappingRule,
  known: AlertChanges | null,
  alert: { readonly status: 'firing' | 'resolved'; readonly startsAt: string },
  nowMs: number,
): FlappingStep {
  if (!rule.isOn) return steady;
  // The first beginning is written by the first end: most alerts never come back.
  if (known === null) return alert.status === 'firing' ? steady : { ...steady, next: begun(alert, nowMs) };
  // Comes late, about a life that is over.
  if (alert.startsAt < known.startsAt) return steady;
  const isChange = known.status !== alert.status || (alert.status === 'firing' && alert.startsAt > known.startsAt);
  const calmAt = (known.changes.at(-1) ?? 0) + rule.calmMinutes * 60_000;
  if (known.flappingSince !== null) return whileFlapping(rule, known, alert, { isChange, calmAt, nowMs });
  if (!isChange) return steady;
  const changes = [...known.changes, nowMs].filter((at) => at > nowMs - rule.withinMinutes * 60_000).slice(-changesKept);
  const isFlapping = alert.status === 'firing' && changes.length >= rule.changesMax;
  const next = {
    status: alert.status,
    startsAt: alert.startsAt,
    changes,
    flappingSince: isFlapping ? new Date(nowMs).toISOString() : null,
  };
  return { next, state: isFlapping ? 'starts' : 'steady', calmAt: isFlapping ? nowMs + rule.calmMinutes * 60_000 : null };
}

function whileFlapping(
  rule: FlappingRule,
  known: AlertChanges,
  alert: { readonly status: 'firing' | 'resolved'; readonly startsAt: string },
  { isChange, calmAt, nowMs }: { readonly isChange: boolean; readonly calmAt: number; readonly nowMs: number },
): FlappingStep {
  if (isChange) {
    const changes = [...known.changes, nowMs].slice(-changesKept);
    const next = { ...known, status: alert.status, startsAt: alert.startsAt, changes };
    // After a long quiet it begins anew.
    if (nowMs >= calmAt) return { next: { ...next, changes: [nowMs], flappingSince: null }, state: 'calms', calmAt: null };
    return { next, state: 'flaps', calmAt: nowMs + rule.calmMinutes * 60_000 };
  }
  if (nowMs < calmAt) return { next: null, state: 'flaps', calmAt };
  return { next: { ...known, changes: [], flappingSince: null }, state: 'calms', calmAt: null };
}

function begun({ status, startsAt }: { readonly status: 'firing' | 'resolved'; readonly startsAt: string }, nowMs: number): AlertChanges {
  return { status, startsAt, changes: [nowMs], flappingSince: null };
}
