/** The plan on the card: each step with its tick, and while it waits for approval all that a person must know to decide. */

import { paragraph, type Rich, type Span } from '../../domain/card.ts';
import type { Plan, PlanStep, StepState } from '../../domain/plan.ts';
import type { Locale } from '../../domain/text.ts';
import { cardText } from '../../text/card.ts';
import { labelled, say } from './card-input.ts';

const ticks: Readonly<Record<StepState, string>> = {
  waiting: '⬜',
  checking: '🔍',
  applying: '⏳',
  verifying: '⏳',
  verified: '✅',
  already: '☑️',
  blocked: '⛔',
  failed: '❌',
  undoing: '↩️',
  undone: '↩️',
  undo_failed: '❗',
  skipped: '➖',
};

const textLengthMax = 300;
const stepsMax = 6;

export function planLines(plan: Plan, locale: Locale): readonly Rich[] {
  const isOpen = plan.state === 'pending';
  const lines = plan.steps.slice(0, stepsMax).flatMap((step, index) => stepLines(step, index, isOpen, locale));
  if (plan.steps.length > stepsMax) lines.push(paragraph(`… +${plan.steps.length - stepsMax}`));
  return lines;
}

function stepLines(step: PlanStep, index: number, isOpen: boolean, locale: Locale): readonly Rich[] {
  const risk = say(locale, 'risk', { risk: cardText[`risk.${step.risk}`][locale] });
  const head: Span[] = [
    { type: 'text', text: `${ticks[step.state]} ${index + 1}. ` },
    { type: 'text', text: labelled(locale, step.systemId, step.summary[locale]).slice(0, textLengthMax), style: 'bold' },
    { type: 'text', text: ` · ${risk}` },
  ];
  if (!isOpen)
    return [
      {
        type: 'paragraph',
        spans: step.note === null ? head : [...head, { type: 'text', text: ` — ${step.note[locale]}`.slice(0, textLengthMax) }],
      },
    ];
  const command = Object.entries(step.arguments)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
  const undo = say(locale, step.undo.isPossible ? 'stepUndo' : 'stepNoUndo', { undo: step.undo.summary[locale] });
  return [
    { type: 'paragraph', spans: head },
    { type: 'paragraph', spans: [{ type: 'text', text: `${step.action} ${command}`.slice(0, textLengthMax), style: 'code' }] },
    paragraph(say(locale, 'stepWhy', { why: step.why[locale] }).slice(0, textLengthMax)),
    paragraph(say(locale, 'stepEffect', { effect: step.effect[locale], verification: step.verification[locale] }).slice(0, textLengthMax)),
    paragraph(undo.slice(0, textLengthMax)),
  ];
}
