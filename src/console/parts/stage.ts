/** Where an incident stands, in one colour and one word; list, header and cards agree on it. */

import type { CardTone } from '../../domain/card.ts';
import type { PlanState, StepState } from '../../domain/plan.ts';
import type { HypothesisState } from '../../domain/signature.ts';
import type { IncidentSummaryView } from '../../domain/view.ts';
import type { TextKey } from '../text.ts';

export interface Stage {
  readonly tone: CardTone;
  readonly key: TextKey;
}

/** Pure; the same order of questions as the status card asks, so that list and card never disagree. */
export function stageOf(
  incident: Pick<IncidentSummaryView, 'status' | 'phase' | 'origin' | 'planState' | 'verdictState' | 'alertsFiring'>,
): Stage {
  const { status, phase, planState, alertsFiring } = incident;
  if (status === 'resolved') return { tone: 'resolved', key: 'stage.resolved' };
  if (incident.verdictState === 'healthy') return { tone: 'resolved', key: 'verdict.healthy' };
  if (planState === 'pending') return { tone: 'waiting', key: 'stage.approval' };
  if (planState === 'approved' || planState === 'running') return { tone: 'investigating', key: 'stage.running' };
  if (phase === 'received' && incident.origin !== 'question') return { tone: 'firing', key: 'stage.firing' };
  if (phase === 'received' || phase === 'investigating') return { tone: 'investigating', key: 'stage.investigating' };
  if (planState === 'verified') {
    return alertsFiring > 0 ? { tone: 'investigating', key: 'stage.watching' } : { tone: 'resolved', key: 'stage.mitigated' };
  }
  return alertsFiring > 0 ? { tone: 'firing', key: 'stage.firing' } : { tone: 'waiting', key: 'stage.waiting' };
}

export const planTones: Readonly<Record<PlanState, CardTone>> = {
  pending: 'waiting',
  approved: 'investigating',
  running: 'investigating',
  verified: 'resolved',
  rolled_back: 'firing',
  failed: 'firing',
  rejected: 'snoozed',
  expired: 'snoozed',
  void: 'snoozed',
  stopped: 'snoozed',
  undone: 'snoozed',
};

export const stepTones: Readonly<Record<StepState, CardTone>> = {
  waiting: 'snoozed',
  checking: 'investigating',
  applying: 'investigating',
  verifying: 'investigating',
  verified: 'resolved',
  already: 'resolved',
  blocked: 'firing',
  failed: 'firing',
  undoing: 'investigating',
  undone: 'snoozed',
  undo_failed: 'firing',
  skipped: 'snoozed',
};

/** The tick of a step; words stand beside it, so it may be small. */
export const stepMarks: Readonly<Record<StepState, string>> = {
  waiting: '○',
  checking: '◔',
  applying: '◑',
  verifying: '◕',
  verified: '✓',
  already: '✓',
  blocked: '✕',
  failed: '✕',
  undoing: '↺',
  undone: '↩',
  undo_failed: '!',
  skipped: '–',
};

export const hypothesisMarks: Readonly<Record<HypothesisState, string>> = {
  suspected: '○',
  strengthened: '↑',
  weakened: '↓',
  refuted: '✕',
  confirmed: '●',
};

export const verdictMarks = { confirmed: '●', likely: '◐', unknown: '○', healthy: '✓' } as const;
