/** “Why was nobody paged?”, snoozing, and the report of a handover, in chat. */

import type { CallsView } from '../domain/calls-view.ts';
import { paragraph, type Rich } from '../domain/card.ts';
import { ZhibanError } from '../domain/errors.ts';
import { fill } from '../domain/text.ts';
import { momentText } from '../operations/noise-view.ts';
import type { Thread } from '../store/contract.ts';
import { nextCallText, wayText } from '../text/calls.ts';
import type { Turn } from './handle-inbound.ts';
import { handoverRich } from './handover-poster.ts';
import type { LadderCommand } from './parse-ladder.ts';

/** The latest; all of them are on the page of the incident. */
const shownMax = 15;
const usualMs = 30 * 60_000;

export async function handleLadder(turn: Turn, command: LadderCommand, thread: Thread | null): Promise<void> {
  if (command.name === 'handover') {
    const views = await turn.deps.operations.handover(turn.caller, undefined);
    return turn.reply(views.flatMap((view) => handoverRich(view, turn.caller.locale)));
  }
  const target = command.target === '' ? (thread?.incidentId ?? '') : command.target;
  if (target === '') throw new ZhibanError('invalid', turn.say('noIncident', { command: command.name }));
  const { operations } = turn.deps;
  if (command.name === 'why-called') return turn.reply(callsReply(turn, await operations.explainCalls(turn.caller, target)));
  if (command.name === 'unsnooze') return turn.whisper('ok', await endSnooze(turn, target));
  await turn.whisper('ok', await snooze(turn, target, command.durationMs === 0 ? usualMs : command.durationMs));
}

/** A click on the card: `snooze-30m`, or `end-snooze`. */
export async function snoozeByCard(turn: Turn, actionId: string, incidentId: string): Promise<string> {
  return actionId === 'end-snooze' ? endSnooze(turn, incidentId) : snooze(turn, incidentId, usualMs);
}

async function snooze(turn: Turn, target: string, durationMs: number): Promise<string> {
  const { code, snoozedUntil } = await turn.deps.operations.snooze(turn.caller, target, durationMs);
  return turn.say('snoozed', { code, until: momentText(snoozedUntil ?? '', turn.caller.locale) });
}

async function endSnooze(turn: Turn, target: string): Promise<string> {
  const { code } = await turn.deps.operations.endSnooze(turn.caller, target);
  return turn.say('snoozeEnded', { code });
}

function callsReply(turn: Turn, { code, headline, next, calls }: CallsView): readonly Rich[] {
  const { locale } = turn.caller;
  const shown = calls.slice(-shownMax);
  const rows = shown.map(({ at, level, text }) => [
    { type: 'text' as const, text: momentText(at, turn.caller.locale), style: 'bold' as const },
    { type: 'text' as const, text: `${level === null ? '' : ` · ${turn.say('callLevel', { level })}`} · ${text}` },
  ]);
  const ahead = next.slice(0, 1).map(({ at, way, people }) => {
    const who = people.map(({ name }) => name).join(locale === 'en' ? ', ' : '、') || '—';
    return paragraph(fill(nextCallText[locale], { who, how: wayText[way][locale], at: momentText(at, locale) }));
  });
  return [
    paragraph(`${code} · ${headline}`),
    ...ahead,
    ...(rows.length === 0 ? [] : [{ type: 'list' as const, isOrdered: false, items: rows }]),
  ];
}
