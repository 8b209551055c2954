/** The free commands of a kind in a plugin's process: its grammar reads them there, and a plan carries them out as any other. */

import { z } from 'zod';
import type { Action, Command, CommandGrammar, LookContext } from '../../systems/contract.ts';
import { type CommandReadingSeen, commandBoundSchema, commandLimits, commandReadingSchema } from '../command-protocol.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import type { KindDescription, Method } from '../protocol.ts';
import { aroundOf, createLend } from './lend.ts';
import { toSystemError } from './remote-action.ts';
import type { RemoteClient } from './remote-client.ts';

/** A grammar only reads words. */
const readWithinMs = 3_000;
const bindWithinMs = 8_000;
const runWithinMs = 20_000;

type Seen = Extract<CommandReadingSeen, { readonly command: unknown }>['command'];

/** Undefined where the kind takes no commands. */
export function remoteCommands(
  plugin: KeptPlugin,
  { kind, commands }: KindDescription,
  actions: readonly Action<RemoteClient>[],
): CommandGrammar<RemoteClient> | undefined {
  if (commands === null) return undefined;
  return {
    forms: commands,
    async read(text) {
      try {
        const reading = await plugin.ask('command.read', { kind, text }, commandReadingSchema, { withinMs: readWithinMs });
        return 'refusal' in reading ? reading : { command: commandOf(kind, reading.command, actions) };
      } catch (error) {
        throw toSystemError(error);
      }
    },
  };
}

/** Throws where the plugin names an action that it doesn't offer. */
function commandOf(kind: string, seen: Seen, actions: readonly Action<RemoteClient>[]): Command<RemoteClient> {
  const { text } = seen;
  if (seen.kind === 'reads') {
    return {
      ...{ kind: 'reads', text },
      run: (client, context) => ask(client, 'command.run', text, z.string().max(commandLimits.output), context, runWithinMs),
      ...(seen.hasCheck
        ? { check: async (client, context) => void (await ask(client, 'command.check', text, z.null(), context, bindWithinMs)) }
        : {}),
    };
  }
  const action = actions.find(({ name }) => name === seen.action);
  if (action === undefined) throw new Error(`The kind '${kind}' has no action '${seen.action}' to carry out '${text.slice(0, 80)}'`);
  return {
    ...{ kind: 'changes', text, action },
    async bind(client, context) {
      const bound = await ask(client, 'command.bind', text, commandBoundSchema, context, bindWithinMs);
      return 'refused' in bound ? bound : bound.arguments;
    },
  };
}

async function ask<T>(
  client: RemoteClient,
  method: Method,
  text: string,
  schema: z.ZodType<T>,
  context: LookContext,
  withinMs: number,
): Promise<T> {
  const given = { text, aboutMs: context.aboutMs, around: aroundOf(context) };
  try {
    return await client.ask(method, given, schema, { withinMs, signal: context.signal, lend: createLend(context) });
  } catch (error) {
    throw toSystemError(error);
  }
}
