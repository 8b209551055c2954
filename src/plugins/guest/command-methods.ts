/** The free commands of a kind: read by its grammar, bound and run on a system that is open here. */

import { SystemError } from '../../domain/errors.ts';
import type { Command, CommandGrammar, SystemClient } from '../../systems/contract.ts';
import { type CommandReadingSeen, commandLimits } from '../command-protocol.ts';
import type { PluginSystemKind } from '../contract.ts';
import { GoneError } from './gone-error.ts';
import type { ContextOf, Given, Methods, OpenSystem } from './methods.ts';

type Opened = (given: Given) => OpenSystem;

export function commandMethods(kindOf: (given: Given) => PluginSystemKind, opened: Opened, contextOf: ContextOf) {
  return {
    async 'command.read'(given): Promise<CommandReadingSeen> {
      const kind = kindOf(given);
      const reading = await grammarOf(kind).read(String(given.text));
      if ('refusal' in reading) return { refusal: { ...reading.refusal, near: [...reading.refusal.near] } };
      const { command } = reading;
      if (command.kind === 'reads') return { command: { kind: 'reads', text: command.text, hasCheck: command.check !== undefined } };
      return { command: { kind: 'changes', text: command.text, action: actionNameOf(kind, command.action.name) } };
    },
    async 'command.bind'(given, signal, borrow) {
      const system = opened(given);
      const command = await commandOf(system.kind, given);
      if (command.kind === 'reads') throw new GoneError(`'${command.text}' only reads: there is nothing to bind`);
      const bound = await command.bind(system.client, contextOf(given, system, signal, borrow));
      return typeof bound.refused === 'object' && bound.refused !== null ? { refused: bound.refused } : { arguments: bound };
    },
    async 'command.check'(given, signal, borrow) {
      const system = opened(given);
      const command = await commandOf(system.kind, given);
      if (command.kind === 'reads') await command.check?.(system.client, contextOf(given, system, signal, borrow));
      return null;
    },
    async 'command.run'(given, signal, borrow) {
      const system = opened(given);
      const command = await commandOf(system.kind, given);
      if (command.kind !== 'reads') throw new GoneError(`'${command.text}' changes: it is carried out by its action`);
      const output = await command.run(system.client, contextOf(given, system, signal, borrow));
      return output.slice(0, commandLimits.output);
    },
  } satisfies Partial<Methods>;
}

/** Read again each time, as everywhere: what is run is what was approved, word for word. */
async function commandOf(kind: PluginSystemKind, given: Given): Promise<Command<SystemClient>> {
  const words = String(given.text);
  const reading = await grammarOf(kind).read(words);
  if ('command' in reading && reading.command.text === words) return reading.command;
  throw new SystemError(`The grammar of '${kind.kind}' does not take '${words.slice(0, 80)}' any more`, { retry: 'never' });
}

function grammarOf(kind: PluginSystemKind): CommandGrammar<SystemClient> {
  if (kind.commands === undefined) throw new GoneError(`The kind '${kind.kind}' takes no commands`);
  return kind.commands;
}

/** Throws for an action that isn't among those that the kind offers: Zhiban could not carry it out. */
function actionNameOf(kind: PluginSystemKind, name: string): string {
  if (kind.actions.some((each: { readonly name: string }) => each.name === name)) return name;
  throw new Error(`The command is carried out by '${name}', which is not among the actions of '${kind.kind}'`);
}
