/** Buttons and forms: the value names the record, the envelope names the person, the operation decides. */

import type { Inbound } from '../adapters/contract.ts';
import type { Risk } from '../domain/plan.ts';
import { cardText } from '../text/card.ts';
import { approvalText, markDetection, openRoom } from './handle-command.ts';
import type { Turn } from './handle-inbound.ts';
import { snoozeByCard } from './handle-ladder.ts';
import { undoMove } from './handle-moves.ts';
import { silenceByCard } from './handle-noise.ts';

type Click = Extract<Inbound, { type: 'click' }>;
type Submission = Extract<Inbound, { type: 'form' }>;

const detailsLengthMax = 2_800;

export async function handleClick(turn: Turn, event: Click): Promise<void> {
  const { operations } = turn.deps;
  const [id = '', digest = ''] = event.value.split(':');
  switch (event.actionId) {
    case 'approve':
      return turn.whisper('ok', approvalText(turn, await operations.approve(turn.caller, id, digest)));
    case 'reject':
      return openRejectForm(turn, event, id);
    case 'details':
      return turn.whisper('info', await planDetails(turn, id));
    case 'stop':
      await operations.stop(turn.caller, id);
      return turn.whisper('ok', turn.say('stopping'));
    case 'undo':
      await operations.undo(turn.caller, id);
      return turn.whisper('ok', turn.say('undoing'));
    case 'acknowledge': {
      const incident = await operations.acknowledge(turn.caller, id);
      return turn.whisper('ok', turn.say('acknowledged', { code: incident.code }));
    }
    case 'resolve': {
      const incident = await operations.resolve(turn.caller, id, '');
      return turn.whisper('ok', turn.say('resolved', { code: incident.code }));
    }
    case 'snooze-30m':
    case 'end-snooze':
      return turn.whisper('ok', await snoozeByCard(turn, event.actionId, id));
    case 'silence-1h':
    case 'silence-4h':
    case 'silence-open':
      return turn.whisper('ok', await silenceByCard(turn, event.actionId, id));
    case 'unmerge':
      return turn.whisper('ok', await undoMove(turn, id));
    case 'open-room':
      return turn.whisper('ok', await openRoom(turn, id));
    case 'mark-useless':
    case 'mark-useful':
      return turn.whisper('ok', await markDetection(turn, id, event.actionId === 'mark-useful' ? 'useful' : 'useless'));
    case 'investigate-again':
    case 'what-changed':
    case 'resume':
      await operations.steer(turn.caller, id, { kind: event.actionId, text: '', key: `${event.actor.adapter}:${event.key}` });
      return turn.whisper('ok', turn.say('askedFollowUp'));
    default:
      turn.deps.log.warn({ action: event.actionId }, 'A button of an unknown kind was clicked');
  }
}

/** Where the platform has no form, the reason is asked for in words. */
async function openRejectForm(turn: Turn, event: Click, planId: string): Promise<void> {
  const isOpen = await event.responder.openForm({
    id: `reject:${planId}`,
    title: turn.say('rejectTitle'),
    submit: turn.say('submit'),
    fields: [
      { id: 'reason', label: turn.say('rejectReason'), isMultiline: true, isRequired: false, placeholder: turn.say('rejectReasonHint') },
    ],
  });
  if (isOpen) return;
  await turn.deps.operations.reject(turn.caller, planId, '');
  await turn.whisper('ok', turn.say('rejected'));
}

export async function handleForm(turn: Turn, event: Submission): Promise<void> {
  const [kind = '', id = ''] = event.formId.split(':');
  if (kind !== 'reject') {
    turn.deps.log.warn({ form: event.formId }, 'A form of an unknown kind was submitted');
    return;
  }
  await turn.deps.operations.reject(turn.caller, id, event.fields.reason ?? '');
  await turn.whisper('ok', turn.say('rejected'));
}

function riskOf(turn: Turn, risk: Risk): string {
  return cardText[`risk.${risk}`][turn.caller.locale];
}

async function planDetails(turn: Turn, planId: string): Promise<string> {
  const plan = await turn.deps.operations.showPlan(turn.caller, planId);
  const steps = plan.steps.map((step, index) =>
    [
      turn.say('stepHead', { index: index + 1, system: step.systemId, summary: step.summary, risk: riskOf(turn, step.risk) }),
      `   ${step.action} ${JSON.stringify(step.arguments)}`,
      `   ${step.why}`,
      `   ${step.effect} · ${step.verification}`,
      `   ${step.undo.summary}`,
      `   ${step.evidenceIds.join(' ')}`,
    ].join('\n'),
  );
  const head = turn.say('planDetails', { plan: plan.id, risk: riskOf(turn, plan.risk), digest: plan.digest.slice(0, 16) });
  return [head, ...steps].join('\n').slice(0, detailsLengthMax);
}
