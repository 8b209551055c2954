/** Makes an action of a typed description: arguments are parsed once, and a system that can't be reached blocks the precheck. */

import type { z } from 'zod';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Before, Precheck, Verification } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { isSystemFailure } from '../failure.ts';

type Step<Client, Given, Result> = (client: Client, given: Given, before: Before, limit: HttpLimit) => Promise<Result>;

interface ApiAction<Client, Given extends ActionArguments> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Given>;
  readonly verifyWithinMs: number;
  summary(given: Given): LocalText;
  effect(given: Given): LocalText;
  verification(given: Given): LocalText;
  precheck(client: Client, given: Given, limit: HttpLimit): Promise<Precheck>;
  isApplied: Step<Client, Given, boolean>;
  apply: Step<Client, Given, LocalText>;
  verify: Step<Client, Given, Verification>;
  readonly undo:
    | { readonly impossible: LocalText }
    | { summary(given: Given): LocalText; apply: Step<Client, Given, LocalText>; present?: Step<Client, Given, Before> };
}

const timeoutMs = 30_000;
const requestMs = 20_000;

export function apiAction<Client, Given extends ActionArguments>(described: ApiAction<Client, Given>): Action<Client> {
  const limitOf = (signal: AbortSignal): HttpLimit => ({ timeoutMs: requestMs, signal });
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
        if (isSystemFailure(error)) return { state: 'blocked', reason: unusable(error) };
        throw error;
      }
    },
    isApplied: (client, given, before, context) => described.isApplied(client, parse(given), before, limitOf(context.signal)),
    apply: (client, given, before, context) => described.apply(client, parse(given), before, limitOf(context.signal)),
    async verify(client, given, before, context) {
      try {
        return await described.verify(client, parse(given), before, limitOf(context.signal));
      } catch (error) {
        if (isSystemFailure(error)) return { isMet: false, note: unusable(error) };
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

export function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

export function already(chinese: string, english: string): Precheck {
  return { state: 'already', note: { 'zh-CN': chinese, en: english } };
}

function unusable(error: Error): LocalText {
  return { 'zh-CN': `当前无法操作：${error.message}`, en: error.message };
}
