/** What waits for whom. */

import type { Plan } from '../../domain/plan.ts';
import { onlyReads } from '../../systems/commands/actions/command-action.ts';
import { cardText } from '../../text/card.ts';
import { type CardInput, listed, say, timeIn } from './card-input.ts';

const approversMax = 4;

export function nextLine(input: CardInput): string {
  const { incident, plan, locale } = input;
  if (plan?.state === 'approved' || plan?.state === 'running') return runningLine(input, plan);
  if (incident.status === 'resolved') return plan?.state === 'verified' ? doneLine(input, plan) : say(locale, 'next.resolved');
  if (plan?.state === 'pending') return approvalLine(input, plan);
  if (incident.phase === 'received' || incident.phase === 'investigating') return say(locale, 'next.investigating');
  if (plan !== null && plan.state !== 'void') return endLine(input, plan);
  const verdict = incident.verdict;
  const advice = verdict?.causes[0]?.advice;
  if (advice) return say(locale, 'next.advice', { advice: advice[locale] });
  return say(locale, verdict?.state === 'healthy' ? 'next.none' : 'next.unknown');
}

function approvalLine({ plan: _plan, ...input }: CardInput, plan: Plan): string {
  const given = input.approvals.filter((each) => each.decision === 'approve').map((each) => each.personName);
  if (given.length > 0)
    return say(input.locale, 'next.second', { given: listed(input.locale, given), missing: plan.approvalsNeeded - given.length });
  const who = listed(input.locale, input.approvers.slice(0, approversMax)) || cardText.anyone[input.locale];
  return say(input.locale, 'next.approve', { who, until: timeIn(input.timeZone, plan.expiresAt) });
}

function runningLine({ locale, approvals }: CardInput, plan: Plan): string {
  const person = approvals.find((each) => each.decision === 'approve')?.personName ?? '';
  if (plan.state === 'approved') return say(locale, 'next.starting', { person });
  const isDone = (state: string): boolean => state === 'verified' || state === 'already';
  const step = Math.min(plan.steps.length, plan.steps.filter((each) => isDone(each.state)).length + 1);
  return say(locale, 'next.running', { step, steps: plan.steps.length });
}

/** What only read has fixed nothing. */
function doneLine({ incident, locale }: CardInput, plan: Plan): string {
  if (onlyReads(plan.steps)) return say(locale, 'next.ran');
  return say(locale, incident.status !== 'resolved' && incident.alertsFiring > 0 ? 'next.verifiedWatching' : 'next.verified');
}

function endLine(input: CardInput, plan: Plan): string {
  const { locale, approvals } = input;
  if (plan.state === 'verified') return doneLine(input, plan);
  if (plan.state === 'rejected')
    return say(locale, 'next.rejected', { person: approvals.find((each) => each.decision === 'reject')?.personName ?? '' });
  if (
    plan.state === 'rolled_back' ||
    plan.state === 'failed' ||
    plan.state === 'stopped' ||
    plan.state === 'undone' ||
    plan.state === 'expired'
  ) {
    return say(locale, `next.${plan.state}`);
  }
  return say(locale, 'next.unknown');
}
