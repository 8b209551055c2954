/** The words of an action for given arguments: asked of the action where it knows them only by asking, else made at once. */

import type { ActionArguments } from '../domain/plan.ts';
import type { Action, ActionWords } from './contract.ts';

export async function describeAction<Client>(action: Action<Client>, given: ActionArguments): Promise<ActionWords> {
  if (action.describe !== undefined) return action.describe(given);
  const { undo } = action;
  return {
    summary: action.summary(given),
    effect: action.effect(given),
    verification: action.verification(given),
    undo: 'impossible' in undo ? undo.impossible : undo.summary(given),
  };
}
