/** Incidents as the numbers count them. */

import type { IncidentRecord } from '../../../src/domain/insight.ts';

const startMs = Date.UTC(2026, 10, 23, 9);

/** An incident of alerts that began `atMinute`, was received a minute later and is still open unless the change says otherwise. */
export function recordOf(change: Partial<IncidentRecord> = {}, atMinute = 0): IncidentRecord {
  const at = (minute: number) => new Date(startMs + (atMinute + minute) * 60_000).toISOString();
  return {
    ...{ id: `inc_${atMinute}`, code: `ZB-${atMinute}`, title: 'slow', origin: 'alert', severity: 'warning', status: 'triggered' },
    ...{ week: '2026-11-23', day: '2026-11-23', service: 'shop', team: null, systemIds: [] },
    ...{ startedAt: at(0), receivedAt: at(1), acknowledgedAt: null, identifiedAt: null, resolvedAt: null },
    ...{ fault: null, alerts: 1, notifications: 1, isFixedByPlan: false, isHandled: false },
    ...change,
  };
}

/** Resolved after so many minutes. */
export function resolvedAfter(minutes: number, change: Partial<IncidentRecord> = {}): IncidentRecord {
  const record = recordOf(change);
  return { ...record, status: 'resolved', resolvedAt: new Date(Date.parse(record.startedAt) + minutes * 60_000).toISOString() };
}
