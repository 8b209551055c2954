/** Makes an action of a typed description: arguments are parsed once, and an Alertmanager that cannot be asked blocks the precheck. */

import type { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Before, LookContext, Precheck, Verification } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import type { AlertmanagerClient } from '../client.ts';

export interface Given<Arguments> {
  readonly client: AlertmanagerClient;
  readonly given: Arguments;
  readonly before: Before;
  readonly limit: HttpLimit;
  readonly context: LookContext;
}

export interface AlertmanagerAction<Arguments extends ActionArguments> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Arguments>;
  summary(given: Arguments): LocalText;
  effect(given: Arguments): LocalText;
  verification(given: Arguments): LocalText;
  precheck(step: Omit<Given<Arguments>, 'before'>): Promise<Precheck>;
  isApplied(step: Given<Arguments>): Promise<boolean>;
  apply(step: Given<Arguments>): Promise<LocalText>;
  verify(step: Given<Arguments>): Promise<Verification>;
  readonly undo: { summary(given: Arguments): LocalText; apply(step: Given<Arguments>): Promise<LocalText> };
}

const timeoutMs = 10_000;

export function alertmanagerAction<Arguments extends ActionArguments>(
  described: AlertmanagerAction<Arguments>,
): Action<AlertmanagerClient> {
  const parse = (given: ActionArguments): Arguments => described.arguments.parse(given);
  const stepOf = (client: AlertmanagerClient, given: ActionArguments, before: Before, context: LookContext): Given<Arguments> => ({
    client,
    given: parse(given),
    before,
    context,
    limit: { timeoutMs: 5_000, signal: context.signal },
  });
  return {
    name: described.name,
    risk: described.risk,
    arguments: described.arguments,
    verifyWithinMs: 15_000,
    timeoutMs,
    summary: (given) => described.summary(parse(given)),
    effect: (given) => described.effect(parse(given)),
    verification: (given) => described.verification(parse(given)),
    async precheck(client, given, context) {
      try {
        return await described.precheck(stepOf(client, given, {}, context));
      } catch (error) {
        if (error instanceof SystemError) return { state: 'blocked', reason: unusable(error) };
        throw error;
      }
    },
    isApplied: (client, given, before, context) => described.isApplied(stepOf(client, given, before, context)),
    apply: (client, given, before, context) => described.apply(stepOf(client, given, before, context)),
    async verify(client, given, before, context) {
      try {
        return await described.verify(stepOf(client, given, before, context));
      } catch (error) {
        if (error instanceof SystemError) return { isMet: false, note: unusable(error) };
        throw error;
      }
    },
    undo: {
      summary: (given) => described.undo.summary(parse(given)),
      apply: (client, given, before, context) => described.undo.apply(stepOf(client, given, before, context)),
    },
  };
}

function unusable(error: SystemError): LocalText {
  return { 'zh-CN': `Alertmanager 当前无法操作：${error.message}`, en: error.message };
}
