/** Makes an action of a typed description: arguments are parsed once, and a system that can't be reached blocks the precheck. */

import type { z } from 'zod';
import type { ActionArguments, Risk } from '../domain/plan.ts';
import type { LocalText } from '../domain/text.ts';
import type { Action, Before, Precheck, Verification } from './contract.ts';

type Step<Client, Given, Limit, Result> = (client: Client, given: Given, before: Before, limit: Limit) => Promise<Result>;

export interface TypedAction<Client, Given extends ActionArguments, Limit> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Given>;
  readonly verifyWithinMs: number;
  summary(given: Given): LocalText;
  effect(given: Given): LocalText;
  verification(given: Given): LocalText;
  precheck(client: Client, given: Given, limit: Limit): Promise<Precheck>;
  isApplied: Step<Client, Given, Limit, boolean>;
  apply: Step<Client, Given, Limit, LocalText>;
  verify: Step<Client, Given, Limit, Verification>;
  readonly undo:
    | { readonly impossible: LocalText }
    | {
        summary(given: Given): LocalText;
        apply: Step<Client, Given, Limit, LocalText>;
        present?: Step<Client, Given, Limit, Before>;
      };
}

/** How a family of systems is asked. */
interface ActionManner<Limit> {
  readonly timeoutMs: number;
  limitOf(signal: AbortSignal): Limit;
  /** What to tell where the system could not be asked; null for any other error, which is thrown on. */
  unusable(error: unknown): LocalText | null;
}

export function typedAction<Client, Given extends ActionArguments, Limit>(
  described: TypedAction<Client, Given, Limit>,
  { timeoutMs, limitOf, unusable }: ActionManner<Limit>,
): Action<Client> {
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
        const reason = unusable(error);
        if (reason === null) throw error;
        return { state: 'blocked', reason };
      }
    },
    isApplied: (client, given, before, context) => described.isApplied(client, parse(given), before, limitOf(context.signal)),
    apply: (client, given, before, context) => described.apply(client, parse(given), before, limitOf(context.signal)),
    async verify(client, given, before, context) {
      try {
        return await described.verify(client, parse(given), before, limitOf(context.signal));
      } catch (error) {
        const note = unusable(error);
        if (note === null) throw error;
        return { isMet: false, note };
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
