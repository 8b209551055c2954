/** Whether somebody else has set what a step changes: between the proposal and the approval, or between the step and its undo. */

import { maskSecrets } from '../domain/mask-secrets.ts';
import { canonicalJson } from '../domain/plan-digest.ts';
import type { LocalText } from '../domain/text.ts';
import type { PlanStepRecord, Situation } from '../store/plan-contract.ts';
import type { Action, LookContext, SystemClient } from '../systems/contract.ts';
import { message } from '../text/messages.ts';

/** A step with what it takes to ask its system. */
export interface AskedStep {
  readonly step: PlanStepRecord;
  readonly action: Action<SystemClient>;
  readonly client: SystemClient;
  readonly context: LookContext;
}

/** Longer values are cut: a policy or a list of rules is no line of text. */
const shownMax = 160;

/** What the step's undo would bring back, as it is now; null for an action that does not tell. Throws SystemError. */
export async function presentOf({ step, action, client, context }: AskedStep, before: Situation): Promise<Situation | null> {
  if ('impossible' in action.undo || action.undo.present === undefined) return null;
  return action.undo.present(client, step.arguments, before, context);
}

/** What is no longer as it was when the step was proposed, in words; null when nothing is. Throws SystemError. */
export async function changedSinceProposal(asked: AskedStep, before: Situation): Promise<LocalText | null> {
  const { proposedOn } = asked.step;
  if (proposedOn === null) return null;
  const now = await presentOf(asked, before);
  if (now === null || isAs(now, proposedOn)) return null;
  return message('step.changedSinceProposal', { was: shown(proposedOn, now), now: shown(now, now) });
}

/**
 * What is neither as it was before the step nor as the step left it, in words: somebody else has set it, and an undo would overwrite that.
 * Null when the step may be taken back. Throws SystemError.
 */
export async function changedSinceStep(asked: AskedStep): Promise<LocalText | null> {
  const { step, action, client, context } = asked;
  const before = step.before ?? {};
  const now = await presentOf(asked, before);
  if (now === null || isAs(now, before)) return null;
  const left = step.leftAs;
  if (left !== null && isAs(now, left)) return null;
  // Many a system tells what was set only a moment later: then it has to say whether this is what was asked of it.
  const isUnknown = left === null || isAs(left, before);
  if (isUnknown && (await action.isApplied(client, step.arguments, before, context))) return null;
  return message('step.changedSinceStep', { left: shown(left ?? before, now), now: shown(now, now) });
}

function isAs(now: Situation, then: Situation): boolean {
  return Object.entries(now).every(([name, value]) => canonicalJson(value ?? null) === canonicalJson(then[name] ?? null));
}

/** The parts of `all` that `now` is about. */
function shown(all: Situation, now: Situation): string {
  const parts = Object.keys(now).map((name) => {
    const value = all[name] ?? null;
    return `${name} ${typeof value === 'object' ? canonicalJson(value) : String(value)}`;
  });
  const text = maskSecrets(parts.join(', '));
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
}
