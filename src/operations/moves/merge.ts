/** One incident's alerts go to another. The one that is left closes, says where they are, and its workflow comes to its end. */

import { worseSeverity } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident.ts';
import { isStorm } from '../../domain/storm.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Move } from '../../store/move-contract.ts';
import { message } from '../../text/messages.ts';
import type { Caller } from '../contract.ts';
import { auditLine, findIncident, refusal, refuseMerged } from '../guard.ts';
import { tellOf } from './tell-of.ts';

/** To be called while nothing is grouped. */
export async function mergeInside(inside: TenantStore, caller: Caller, idOrCode: string, into: string, at: string): Promise<Move> {
  const from = await findIncident(inside, idOrCode, caller.locale);
  const named = await findIncident(inside, into, caller.locale);
  if (from.id === named.id) throw new ZhibanError('invalid', refusal(caller.locale, 'merge-itself', { code: from.code }));
  await checkMovable(inside, caller, from);
  // Locked before it is looked at: it must not be resolved in the same moment.
  const to = await inside.incidents.change(named.id, {});
  await checkOpen(caller, to);
  const groupKeys = await inside.moves.groupsOf(from.id);
  await inside.incidents.mergeInto(from.id, to.code, at);
  const alerts = await inside.moves.handOver({ fromId: from.id, toId: to.id, groupKeys, at });
  const after = {
    severity: alerts === 0 ? to.severity : worseSeverity(to.severity, from.severity),
    systemIds: [...new Set([...to.systemIds, ...from.systemIds])],
  };
  await inside.incidents.change(to.id, { ...after, ...(await countsOf(inside, to.id)) });
  const move = await inside.moves.add({
    ...{ kind: 'merge', fromId: from.id, toId: to.id, at, personId: caller.person.id, personName: caller.person.name, alerts, groupKeys },
    before: {
      from: { status: from.status, phase: from.phase },
      to: { severity: to.severity, systemIds: to.systemIds },
      toAfter: after,
    },
  });
  const values = { code: from.code, into: to.code, count: alerts };
  await tellOf(inside, caller, { incidentId: from.id, key: 'incident.mergedAway', values, slot: `merged-${move.id}`, at });
  await tellOf(inside, caller, { incidentId: to.id, key: 'incident.mergedIn', values, slot: `merged-${move.id}`, at });
  await inside.relay.add({ incidentId: from.id, kind: 'resolved', payload: {}, key: `merged-${move.id}` });
  await auditLine(inside, caller, at, {
    ...{ action: 'incident.merge', incidentId: from.id, target: from.code, outcome: 'ok' },
    details: { move: move.id, into: to.code, alerts },
  });
  return move;
}

export async function checkMovable(inside: TenantStore, caller: Caller, incident: Incident): Promise<void> {
  await checkOpen(caller, incident);
  const plans = await inside.plans.ofIncident(incident.id);
  if (plans.some(({ state }) => state === 'approved' || state === 'running')) {
    throw new ZhibanError('conflict', refusal(caller.locale, 'move-plan', { code: incident.code }));
  }
}

async function checkOpen(caller: Caller, incident: Incident): Promise<void> {
  const { code } = incident;
  refuseMerged(caller, incident);
  if (incident.status === 'resolved') throw new ZhibanError('conflict', refusal(caller.locale, 'resolved-already', { code }));
  if (isStorm(incident)) throw new ZhibanError('invalid', refusal(caller.locale, 'move-storm', { code }));
}

export async function countsOf(inside: TenantStore, id: string): Promise<Pick<Incident, 'alertsFiring' | 'alertsTotal'>> {
  return { alertsFiring: await inside.alerts.countFiring(id), alertsTotal: await inside.alerts.countAll(id) };
}

/** What is left may have ended already: then it is over like any other whose last alert ends. */
export async function endIfQuiet(inside: TenantStore, incident: Incident, at: string): Promise<void> {
  const counts = await countsOf(inside, incident.id);
  const moved =
    counts.alertsTotal > 0 && counts.alertsFiring === 0 && incident.origin !== 'question'
      ? await inside.incidents.moveStatus(incident.id, ['triggered', 'acknowledged', 'mitigated'], 'resolved', {
          ...{ ...counts, resolvedAt: at, phase: 'closed' },
        })
      : null;
  if (moved === null) return void (await inside.incidents.change(incident.id, counts));
  const key = `resolved-${incident.id}-${moved.revision}`;
  await inside.timeline.add({ incidentId: incident.id, at, kind: 'status', text: message('incident.emptied', {}), actor: 'zhiban', key });
  await inside.relay.add({ incidentId: incident.id, kind: 'resolved', payload: {}, key });
}
