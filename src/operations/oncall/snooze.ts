/** Quiet for a while: nobody is called for the incident, nor asked whether they still are on it, until then. */

import type { CallsView } from '../../domain/calls-view.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident.ts';
import type { LadderRecord } from '../../domain/ladder.ts';
import type { LocalText } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
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
      const before = await inside.ladders.lock(incident.id);
      if (before === null) throw new ZhibanError('conflict', refusal(caller.locale, 'snooze-nothing', { code: incident.code }));
      const until = new Date(nowMs + durationMs).toISOString();
      await inside.ladders.save({ ...before, ...anew(before, incident, nowMs, until), snoozedUntil: until, snoozedBy: caller.person.name });
      const values = { duration: durationText(durationMs) };
      await record(inside, caller, incident, { nowMs, key: 'incident.snoozed', values, details: { until } });
    });
  });
  deps.wake();
  return explainCalls(deps, caller, idOrCode);
}

export async function endSnooze(deps: OperationsDeps, caller: Caller, idOrCode: string): Promise<CallsView> {
  const nowMs = deps.clock.now();
  await withAudit(deps, caller, { action: 'incident.end-snooze', target: idOrCode }, async (store) => {
    requireRole(deps, caller, 'responder', 'acknowledge');
    await store.transaction(async (inside) => {
      const incident = await findIncident(inside, idOrCode, caller.locale);
      const before = await inside.ladders.lock(incident.id);
      if (before === null || !isSnoozed(before, nowMs)) {
        throw new ZhibanError('conflict', refusal(caller.locale, 'snooze-none', { code: incident.code }));
      }
      await inside.ladders.save({ ...before, ...dueAgain(before, nowMs), snoozedUntil: null, snoozedBy: null });
      await record(inside, caller, incident, { nowMs, key: 'incident.snoozeEnded', values: {}, details: {} });
    });
  });
  deps.wake();
  return explainCalls(deps, caller, idOrCode);
}

/** A ladder that has called everybody begins anew when the snooze is over: else "later" would have become "never". */
function anew(before: LadderRecord, { status }: Incident, nowMs: number, until: string): Partial<LadderRecord> {
  const isSpent = before.state === 'ended' && (before.end === 'exhausted' || before.end === 'too-old');
  if (!isSpent || status !== 'triggered') return {};
  return {
    ...{ run: before.run + 1, state: 'climbing', end: null, step: 0, beganAt: new Date(nowMs).toISOString(), nextAt: until },
    ...{ takenAtStep: null, askedAt: null, heldUntil: null, heldBy: null },
  };
}

function isSnoozed({ snoozedUntil }: LadderRecord, nowMs: number): boolean {
  return snoozedUntil !== null && Date.parse(snoozedUntil) > nowMs;
}

/** What was put off to the end of the snooze is due now. */
function dueAgain({ nextAt, snoozedUntil }: LadderRecord, nowMs: number): Pick<LadderRecord, 'nextAt'> {
  return { nextAt: nextAt !== null && nextAt === snoozedUntil ? new Date(nowMs).toISOString() : nextAt };
}

interface Turn {
  readonly nowMs: number;
  readonly key: 'incident.snoozed' | 'incident.snoozeEnded';
  readonly values: Readonly<Record<string, LocalText>>;
  readonly details: Readonly<Record<string, string>>;
}

/** For the card, the thread's other places, the ladder and the audit log. */
async function record(inside: TenantStore, caller: Caller, incident: Incident, { nowMs, key, values, details }: Turn): Promise<void> {
  const at = new Date(nowMs).toISOString();
  const moved = await inside.incidents.change(incident.id, {});
  const text = message(key, { ...values, person: caller.person.name });
  await inside.timeline.add({ incidentId: incident.id, at, kind: 'status', text, actor: caller.person.id });
  const slot = key === 'incident.snoozed' ? `snoozed-${at}` : `snooze-ended-${at}`;
  await sayElsewhere(inside, caller, { incidentId: incident.id, slot, key, values });
  await tellLadder(inside, moved);
  const action = key === 'incident.snoozed' ? 'incident.snooze' : 'incident.end-snooze';
  await auditLine(inside, caller, at, { action, incidentId: incident.id, target: incident.code, outcome: 'ok', details });
}
