/** Where a failure begins: the deepest span that failed, from which it went up to the root. */

import { childrenOf, type Span, type Trace } from './span.ts';

export interface Origin {
  readonly trace: Trace;
  readonly span: Span;
  /** A call whose other side reported nothing. */
  readonly isUnreportedCall: boolean;
  /** The caller gave up waiting: its other side is slow, or does not answer. */
  readonly isTimeout: boolean;
}

const timeoutWords = /time(d)?[ -]?out|deadline|ETIMEDOUT|ESOCKETTIMEDOUT|context canceled|超时/i;

/** Pure. Null for a trace whose root did not fail: a failure that was coped with is none for the caller. */
export function originOf(trace: Trace): Origin | null {
  if (!trace.root.isError) return null;
  const children = childrenOf(trace);
  let span = trace.root;
  for (let depth = 0; depth < 200; depth += 1) {
    // Of several that failed, the last decided.
    const failed = children(span).filter(({ isError }) => isError);
    const next = failed.at(-1);
    if (next === undefined) break;
    span = next;
  }
  const isCall = span.kind === 'client' || span.kind === 'producer';
  const other = children(span).filter(({ service }) => service !== span.service);
  return {
    trace,
    span,
    isUnreportedCall: isCall && other.length === 0,
    isTimeout: isCall && timeoutWords.test(`${span.errorText} ${trace.root.errorText}`),
  };
}

export interface OriginShare {
  readonly origin: Origin;
  readonly traces: number;
  readonly share: number;
}

/** Pure: failures that begin in the same place are one; the most frequent first. */
export function originsOf(traces: readonly Trace[]): readonly OriginShare[] {
  const found = traces.flatMap((trace) => originOf(trace) ?? []);
  const byPlace = new Map<string, Origin[]>();
  for (const origin of found) {
    const key = `${origin.span.service}\0${origin.span.operation}\0${origin.span.peer}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, [origin]);
    else known.push(origin);
  }
  return [...byPlace.values()]
    .flatMap((origins) => {
      const [origin] = origins;
      return origin === undefined ? [] : [{ origin, traces: origins.length, share: origins.length / found.length }];
    })
    .sort((one, other) => other.traces - one.traces);
}
