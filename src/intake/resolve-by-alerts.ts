/** Ends the incident whose last alert has ended. */

import type { IncomingAlert } from '../domain/alert.ts';
import type { Incident } from '../domain/incident.ts';
import type { TenantStore } from '../store/contract.ts';
import { durationText } from '../text/duration.ts';
import { message } from '../text/messages.ts';
import type { GroupingDeps } from './group-alerts.ts';

export async function resolveByAlerts(
  deps: Pick<GroupingDeps, 'clock'>,
  inside: TenantStore,
  incident: Incident,
  alerts: readonly IncomingAlert[],
  total: number,
): Promise<string> {
  const nowMs = deps.clock.now();
  const ends = alerts.flatMap((alert) => (alert.status === 'resolved' && alert.endsAt !== null ? [Date.parse(alert.endsAt)] : []));
  const endMs = Math.min(nowMs, Math.max(Date.parse(incident.startedAt), ...(ends.length > 0 ? ends : [nowMs])));
  const resolvedAt = new Date(endMs).toISOString();
  const moved = await inside.incidents.moveStatus(incident.id, ['triggered', 'acknowledged', 'mitigated'], 'resolved', {
    resolvedAt,
    alertsFiring: 0,
    alertsTotal: total,
    phase: 'closed',
  });
  if (moved === null) return incident.id;
  const text = message('incident.resolved', { duration: durationText(endMs - Date.parse(incident.startedAt)) });
  await inside.timeline.add({
    incidentId: incident.id,
    at: resolvedAt,
    kind: 'status',
    text,
    actor: 'zhiban',
    key: `resolved-${moved.revision}`,
  });
  await inside.relay.add({ incidentId: incident.id, kind: 'resolved', payload: {}, key: `resolved-${incident.id}-${moved.revision}` });
  return incident.id;
}
