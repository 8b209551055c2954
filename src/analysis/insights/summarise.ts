/** From incidents to the numbers of each group and of all. */

import type { IncidentRecord, Insight, InsightGroup } from '../../domain/insight.ts';
import { durationsOf, secondsBetween } from './durations.ts';
import { medianByHand, timeSaved } from './time-saved.ts';

/** Days and weeks in their order, other groups by how many incidents they have. */
export function summarise(
  records: readonly IncidentRecord[],
  group: InsightGroup,
): { readonly total: Insight; readonly items: readonly Insight[] } {
  const byHand = medianByHand(records);
  const groups = new Map<string, IncidentRecord[]>();
  for (const record of records) {
    const key = record[group] ?? '';
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [record]);
    else known.push(record);
  }
  const items = [...groups].map(([key, inside]) => insightOf(key, inside, byHand));
  const isByTime = group === 'day' || group === 'week';
  const order = (one: Insight, other: Insight) =>
    (isByTime ? 0 : other.incidents - one.incidents) || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);
  return { total: insightOf('', records, byHand), items: items.sort(order) };
}

function insightOf(key: string, records: readonly IncidentRecord[], byHand: ReadonlyMap<string, number>): Insight {
  const ofAlerts = records.filter(({ origin }) => origin === 'alert');
  const ended = ofAlerts.filter(({ status }) => status === 'resolved');
  const noise = ended.filter(({ isHandled, isFixedByPlan }) => !isHandled && !isFixedByPlan).length;
  return {
    key,
    incidents: records.length,
    open: records.filter(({ status }) => status !== 'resolved').length,
    alerts: sum(records, ({ alerts }) => alerts),
    notifications: sum(records, ({ notifications }) => notifications),
    noise: { incidents: noise, share: ended.length === 0 ? null : noise / ended.length },
    detect: spread(ofAlerts, ({ startedAt, receivedAt }) => secondsBetween(startedAt, receivedAt)),
    acknowledge: spread(records, ({ receivedAt, acknowledgedAt }) => secondsBetween(receivedAt, acknowledgedAt)),
    identify: spread(records, ({ receivedAt, identifiedAt }) => secondsBetween(receivedAt, identifiedAt)),
    resolve: spread(records, ({ startedAt, resolvedAt }) => secondsBetween(startedAt, resolvedAt)),
    fixedByPlan: records.filter(({ isFixedByPlan }) => isFixedByPlan).length,
    saved: timeSaved(records, byHand),
  };
}

function spread(records: readonly IncidentRecord[], secondsOf: (record: IncidentRecord) => number | null) {
  return durationsOf(records.flatMap((record) => secondsOf(record) ?? []));
}

function sum(records: readonly IncidentRecord[], of: (record: IncidentRecord) => number): number {
  return records.reduce((total, record) => total + of(record), 0);
}
