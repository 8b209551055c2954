/** What comes back soon after its end is the same incident: it is opened again, with a note, and looked into again. */

import type { IncomingAlert, Severity } from '../domain/alert.ts';
import { worseSeverity } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { Incident, Steer } from '../domain/incident.ts';
import { tellLadder } from '../operations/tell-ladder.ts';
import type { TenantStore } from '../store/contract.ts';
import { durationText } from '../text/duration.ts';
import { message } from '../text/messages.ts';

export interface Reopening {
  readonly previous: Incident;
  readonly alerts: readonly IncomingAlert[];
  readonly severity: Severity;
}

export function isSoonAfter(previous: Incident, reopenMinutes: number, nowMs: number): boolean {
  if (previous.resolvedAt === null || previous.origin === 'question') return false;
  return nowMs - Date.parse(previous.resolvedAt) <= reopenMinutes * 60_000 && reopenMinutes > 0;
}

/** To be called within a transaction. */
export async function reopenIncident(
  inside: TenantStore,
  clock: Pick<Clock, 'now'>,
  { previous, alerts, severity }: Reopening,
): Promise<string> {
  const nowMs = clock.now();
  const now = new Date(nowMs).toISOString();
  const quietMs = nowMs - Date.parse(previous.resolvedAt ?? now);
  await inside.incidents.reopen(previous.id, { severity: worseSeverity(previous.severity, severity), phase: 'received' });
  // Whether the end was seen there or not: people are called from the beginning.
  const ladder = await inside.ladders.lock(previous.id);
  if (ladder !== null) await inside.ladders.save({ ...ladder, state: 'ended', end: 'resolved', nextAt: null });
  await inside.alerts.upsert(previous.id, alerts, now);
  const opened = await inside.incidents.change(previous.id, {
    alertsFiring: await inside.alerts.countFiring(previous.id),
    alertsTotal: await inside.alerts.countAll(previous.id),
  });
  await tellLadder(inside, opened);
  const text = message('incident.reopened', { duration: durationText(quietMs) });
  const key = `reopened-${now}`;
  await inside.timeline.add({ incidentId: previous.id, at: now, kind: 'status', text, actor: 'zhiban', key });
  await inside.outbox.say({ incidentId: previous.id, slot: key, priority: 'state', text });
  const steer: Steer = { key, kind: 'investigate-again', text: '', personId: 'zhiban', at: now };
  await inside.relay.add({ incidentId: previous.id, kind: 'steer', payload: { steer }, key });
  return previous.id;
}
