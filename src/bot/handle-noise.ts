/** Silences and "why was I not told?", said in chat. */

import { matcherText } from '../analysis/noise/matchers.ts';
import { paragraph, type Rich } from '../domain/card.ts';
import type { SilenceView } from '../domain/silence.ts';
import type { SuppressedView } from '../domain/suppression.ts';
import { momentText } from '../operations/noise-view.ts';
import type { Thread } from '../store/contract.ts';
import type { Turn } from './handle-inbound.ts';
import type { NoiseCommand } from './parse-noise.ts';

const shownMax = 8;
const idShown = 8;
const titleLengthMax = 120;

export async function handleNoise(turn: Turn, command: NoiseCommand, thread: Thread | null): Promise<void> {
  switch (command.name) {
    case 'silence':
      return silence(turn, command, thread);
    case 'silences':
      return list(turn);
    case 'expire-silence': {
      const { silence: over } = await turn.deps.operations.expireSilence(turn.caller, command.target);
      return turn.reply([paragraph(turn.say('silenceOver', { id: over.id.slice(0, idShown) }))]);
    }
    default:
      return why(turn, command.target);
  }
}

async function silence(turn: Turn, command: Extract<NoiseCommand, { name: 'silence' }>, thread: Thread | null): Promise<void> {
  const target = command.target === '' ? (thread?.incidentId ?? '') : command.target;
  const { durationMs, comment } = command;
  await turn.reply([paragraph(silenced(turn, await turn.deps.operations.addSilence(turn.caller, { target, durationMs, comment })))]);
}

const hourMs = 3_600_000;

/** A choice on the card: `silence-1h`, `silence-4h`, `silence-open` as long as the incident is. */
export async function silenceByCard(turn: Turn, actionId: string, incidentId: string): Promise<string> {
  const incident = await turn.deps.operations.showIncident(turn.caller, incidentId);
  const hours = Number(/\d+/.exec(actionId)?.[0] ?? 0);
  const made = await turn.deps.operations.addSilence(turn.caller, {
    target: incident.code,
    comment: turn.say('silenceByCard', { code: incident.code }),
    ...(hours > 0 ? { durationMs: hours * hourMs } : { untilResolved: incident.id }),
  });
  return silenced(turn, made);
}

export function silenced(turn: Turn, made: { readonly silence: SilenceView; readonly matching: number }): string {
  const { id, endsAt } = made.silence;
  const values = {
    id: id.slice(0, idShown),
    until: momentText(endsAt, turn.caller.locale),
    what: scopeOf(made.silence),
    count: made.matching,
  };
  return turn.say(made.matching > 0 ? 'silencedMatching' : 'silenced', values);
}

async function list(turn: Turn): Promise<void> {
  const items = await turn.deps.operations.listSilences(turn.caller, { limit: shownMax });
  if (items.length === 0) return turn.reply([paragraph(turn.say('noSilence'))]);
  await turn.reply(
    listOf(
      turn.say('silencesHead'),
      items.map((item) => {
        const values = { until: momentText(item.endsAt, turn.caller.locale), by: item.createdBy, held: item.held, comment: item.comment };
        return [item.id.slice(0, idShown), ` ${scopeOf(item)} · ${turn.say('silenceLine', values)}`];
      }),
    ),
  );
}

async function why(turn: Turn, words: string): Promise<void> {
  const { items, told } = await turn.deps.operations.whyNotTold(turn.caller, words, shownMax);
  if (items.length === 0 && told.length === 0)
    return turn.reply([paragraph(turn.say('whyNone', { words: words.slice(0, titleLengthMax) }))]);
  const lines = [
    ...told.map(({ title, code, together }): readonly [string, string] => [
      code,
      ` ${turn.say('whyTold', { title: title.slice(0, titleLengthMax) })}${together === null ? '' : ` ${together}`}`,
    ]),
    ...items.map((item): readonly [string, string] => [item.title.slice(0, titleLengthMax), ` · ${reasonsOf(turn, item)}`]),
  ];
  await turn.reply(listOf(turn.say('whyHead'), lines));
}

function reasonsOf(turn: Turn, item: SuppressedView): string {
  const { locale } = turn.caller;
  const reasons = item.reasons.map(({ text }) => text).join(locale === 'en' ? '; ' : '；');
  const closed = item.closedAt === null ? '' : momentText(item.closedAt, locale);
  const key = item.state === 'held' ? 'whyHeld' : item.state === 'told' ? 'whyWasTold' : 'whyEnded';
  return turn.say(key, { reasons, since: momentText(item.since, locale), closed });
}

function scopeOf({ matchers }: SilenceView): string {
  return matchers.map(matcherText).join(' ');
}

function listOf(heading: string, items: readonly (readonly [string, string])[]): readonly Rich[] {
  const rows = items.map(([name, words]) => [
    { type: 'text' as const, text: name, style: 'bold' as const },
    { type: 'text' as const, text: words },
  ]);
  return [
    { type: 'heading', text: heading },
    { type: 'list', isOrdered: false, items: rows },
  ];
}
