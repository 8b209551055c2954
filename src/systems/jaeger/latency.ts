/** How long the entry operations took, in two stretches, and which has become worse. */

import { lengthOf, type Trace } from './span.ts';

export interface Latency {
  readonly service: string;
  readonly operation: string;
  readonly now: readonly Trace[];
  readonly earlier: readonly Trace[];
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly maxMs: number;
  readonly earlierP90Ms: number | null;
  /** 90th percentile now by that of earlier; null without an earlier one. */
  readonly growth: number | null;
}

/** Fewer say nothing of a percentile. */
const earlierMin = 5;

/** Pure: by how many milliseconds more nine in ten take now than earlier; the worst first. */
export function latenciesOf(now: readonly Trace[], earlier: readonly Trace[]): readonly Latency[] {
  const before = byOperation(earlier);
  return [...byOperation(now)]
    .map(([key, traces]): Latency => {
      const old = before.get(key) ?? [];
      const [sorted, oldSorted] = [lengthsMs(traces), lengthsMs(old)];
      const p90Ms = quantile(sorted, 0.9);
      const earlierP90Ms = old.length < earlierMin ? null : quantile(oldSorted, 0.9);
      return {
        service: traces[0]?.root.service ?? '',
        operation: traces[0]?.root.operation ?? '',
        now: traces,
        earlier: old,
        p50Ms: quantile(sorted, 0.5),
        p90Ms,
        maxMs: sorted.at(-1) ?? 0,
        earlierP90Ms,
        growth: earlierP90Ms === null || earlierP90Ms === 0 ? null : p90Ms / earlierP90Ms,
      };
    })
    .sort((one, other) => worseMs(other) - worseMs(one) || other.p90Ms - one.p90Ms);
}

/** Without an earlier stretch, nothing is known to have become worse. */
function worseMs({ p90Ms, earlierP90Ms }: Latency): number {
  return earlierP90Ms === null ? 0 : p90Ms - earlierP90Ms;
}

/** The slow ones of an operation: those that take at least what nine in ten do. */
export function slowestOf({ now, p90Ms }: Pick<Latency, 'now' | 'p90Ms'>): readonly Trace[] {
  return [...now].filter(({ root }) => lengthOf(root) / 1_000 >= p90Ms).sort((one, other) => lengthOf(other.root) - lengthOf(one.root));
}

function byOperation(traces: readonly Trace[]): ReadonlyMap<string, readonly Trace[]> {
  const groups = new Map<string, Trace[]>();
  for (const trace of traces) {
    const key = `${trace.root.service}\0${trace.root.operation}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [trace]);
    else known.push(trace);
  }
  return groups;
}

function lengthsMs(traces: readonly Trace[]): readonly number[] {
  return traces.map(({ root }) => lengthOf(root) / 1_000).sort((one, other) => one - other);
}

function quantile(sorted: readonly number[], ratio: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * ratio) - 1))] ?? 0;
}
