/** The same call made again and again under one parent: one for each row (N+1), or tried again after a failure. */

import { childrenOf, lengthOf, type Span, type Trace } from './span.ts';

export interface Repeats {
  readonly traceId: string;
  readonly caller: Span;
  readonly call: Span;
  readonly times: number;
  readonly failures: number;
  /** What the first of them says of itself. */
  readonly reason: string;
  /** Of the caller's time, 0..1. */
  readonly share: number;
  readonly totalMs: number;
  /** Whether the last one failed, too. */
  readonly isGivenUp: boolean;
}

/** Pure. Calls that overlap are a fan-out, which costs no more than its longest, and are left out. */
export function repeatsIn(trace: Trace, timesMin: number): readonly Repeats[] {
  const children = childrenOf(trace);
  return trace.spans.flatMap((caller) =>
    groupsOf(children(caller)).flatMap((calls) => {
      const [call] = calls;
      const last = calls.at(-1);
      if (call === undefined || last === undefined || calls.length < timesMin || !areInTurn(calls)) return [];
      const us = calls.reduce((sum, each) => sum + lengthOf(each), 0);
      return [
        {
          traceId: trace.id,
          caller,
          call,
          times: calls.length,
          reason: calls.find(({ isError }) => isError)?.errorText ?? '',
          failures: calls.filter(({ isError }) => isError).length,
          share: Math.min(1, us / Math.max(1, lengthOf(caller))),
          totalMs: us / 1_000,
          isGivenUp: last.isError,
        },
      ];
    }),
  );
}

/** Pure: the same call for each row; one that takes most time of its trace comes first. */
export function findNPlusOne(traces: readonly Trace[]): Repeats | null {
  const found = traces.flatMap((trace) => repeatsIn(trace, 10)).filter(({ times, failures }) => failures * 2 < times);
  return [...found].sort((one, other) => other.totalMs - one.totalMs)[0] ?? null;
}

/** Pure: every call but the last failed, as those do that are tried again. */
export function findRetries(traces: readonly Trace[]): readonly Repeats[] {
  const found = traces.flatMap((trace) => repeatsIn(trace, 2));
  return found
    .filter(({ times, failures, isGivenUp }) => failures >= 1 && failures >= (isGivenUp ? times : times - 1))
    .sort((one, other) => other.times - one.times);
}

function groupsOf(calls: readonly Span[]): readonly (readonly Span[])[] {
  const groups = new Map<string, Span[]>();
  for (const call of calls) {
    if (call.kind === 'server' || call.kind === 'consumer') continue;
    const key = `${call.service}\0${call.operation}\0${call.statement}\0${call.peer}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [call]);
    else known.push(call);
  }
  return [...groups.values()];
}

/** Nine in ten begin after the one before has ended. */
function areInTurn(calls: readonly Span[]): boolean {
  const overlaps = calls.filter((call, index) => index > 0 && call.startUs < (calls[index - 1]?.endUs ?? 0)).length;
  return overlaps * 10 <= calls.length;
}
