/** The actions of a kind in a plugin's process. Approval, digest, order and record stay with Zhiban: the plugin only does what it is told. */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { ActionArguments } from '../../domain/plan.ts';
import { type LocalText, sameText } from '../../domain/text.ts';
import type { Action, Before, LookContext, Precheck } from '../../systems/contract.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import { PluginError } from '../process/plugin-error.ts';
import {
  actionWordsSchema,
  beforeSchema,
  type KindDescription,
  type Method,
  precheckSchema,
  textSchema,
  verificationSchema,
} from '../protocol.ts';
import { aroundOf, createLend } from './lend.ts';
import type { RemoteClient } from './remote-client.ts';

const describeWithinMs = 5_000;

export function remoteActions(plugin: KeptPlugin, { kind, actions }: KindDescription): readonly Action<RemoteClient>[] {
  return actions.map((action) => remoteAction(plugin, kind, action));
}

function remoteAction(plugin: KeptPlugin, kind: string, action: KindDescription['actions'][number]): Action<RemoteClient> {
  const { name, undoImpossible } = action;
  const ask = async <T>(
    client: RemoteClient,
    method: Method,
    params: Readonly<Record<string, unknown>>,
    schema: z.ZodType<T>,
    context: LookContext,
  ): Promise<T> => {
    const { signal, aboutMs } = context;
    try {
      const given = { action: name, aboutMs, around: aroundOf(context), ...params };
      return await client.ask(method, given, schema, { withinMs: action.timeoutMs, signal, lend: createLend(context) });
    } catch (error) {
      throw toSystemError(error);
    }
  };
  const words = (given: ActionArguments): LocalText => plainWords(name, given);
  return {
    name,
    risk: action.risk,
    arguments: z.fromJSONSchema(action.arguments) as Action<RemoteClient>['arguments'],
    verifyWithinMs: action.verifyWithinMs,
    timeoutMs: action.timeoutMs,
    summary: words,
    effect: words,
    verification: words,
    describe: (given) =>
      plugin.ask('action.describe', { kind, action: name, arguments: given }, actionWordsSchema, { withinMs: describeWithinMs }),
    precheck: (client, given, context) =>
      ask(client, 'action.precheck', { arguments: given }, precheckSchema as z.ZodType<Precheck>, context),
    isApplied: (client, given, before, context) => ask(client, 'action.isApplied', { arguments: given, before }, z.boolean(), context),
    apply: (client, given, before, context) => ask(client, 'action.apply', { arguments: given, before }, textSchema, context),
    verify: (client, given, before, context) => ask(client, 'action.verify', { arguments: given, before }, verificationSchema, context),
    undo:
      undoImpossible !== null
        ? { impossible: undoImpossible }
        : {
            summary: words,
            apply: (client, given, before, context) => ask(client, 'action.undo', { arguments: given, before }, textSchema, context),
            ...(action.hasPresent
              ? {
                  present: (client: RemoteClient, given: ActionArguments, before: Before, context: LookContext) =>
                    ask(client, 'action.present', { arguments: given, before }, beforeSchema, context),
                }
              : {}),
          },
  };
}

/** What an action of a plugin throws, as the runner of plans knows it. */
export function toSystemError(error: unknown): Error {
  if (!(error instanceof PluginError)) return error instanceof Error ? error : new Error(String(error));
  const retry = error.kind === 'refused' ? error.detail : 'later';
  return new SystemError(error.message, { retry: retry === 'now' || retry === 'never' ? retry : 'later', cause: error });
}

/** For the words of an action before its plugin was asked for them. */
function plainWords(name: string, given: ActionArguments): LocalText {
  const words = Object.entries(given).map(([key, value]) => `${key}=${String(value)}`);
  return sameText([name, ...words].join(' '));
}
