/** A begun message whose answer never came says so, instead of looking for ever as if more were to follow. */

import { paragraph } from '../../domain/card.ts';
import { botText } from '../../text/bot.ts';
import type { AnswerStreamsDeps } from '../answer-streams.ts';
import type { BegunAnswers } from './begun-answers.ts';

/** Longer than a model is waited for, with all its retries. */
const patienceMs = 30 * 60_000;

/** Tried once each: nobody waits for it. */
export async function endAbandoned(deps: Pick<AnswerStreamsDeps, 'adapters' | 'clock' | 'log'>, begun: BegunAnswers): Promise<void> {
  for (const [key, { streamed, locale }] of await begun.open()) {
    if (deps.clock.now() - streamed.startedMs < patienceMs) continue;
    const { streaming, name } = deps.adapters().get(streamed.message.place.adapter) ?? {};
    await begun.end(key);
    await streaming
      ?.finish(streamed, [paragraph(botText.answerBrokeOff[locale])], { idempotencyKey: `${key}:off`, locale, priority: 'progress' })
      .catch((error: unknown) => deps.log.warn({ adapter: name, reason: String(error) }, 'An answer that broke off could not be marked'));
  }
}
