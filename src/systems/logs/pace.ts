/** What lines a minute, and streams by their labels, say of a log system: the same for each. */

import type { Facts } from '../../domain/evidence.ts';

export interface Counted {
  readonly atMs: number;
  readonly lines: number;
}

const stepMs = 60_000;
const minutesMax = 720;

/** Minutes without a line are not told by the servers, and stand here as nought. */
export function everyMinute(counts: readonly Counted[], fromMs: number, toMs: number): readonly Counted[] {
  const byMinute = new Map<number, number>();
  for (const { atMs, lines } of counts) {
    const minute = Math.floor(atMs / stepMs) * stepMs;
    byMinute.set(minute, (byMinute.get(minute) ?? 0) + lines);
  }
  const all: Counted[] = [];
  for (let atMs = Math.ceil(fromMs / stepMs) * stepMs; atMs <= toMs; atMs += stepMs) all.push({ atMs, lines: byMinute.get(atMs) ?? 0 });
  return all.slice(-minutesMax);
}

/** The minute that runs is not over, and tells nothing of a pace. */
export function paceFacts(counted: readonly Counted[], nowMs: number): Facts {
  const whole = counted.slice(0, -1);
  const recent = whole.slice(-10);
  const before = whole.slice(0, -10);
  const sum = (minutes: readonly Counted[]): number => minutes.reduce((total, { lines }) => total + lines, 0);
  const newest = counted.findLast(({ lines }) => lines > 0);
  const earlierPerMinute = before.length === 0 ? 0 : sum(before) / before.length;
  return {
    'ingestion.lines': sum(counted),
    'ingestion.recentLines': sum(counted.slice(-11)),
    'ingestion.perMinute': recent.length === 0 ? 0 : sum(recent) / recent.length,
    'ingestion.earlierPerMinute': earlierPerMinute,
    'ingestion.busyMinutesRatio': before.length === 0 ? 0 : before.filter(({ lines }) => lines > 0).length / before.length,
    'ingestion.paceRatio': earlierPerMinute === 0 ? null : sum(recent) / Math.max(1, recent.length) / earlierPerMinute,
    'ingestion.newestAgoSeconds': newest === undefined ? null : Math.max(0, Math.round((nowMs - newest.atMs - stepMs) / 1_000)),
  };
}

/** The label with the most values over all streams; the one that grows past its use is found by it. */
export function widestLabel(streams: readonly Readonly<Record<string, string>>[]): { readonly label: string; readonly values: number } {
  const byLabel = new Map<string, Set<string>>();
  for (const stream of streams)
    for (const [label, value] of Object.entries(stream)) {
      const known = byLabel.get(label);
      if (known === undefined) byLabel.set(label, new Set([value]));
      else known.add(value);
    }
  const [widest] = [...byLabel].sort(([, one], [, other]) => other.size - one.size);
  return { label: widest?.[0] ?? '', values: widest?.[1].size ?? 0 };
}
