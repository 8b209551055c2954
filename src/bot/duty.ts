/** Who is on duty, and taking a shift, in chat: words may be misread, so a change is said back and waits for a word of confirmation. */

import { parseMarkdown } from '../adapters/rich/parse-markdown.ts';
import { paragraph } from '../domain/card.ts';
import { dutyLine, overrideLine } from '../text/duty.ts';
import type { Turn } from './handle-inbound.ts';

export async function answerWhoIsOnDuty(turn: Turn, words: string): Promise<void> {
  const { operations, clock } = turn.deps;
  const duties = await operations.whoIsOnDuty(turn.caller, { words });
  await turn.reply(duties.map((duty) => paragraph(dutyLine(duty, clock.now(), turn.caller.locale))));
}

export async function takeShift(turn: Turn, words: string): Promise<void> {
  const override = await turn.deps.operations.takeShift(turn.caller, { words });
  await turn.reply([
    paragraph(overrideLine(override, turn.caller.locale)),
    ...parseMarkdown(turn.say('confirmShift', { code: override.code ?? '' })),
  ]);
}

/** Said aloud: whoever is relieved, and everybody else, should see it. */
export async function confirmShift(turn: Turn, code: string): Promise<void> {
  const override = await turn.deps.operations.confirmShift(turn.caller, code);
  await turn.reply([paragraph(turn.say('shiftConfirmed', { line: overrideLine(override, turn.caller.locale) }))]);
}
