/** Takes a merge or a split back: alerts, groups, status and severity are what they were, with what came since. */

import { ZhibanError } from '../../domain/errors.ts';
import type { Incident, Steer } from '../../domain/incident.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Move } from '../../store/move-contract.ts';
import { moveKindText } from '../../text/states.ts';
import type { Caller } from '../contract.ts';
import { auditLine, findIncident, refusal } from '../guard.ts';
import { tellLadder } from '../tell-ladder.ts';
import { checkMovable, countsOf, endIfQuiet } from './merge.ts';
import { tellOf } from './tell-of.ts';

const lookedAtMax = 100;

/** To be called while nothing is grouped. */
export async function undoInside(inside: TenantStore, caller: Caller, name: string, at: string): Promise<Move> {
  const move = await findMove(inside, caller, name);
  const to = await inside.incidents.change(move.toId, {});
  const from = await inside.incidents.change(move.fromId, {});
  if (move.undoneAt !== null) throw refuse(caller, 'move-undone', { person: move.undoneBy ?? '' });
  if (to.mergedInto || to.status === 'resolved') throw refuse(caller, to.mergedInto ? 'move-later' : 'move-over', { code: to.code });
  await inside.moves.markUndone(move.id, at, caller.person.name);
  await (move.kind === 'merge' ? unmerge(inside, caller, move, from, to, at) : unsplit(inside, caller, move, from, to, at));
  const values = { from: from.code, to: to.code, kind: moveKindText[move.kind] };
  for (const { id } of [from, to]) {
    await tellOf(inside, caller, { incidentId: id, key: 'incident.moveUndone', values, slot: `unmoved-${move.id}`, at });
  }
  await auditLine(inside, caller, at, {
    ...{ action: `incident.un${move.kind}`, incidentId: from.id, target: from.code, outcome: 'ok' },
    details: { move: move.id, other: to.code },
  });
  return { ...move, undoneAt: at, undoneBy: caller.person.name };
}

async function findMove(inside: TenantStore, caller: Caller, name: string): Promise<Move> {
  const move = name.startsWith('mov_') ? await inside.moves.get(name) : null;
  if (move !== null) return move;
  const refused = new ZhibanError('not-found', refusal(caller.locale, 'no-move', { name: name.slice(0, 80) }));
  if (name.startsWith('mov_')) throw refused;
  const incident = await findIncident(inside, name, caller.locale);
  const [latest] = (await inside.moves.ofIncident(incident.id, lookedAtMax)).filter(({ undoneAt }) => undoneAt === null);
  if (latest === undefined) throw refused;
  return latest;
}

async function unmerge(inside: TenantStore, caller: Caller, move: Move, from: Incident, to: Incident, at: string): Promise<void> {
  const { fromId, toId, groupKeys, before } = move;
  const has = await inside.moves.groupsOf(toId);
  if (!groupKeys.every((groupKey) => has.includes(groupKey))) throw refuse(caller, 'move-later', { code: to.code });
  await inside.moves.handOver({ fromId: toId, toId: fromId, groupKeys, at });
  if (from.groupKey !== null) {
    const other = await inside.incidents.openOfGroup(from.groupKey);
    if (other !== null) throw refuse(caller, 'move-fires', { code: from.code, other: other.code });
  }
  const counts = await countsOf(inside, fromId);
  const fires = counts.alertsFiring > 0 || counts.alertsTotal === 0;
  const as = fires ? { status: before.from?.status ?? 'triggered', phase: before.from?.phase ?? 'received', resolvedAt: null } : {};
  const back = await inside.incidents.comeBack(fromId, { ...counts, ...as });
  // Whom to call goes on where it was.
  if (fires && back.origin !== 'question') await tellLadder(inside, back);
  const { severity, systemIds } = to;
  const isAsMade =
    severity === before.toAfter?.severity && JSON.stringify(systemIds) === JSON.stringify(before.toAfter.systemIds) && before.to;
  if (isAsMade) await inside.incidents.change(toId, isAsMade);
  await endIfQuiet(inside, to, at);
  // Its workflow has come to its end: it is looked into again.
  const key = `unmerged-${move.id}`;
  const steer: Steer = { key, kind: 'investigate-again', text: '', personId: 'zhiban', at };
  if (fires) await inside.relay.add({ incidentId: fromId, kind: 'steer', payload: { steer }, key });
}

async function unsplit(inside: TenantStore, caller: Caller, move: Move, from: Incident, to: Incident, at: string): Promise<void> {
  const { fromId, toId, groupKeys, before } = move;
  if (from.mergedInto) throw refuse(caller, 'move-later', { code: from.code });
  if (from.status === 'resolved') throw refuse(caller, 'move-over', { code: from.code });
  await checkMovable(inside, caller, to);
  const has = await inside.moves.groupsOf(toId);
  const went = before.apart === undefined ? groupKeys : [...groupKeys, before.apart];
  // What was merged into it since would be left without an incident.
  if (went.length !== has.length || !went.every((groupKey) => has.includes(groupKey))) {
    throw refuse(caller, 'move-later', { code: to.code });
  }
  if (before.apart !== undefined) await inside.moves.rejoin({ incidentId: toId, toGroupKey: before.apart });
  const back = await inside.moves.groupsOf(toId);
  await inside.incidents.mergeInto(toId, from.code, at);
  await inside.incidents.giveGroup(toId, null);
  if (before.ownGroup !== undefined) await inside.incidents.giveGroup(fromId, before.ownGroup);
  await inside.moves.handOver({ fromId: toId, toId: fromId, groupKeys: back, at });
  await inside.incidents.change(fromId, await countsOf(inside, fromId));
  await inside.relay.add({ incidentId: toId, kind: 'resolved', payload: {}, key: `unsplit-${move.id}` });
}

function refuse(
  caller: Caller,
  key: 'move-undone' | 'move-later' | 'move-over' | 'move-fires',
  values: Readonly<Record<string, string>>,
): ZhibanError {
  return new ZhibanError('conflict', refusal(caller.locale, key, values));
}
