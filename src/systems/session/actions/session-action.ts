/** Makes an action of a typed description: arguments are parsed once, and a server that can't be reached blocks the precheck. */

import type { z } from 'zod';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Before, Precheck, Verification } from '../../contract.ts';
import { SessionFailure, type SessionLimit } from '../failure.ts';

type Step<Client, Given, Result> = (client: Client, given: Given, before: Before, limit: SessionLimit) => Promise<Result>;

export interface SessionAction<Client, Given extends ActionArguments> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Given>;
  readonly verifyWithinMs: number;
  readonly timeoutMs?: number;
  summary(given: Given): LocalText;
  effect(given: Given): LocalText;
  verification(given: Given): LocalText;
  precheck(client: Client, given: Given, limit: SessionLimit): Promise<Precheck>;
  isApplied: Step<Client, Given, boolean>;
  apply: Step<Client, Given, LocalText>;
  verify: Step<Client, Given, Verification>;
  readonly undo:
    | { readonly impossible: LocalText }
    | { summary(given: Given): LocalText; apply: Step<Client, Given, LocalText>; present?: Step<Client, Given, Before> };
}

export function sessionAction<Client, Given extends ActionArguments>(described: SessionAction<Client, Given>): Action<Client> {
  const timeoutMs = described.timeoutMs ?? 10_000;
  const limitOf = (signal: AbortSignal): SessionLimit => ({ timeoutMs: Math.max(1_000, timeoutMs - 1_000), signal });
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
        if (error instanceof SessionFailure) return { state: 'blocked', reason: unusable(error) };
        throw error;
      }
    },
    isApplied: (client, given, before, context) => described.isApplied(client, parse(given), before, limitOf(context.signal)),
    apply: (client, given, before, context) => described.apply(client, parse(given), before, limitOf(context.signal)),
    async verify(client, given, before, context) {
      try {
        return await described.verify(client, parse(given), before, limitOf(context.signal));
      } catch (error) {
        if (error instanceof SessionFailure) return { isMet: false, note: unusable(error) };
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

function unusable(error: SessionFailure): LocalText {
  return { 'zh-CN': `当前无法操作：${error.message}`, en: error.message };
}
