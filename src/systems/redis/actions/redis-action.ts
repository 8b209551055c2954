/** Makes an action of a typed description: arguments are parsed once, and a Redis that cannot be reached blocks the precheck. */

import type { z } from 'zod';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Before, Precheck, Verification } from '../../contract.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';

type Step<Given, Result> = (client: RedisClient, given: Given, before: Before, limit: RedisLimit) => Promise<Result>;

export interface RedisAction<Given extends ActionArguments> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Given>;
  readonly verifyWithinMs: number;
  readonly timeoutMs?: number;
  summary(given: Given): LocalText;
  effect(given: Given): LocalText;
  verification(given: Given): LocalText;
  precheck(client: RedisClient, given: Given, limit: RedisLimit): Promise<Precheck>;
  isApplied: Step<Given, boolean>;
  apply: Step<Given, LocalText>;
  verify: Step<Given, Verification>;
  readonly undo:
    | { readonly impossible: LocalText }
    | { summary(given: Given): LocalText; apply: Step<Given, LocalText>; present?: Step<Given, Before> };
}

export function redisAction<Given extends ActionArguments>(described: RedisAction<Given>): Action<RedisClient> {
  const timeoutMs = described.timeoutMs ?? 10_000;
  const limitOf = (signal: AbortSignal): RedisLimit => ({ timeoutMs: Math.min(5_000, timeoutMs), signal });
  const parse = (given: ActionArguments): Given => described.arguments.parse(given);
  const { undo } = described;
  const present = 'impossible' in undo ? undefined : undo.present;
  return {
    name: described.name,
    risk: described.risk,
    arguments: described.arguments,
    verifyWithinMs: described.verifyWithinMs,
    timeoutMs,
    summary: (given) => described.summary(parse(given)),
    effect: (given) => described.effect(parse(given)),
    verification: (given) => described.verification(parse(given)),
    async precheck(client, given, context) {
      try {
        return await described.precheck(client, parse(given), limitOf(context.signal));
      } catch (error) {
        if (error instanceof RedisFailure) return { state: 'blocked', reason: unusable(error) };
        throw error;
      }
    },
    isApplied: (client, given, before, context) => described.isApplied(client, parse(given), before, limitOf(context.signal)),
    apply: (client, given, before, context) => described.apply(client, parse(given), before, limitOf(context.signal)),
    async verify(client, given, before, context) {
      try {
        return await described.verify(client, parse(given), before, limitOf(context.signal));
      } catch (error) {
        if (error instanceof RedisFailure) return { isMet: false, note: unusable(error) };
        throw error;
      }
    },
    undo:
      'impossible' in undo
        ? undo
        : {
            summary: (given) => undo.summary(parse(given)),
            apply: (client, given, before, context) => undo.apply(client, parse(given), before, limitOf(context.signal)),
            ...(present === undefined
              ? {}
              : { present: (client, given, before, context) => present(client, parse(given), before, limitOf(context.signal)) }),
          },
  };
}

function unusable(error: RedisFailure): LocalText {
  return { 'zh-CN': `Redis 当前无法操作：${error.message}`, en: error.message };
}
