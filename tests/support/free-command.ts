/** A free command on a real system: read by the kind's grammar, bound, and made an action, as a plan's step does it. */

import assert from 'node:assert/strict';
import type { ActionArguments } from '../../src/domain/plan.ts';
import { commandArguments } from '../../src/systems/commands/actions/command-action.ts';
import type { Action, SystemClient, SystemEntry, SystemKind } from '../../src/systems/contract.ts';
import { findAction } from '../../src/systems/find-action.ts';
import { contextOf } from '../contracts/system.ts';

export interface FreeCommand {
  readonly action: Action<SystemClient>;
  readonly given: ActionArguments;
  /** What it prints; only for commands that read. */
  output(): Promise<string>;
}

export async function freeCommand<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  words: string,
  client: Client,
  entry: SystemEntry,
  host?: SystemClient,
): Promise<FreeCommand> {
  const reading = await kind.commands?.read(words);
  assert.ok(reading !== undefined && 'command' in reading, `${kind.kind} does not take '${words}'`);
  const { command } = reading;
  const bound = command.kind === 'reads' ? null : await command.bind(client, contextOf(entry, 10_000, host));
  assert.ok(bound === null || typeof bound.refused !== 'object', JSON.stringify(bound));
  const given = commandArguments(command.text, bound as ActionArguments | null);
  const action = await findAction(kind as unknown as Parameters<typeof findAction>[0], 'run-command', given);
  assert.ok(action !== null);
  return { action, given, output: async () => (await action.answer?.(client, contextOf(entry, 10_000, host))) ?? '' };
}
