/** One instance of a service that does worse than the others: a node, a half-done release, a local disk, and not the service as such. */

import { lengthOf, type Span, type Trace } from './span.ts';

export interface LoneInstance {
  readonly instance: string;
  /** How many instances served the operation, this one among them. */
  readonly instances: number;
  readonly served: number;
  readonly othersServed: number;
}

export interface FailingInstance extends LoneInstance {
  readonly failed: number;
}

export interface SlowInstance extends LoneInstance {
  readonly medianMs: number;
  readonly othersMedianMs: number;
}

type Place = Pick<Span, 'service' | 'operation'>;

/** Fewer say nothing of an instance. */
const servedMin = 3;

/** Pure: the instance in which (nearly) all failures of an operation happen, while the others serve it. Null where none stands out. */
export function failingInstanceOf(traces: readonly Trace[], place: Place): FailingInstance | null {
  const groups = byInstance(traces, place);
  const counted = groups.map(([instance, spans]) => ({
    instance,
    served: spans.length,
    failed: spans.filter(({ isError }) => isError).length,
  }));
  const [worst, ...others] = counted.sort((one, other) => other.failed - one.failed);
  if (worst === undefined) return null;
  const [othersServed, othersFailed] = [sum(others.map(({ served }) => served)), sum(others.map(({ failed }) => failed))];
  const standsOut = worst.failed >= servedMin && worst.failed * 2 >= worst.served && othersServed >= servedMin;
  return standsOut && othersFailed * 10 <= othersServed ? { ...worst, instances: groups.length, othersServed } : null;
}

/** Pure: the instance that takes at least twice as long for an operation as each other one. Null where none stands out. */
export function slowInstanceOf(traces: readonly Trace[], place: Place): SlowInstance | null {
  const groups = byInstance(traces, place).filter(([, spans]) => spans.length >= servedMin);
  const measured = groups.map(([instance, spans]) => ({ instance, served: spans.length, medianMs: medianOf(spans) }));
  const [worst, next, ...others] = measured.sort((one, other) => other.medianMs - one.medianMs);
  if (worst === undefined || next === undefined || worst.medianMs < next.medianMs * 2) return null;
  return {
    ...worst,
    instances: groups.length,
    othersServed: sum([next, ...others].map(({ served }) => served)),
    othersMedianMs: next.medianMs,
  };
}

function byInstance(traces: readonly Trace[], { service, operation }: Place): readonly (readonly [string, readonly Span[]])[] {
  const spans = traces.flatMap((trace) => trace.spans.filter((span) => span.service === service && span.operation === operation));
  const known = spans.filter(({ instance }) => instance !== '');
  return [...Map.groupBy(known, ({ instance }) => instance)];
}

function medianOf(spans: readonly Span[]): number {
  const sorted = spans.map((span) => lengthOf(span) / 1_000).sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
