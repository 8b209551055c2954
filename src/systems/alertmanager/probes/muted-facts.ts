/** Alerts that fire and are told to nobody, as a time interval of their route mutes them. */

import type { Facts } from '../../../domain/evidence.ts';
import type { Alert } from '../api.ts';
import { mutingOf, type Routing } from '../routes.ts';
import { spanText, weekOf } from '../time-intervals.ts';

/** Pure. Of those that are muted, the first grave one is told of; all is null where the configuration can't be read. */
export function mutedFacts(alerts: readonly Alert[], isGrave: (alert: Alert) => boolean, routing: Routing | null, nowMs: number) {
  const active = alerts.filter(({ status }) => status.state === 'active' && status.silencedBy.length === 0);
  const muted = routing === null ? [] : active.filter(({ labels }) => mutingOf(routing, labels, nowMs) !== null);
  const grave = muted.filter(isGrave);
  const first = grave[0] ?? muted[0];
  const muting = first === undefined || routing === null ? null : mutingOf(routing, first.labels, nowMs);
  const week = first === undefined || routing === null ? null : weekOf((atMs) => mutingOf(routing, first.labels, atMs) !== null, nowMs);
  const spans = (muting?.interval ?? '').split(', ').flatMap((name) => routing?.intervals.get(name) ?? []);
  return {
    'alerts.muted': routing === null ? null : muted.length,
    'alerts.graveMuted': routing === null ? null : grave.length,
    'alerts.mutedName': first?.labels.alertname ?? '',
    'alerts.mutedInterval': muting?.interval ?? '',
    'alerts.mutedSpan': spans.map(spanText).join('; ').slice(0, 300),
    'alerts.isMutedOutside': muting === null ? null : muting.by === 'active',
    'alerts.mutedWeekRatio': week === null ? 0 : Math.round(week.ratio * 1_000) / 1_000,
    'alerts.mutedUntil': typeof week?.endsAtMs === 'number' ? new Date(week.endsAtMs).toISOString() : '',
  } satisfies Facts;
}
