/** Merging and splitting incidents by hand: who may, what is written of it, and what is heard of it. */

import type { MoveView } from '../../domain/view.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Move } from '../../store/move-contract.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { findIncident, requireRole, withAudit } from '../guard.ts';
import { readIncident } from '../read.ts';
import { mergeInside } from './merge.ts';
import type { MoveOperations, MoveResult } from './moves-contract.ts';
import { splitInside } from './split.ts';
import { undoInside } from './undo.ts';

const listedMax = 100;

export function createMoves(deps: OperationsDeps): MoveOperations {
  const run = async (
    caller: Caller,
    deed: { readonly action: string; readonly target: string },
    work: (inside: TenantStore, at: string) => Promise<Move>,
    /** Undoing gives the alerts back to where they came from. */
    shown: (move: Move) => string,
  ): Promise<MoveResult> => {
    const at = new Date(deps.clock.now()).toISOString();
    const move = await withAudit(deps, caller, deed, (store) => {
      requireRole(deps, caller, 'responder', 'move');
      return store.transaction(async (inside) => {
        await inside.moves.holdGrouping();
        return work(inside, at);
      });
    });
    deps.wake();
    const store = deps.store.forTenant(caller.tenantId);
    return { move: await moveView(store, move), incident: await readIncident(store, shown(move), caller.locale) };
  };
  return {
    merge: (caller, idOrCode, into) =>
      run(
        caller,
        { action: 'incident.merge', target: idOrCode },
        (inside, at) => mergeInside(inside, caller, idOrCode, into, at),
        (move) => move.toId,
      ),
    split: (caller, idOrCode, input) =>
      run(
        caller,
        { action: 'incident.split', target: idOrCode },
        (inside, at) => splitInside(deps, inside, caller, idOrCode, input, at),
        (move) => move.toId,
      ),
    undoMove: (caller, name) =>
      run(
        caller,
        { action: 'incident.unmove', target: name },
        (inside, at) => undoInside(inside, caller, name, at),
        (move) => move.fromId,
      ),
    async listMoves(caller, idOrCode) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      const incident = await findIncident(store, idOrCode, caller.locale);
      const moves = await store.moves.ofIncident(incident.id, listedMax);
      return Promise.all(moves.map((move) => moveView(store, move)));
    },
  };
}

async function moveView(store: TenantStore, move: Move): Promise<MoveView> {
  const { id, kind, fromId, toId, alerts, at, personName, undoneAt, undoneBy } = move;
  const [from, to] = [await store.incidents.get(fromId), await store.incidents.get(toId)];
  return {
    ...{ id, kind, alerts, at, by: personName, undoneAt, undoneBy },
    from: { id: fromId, code: from?.code ?? fromId },
    to: { id: toId, code: to?.code ?? toId },
  };
}
