/** The action that a step names: one of the kind's own, or a command, which is read again by the grammar each time. */

import type { ActionArguments } from '../domain/plan.ts';
import type { AnySystemKind } from './any-kind.ts';
import { commandAction, commandActionName } from './commands/actions/command-action.ts';
import type { Action, SystemClient } from './contract.ts';

/** Null where there is none, or where the grammar does not take exactly these words. Throws SystemError for a command bound to nothing. */
export async function findAction(
  kind: Pick<AnySystemKind, 'actions' | 'commands'>,
  name: string,
  given: ActionArguments,
): Promise<Action<SystemClient> | null> {
  if (name !== commandActionName) return kind.actions.find((each) => each.name === name) ?? null;
  const words = String(given.command ?? '');
  const reading = await kind.commands?.read(words);
  if (reading === undefined || 'refusal' in reading || reading.command.text !== words) return null;
  return commandAction(reading.command, given);
}
