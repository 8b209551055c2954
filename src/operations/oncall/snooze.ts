/** Quiet for a while: nobody is called for the incident, nor asked whether they still are on it, until then. */

import type { CallsView } from '../../domain/calls-view.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { durationText } from '../../text/duration.ts';
import { message } from '../../text/messages.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { auditLine, findIncident, refusal, requireRole, withAudit } from '../guard.ts';
import { sayElsewhere } from '../say-elsewhere.ts';
import { tellLadder } from '../tell-ladder.ts';
import { explainCalls } from './explain-calls.ts';

const leastMs = 60_000;
const mostMs = 24 * 3_600_000;

export async function snooze(deps: OperationsDeps, caller: Caller, idOrCode: string, durationMs: number): Promise<CallsView> {
  const nowMs = deps.clock.now();
  await withAudit(deps, caller, { action: 'incident.snooze', target: idOrCode }, async (store) => {
    requireRole(deps, caller, 'responder', 'acknowledge');
    if (!(durationMs >= leastMs && durationMs <= mostMs)) throw new ZhibanError('invalid', refusal(caller.locale, 'snooze-time'));
    await store.transaction(async (inside) => {
      const incident = await findIncident(inside, idOrCode, caller.locale);
      if (incident.status === 'resolved') {
        throw new ZhibanError('conflict', refusal(caller.locale, 'resolved-already', { code: incident.code }), {
          details: { state: incident.status },
        });
      }
      const at = new Date(nowMs).toISOString();
      const until = new Date(nowMs + durationMs).toISOString();
      const before = await inside.ladders.lock(incident.id);
      if (before === null) throw new ZhibanError('conflict', refusal(caller.locale, 'snooze-nothing', { code: incident.code }));
      await inside.ladders.save({ ...before, snoozedUntil: until, snoozedBy: caller.person.name });
      const moved = await inside.incidents.change(incident.id, {});
      const values = { duration: durationText(durationMs) };
      const text = message('incident.snoozed', { ...values, person: caller.person.name });
      await inside.timeline.add({ incidentId: incident.id, at, kind: 'status', text, actor: caller.person.id });
      await sayElsewhere(inside, caller, { incidentId: incident.id, slot: `snoozed-${at}`, key: 'incident.snoozed', values });
      await tellLadder(inside, moved);
      const line = { action: 'incident.snooze', incidentId: incident.id, target: incident.code, outcome: 'ok' } as const;
      await auditLine(inside, caller, at, { ...line, details: { until } });
    });
  });
  deps.wake();
  return explainCalls(deps, caller, idOrCode);
}
