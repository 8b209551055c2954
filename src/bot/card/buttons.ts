/** Which buttons a card carries: at most three, the rest in the overflow. Values hold ids only. */

import type { CardButton, CardForm } from '../../domain/card.ts';
import { isDetectionGroup } from '../../domain/detection.ts';
import { isStorm } from '../../domain/storm.ts';
import type { Locale } from '../../domain/text.ts';
import { botText } from '../../text/bot.ts';
import { cardText } from '../../text/card.ts';
import { type CardInput, say } from './card-input.ts';

type ButtonName =
  | 'approve'
  | 'reject'
  | 'details'
  | 'stop'
  | 'undo'
  | 'acknowledge'
  | 'stillOnIt'
  | 'snooze'
  | 'wake'
  | 'resolve'
  | 'resume'
  | 'again'
  | 'changed'
  | 'room'
  | 'unmerge'
  | 'silenceHour'
  | 'silenceHours'
  | 'silenceOpen'
  | 'useless'
  | 'useful';

const ids: Readonly<Record<ButtonName, string>> = {
  approve: 'approve',
  reject: 'reject',
  details: 'details',
  stop: 'stop',
  undo: 'undo',
  acknowledge: 'acknowledge',
  stillOnIt: 'acknowledge',
  snooze: 'snooze-30m',
  wake: 'end-snooze',
  resolve: 'resolve',
  resume: 'resume',
  again: 'investigate-again',
  changed: 'what-changed',
  room: 'open-room',
  unmerge: 'unmerge',
  silenceHour: 'silence-1h',
  silenceHours: 'silence-4h',
  silenceOpen: 'silence-open',
  useless: 'mark-useless',
  useful: 'mark-useful',
};

const buttonsMax = 3;
/** Enough of the digest that nobody guesses it; the server compares it with the stored one. */
const digestPrefix = 16;

export function buttonsOf(input: CardInput): { readonly buttons: readonly CardButton[]; readonly overflow: readonly CardButton[] } {
  const names = [...new Set(namesOf(input))];
  const all = names.map((name, index) => button(input, name, index === 0));
  return { buttons: all.slice(0, buttonsMax), overflow: all.slice(buttonsMax) };
}

function namesOf(input: CardInput): readonly ButtonName[] {
  if (input.incident.mergedInto) return input.canUnmerge === true ? ['unmerge'] : [];
  const names = [...withSnooze(input, usualNames(input)), ...silenceNames(input)];
  const marks: readonly ButtonName[] = isDetectionGroup(input.incident.groupKey) ? ['useless', 'useful'] : [];
  return input.canOpenRoom === true && input.incident.status !== 'resolved' ? [...names, 'room', ...marks] : [...names, ...marks];
}

/** Beside taking over, as it is the other answer to a call; asking what changed gives way, where there is room for a few buttons only. */
function withSnooze({ incident, plan, calls }: CardInput, names: readonly ButtonName[]): readonly ButtonName[] {
  if (calls === undefined || incident.status === 'resolved' || plan?.state === 'approved' || plan?.state === 'running') return names;
  const snooze: ButtonName = calls.snoozed === null ? 'snooze' : 'wake';
  const at = names.indexOf('acknowledge') + 1;
  if (at === 0 && calls.isAsked === true) return ['stillOnIt', snooze, ...names];
  if (at === 0) return [...names, snooze];
  const after = names.slice(at).filter((name) => name !== 'changed');
  return [...names.slice(0, at), snooze, ...after, 'changed'];
}

/** A storm is about too much to be silenced as one. */
function silenceNames({ incident, plan }: CardInput): readonly ButtonName[] {
  if (plan?.state === 'approved' || plan?.state === 'running') return [];
  const canSilence = incident.status !== 'resolved' && incident.alertsFiring > 0 && !isStorm(incident);
  return canSilence ? ['silenceHour', 'silenceHours', 'silenceOpen'] : [];
}

function usualNames({ incident, plan }: CardInput): readonly ButtonName[] {
  const canUndo = plan?.steps.some((step) => step.undo.isPossible);
  if (plan?.state === 'approved' || plan?.state === 'running') return ['stop', 'details'];
  if (incident.status === 'resolved') return plan?.state === 'verified' && canUndo ? ['undo'] : [];
  const always: ButtonName[] =
    incident.status === 'triggered' && incident.origin !== 'question'
      ? ['acknowledge', 'again', 'changed', 'resolve']
      : ['again', 'changed', 'resolve'];
  if (plan?.state === 'pending') return ['approve', 'reject', 'details', ...always];
  if (incident.phase === 'received' || incident.phase === 'investigating') return always.filter((name) => name !== 'again');
  if ((plan?.state === 'stopped' || plan?.state === 'failed') && canUndo) return ['undo', ...always];
  if (plan?.state === 'verified' && canUndo) return [...always, 'undo'];
  return incident.verdict?.isPartial ? ['resume', ...always] : always;
}

function button(input: CardInput, name: ButtonName, isFirst: boolean): CardButton {
  const { incident, plan, locale } = input;
  const isOfPlan = name === 'approve' || name === 'reject' || name === 'details' || name === 'stop' || name === 'undo';
  const value = isOfPlan && plan !== null ? `${plan.id}:${plan.digest.slice(0, digestPrefix)}` : incident.id;
  const style = name === 'reject' || name === 'stop' || name === 'undo' ? 'danger' : isFirst ? 'primary' : 'default';
  const confirm =
    name === 'approve' && plan !== null ? { confirm: say(locale, 'approveConfirm', { title: plan.title[locale] }).slice(0, 300) } : {};
  const form = name === 'reject' && plan !== null ? { form: rejectForm(plan.id, locale) } : {};
  return { id: ids[name], label: cardText[name][locale], style, value, ...confirm, ...form };
}

/** The same that a click on the button opens where the platform has forms of its own. */
function rejectForm(planId: string, locale: Locale): CardForm {
  return {
    id: `reject:${planId}`,
    fieldId: 'reason',
    label: botText.rejectReason[locale],
    placeholder: botText.rejectReasonHint[locale],
  };
}
