/** Merging and splitting incidents by hand, and taking it back. */

import type { IncidentView, MoveView } from '../../domain/view.ts';
import type { Caller } from '../contract.ts';

/** Which alerts leave: of these groups, with these ids, or which these matchers fit. */
export interface SplitInput {
  readonly groupKeys?: readonly string[] | undefined;
  readonly alertIds?: readonly string[] | undefined;
  /** `job="orders"`, one or more; all must fit. */
  readonly matchers?: string | undefined;
}

export interface MoveResult {
  readonly move: MoveView;
  /** The one that has the alerts now. */
  readonly incident: IncidentView;
}

export interface MoveOperations {
  /** All alerts of the first go to the second, and later ones of its groups too. `conflict` says why it can't be done now. */
  merge(caller: Caller, idOrCode: string, into: string): Promise<MoveResult>;
  /** Those alerts become an incident of their own. `invalid` when that would be none, all of them, or none that fires. */
  split(caller: Caller, idOrCode: string, input: SplitInput): Promise<MoveResult>;
  /** By the id of the move, or the latest of an incident that can be undone. */
  undoMove(caller: Caller, moveOrIncident: string): Promise<MoveResult>;
  /** Newest first. */
  listMoves(caller: Caller, idOrCode: string): Promise<readonly MoveView[]>;
}
