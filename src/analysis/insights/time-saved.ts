/**
 * Time that plans saved, by comparison within each fault: those that a plan fixed against those of the same fault that people resolved by
 * hand. Nothing is assumed of what "would have" taken how long; a fault that was never resolved by hand often enough says nothing.
 */

import type { IncidentRecord, TimeSaved } from '../../domain/insight.ts';
import { durationsOf, secondsBetween } from './durations.ts';

/** By hand; fewer make no median that one could speak of. */
const comparedMin = 3;

/** The median seconds of each fault by hand, of those that are known well enough. */
export function medianByHand(records: readonly IncidentRecord[]): ReadonlyMap<string, number> {
  const byFault = new Map<string, number[]>();
  for (const record of records) {
    const seconds = secondsBetween(record.startedAt, record.resolvedAt);
    if (record.fault === null || seconds === null || record.isFixedByPlan || !record.isHandled) continue;
    byFault.set(record.fault, [...(byFault.get(record.fault) ?? []), seconds]);
  }
  const known = [...byFault].filter(([, seconds]) => seconds.length >= comparedMin);
  return new Map(known.map(([fault, seconds]) => [fault, durationsOf(seconds)?.median ?? 0]));
}

/** `byHand` may come from a longer span than the records. */
export function timeSaved(records: readonly IncidentRecord[], byHand: ReadonlyMap<string, number>): TimeSaved | null {
  const saved = records.flatMap((record) => {
    const usual = byHand.get(record.fault ?? '');
    const seconds = secondsBetween(record.startedAt, record.resolvedAt);
    return record.isFixedByPlan && usual !== undefined && seconds !== null ? [usual - seconds] : [];
  });
  return saved.length === 0 ? null : { incidents: saved.length, seconds: saved.reduce((sum, each) => sum + each, 0) };
}
