/** Merges and splits, said in chat; what came of it is said in the threads of both incidents. */

import { ZhibanError } from '../domain/errors.ts';
import type { Thread } from '../store/contract.ts';
import { moveKindText } from '../text/states.ts';
import type { Turn } from './handle-inbound.ts';
import type { MoveCommand } from './parse-moves.ts';

export async function handleMoves(turn: Turn, command: MoveCommand, thread: Thread | null): Promise<void> {
  const target = command.target === '' ? (thread?.incidentId ?? '') : command.target;
  if (target === '') throw new ZhibanError('invalid', turn.say('noIncident', { command: command.name }));
  if (command.name === 'undo-move') return turn.whisper('ok', await undoMove(turn, target));
  const { operations } = turn.deps;
  const { move } =
    command.name === 'merge'
      ? await operations.merge(turn.caller, target, command.into)
      : await operations.split(turn.caller, target, { matchers: command.matchers });
  const values = { from: move.from.code, to: move.to.code, count: move.alerts };
  await turn.whisper('ok', turn.say(command.name === 'merge' ? 'merged' : 'split', values));
}

export async function undoMove(turn: Turn, target: string): Promise<string> {
  const { move } = await turn.deps.operations.undoMove(turn.caller, target);
  return turn.say('moveUndone', { from: move.from.code, to: move.to.code, kind: moveKindText[move.kind][turn.caller.locale] });
}
