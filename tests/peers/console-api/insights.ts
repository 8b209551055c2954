/** Six weeks of numbers, as the server sums them up. */

import { summarise } from '../../../src/analysis/insights/summarise.ts';
import { type IncidentRecord, type InsightReport, insightGroups } from '../../../src/domain/insight.ts';

const minuteMs = 60_000;
const weeks = ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'] as const;
const services = ['checkout', 'search', 'payments', null] as const;
const faults = ['redis.out-of-memory', 'postgresql.idle-in-transaction', 'host.disk-full-deleted-file', null] as const;

export function sampleInsights(query: URLSearchParams): InsightReport {
  const group = insightGroups.find((each) => each === query.get('group')) ?? 'week';
  const span = { since: '2026-10-19T00:00:00.000Z', until: '2026-11-29T00:00:00.000Z', timeZone: 'Asia/Shanghai' };
  return { ...span, group, ...summarise(records(), group), isTruncated: false };
}

function records(): readonly IncidentRecord[] {
  return weeks.flatMap((week, weekIndex) =>
    Array.from({ length: 14 - ((weekIndex * 5) % 7) }, (_, index) => recordOf(week, weekIndex, index)),
  );
}

function recordOf(week: string, weekIndex: number, index: number): IncidentRecord {
  const startMs = Date.parse(week) + (index * 11 + 2) * 60 * minuteMs;
  const at = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString();
  const isFixedByPlan = index % 3 === 1;
  const isHandled = isFixedByPlan || index % 3 === 2;
  const isOpen = weekIndex === weeks.length - 1 && index > 8;
  return {
    ...{ id: `inc_${week}_${index}`, code: `ZB-${weekIndex * 20 + index}`, title: 'slow', origin: 'alert', week, day: at(0).slice(0, 10) },
    ...{ severity: index % 4 === 0 ? 'critical' : 'warning', status: isOpen ? 'acknowledged' : 'resolved', systemIds: ['orders-cache'] },
    ...{ service: services[(index * 7) % 4] ?? null, team: index % 2 === 0 ? 'orders' : 'search', fault: faults[index % 4] ?? null },
    ...{ startedAt: at(0), receivedAt: at(0.7 + (index % 3) / 2), acknowledgedAt: isHandled ? at(4 + index) : null },
    ...{ identifiedAt: index % 4 === 3 ? null : at(1.9), resolvedAt: isOpen ? null : at(isFixedByPlan ? 9 + index : 30 + 8 * index) },
    ...{ alerts: 1 + (index % 5), notifications: 3 + 4 * (index % 9), isFixedByPlan, isHandled },
  };
}
