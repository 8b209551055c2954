/** Where the time of a trace goes: the chain of spans without which it would have ended earlier. */

import { childrenOf, lengthOf, type Span, type Trace } from './span.ts';

export interface Step {
  readonly span: Span;
  /** Its own part of the trace's time, without that of what it waited for. */
  readonly selfUs: number;
}

/** What the time was spent in; a call whose other side reported nothing, and the way there, are told apart. */
export type StepKind = 'database' | 'unreported-call' | 'way' | 'work';

const depthMax = 200;

/** Pure. Walks back from the end: at each moment the child that ended last is what was waited for. */
export function criticalPath(trace: Trace): readonly Step[] {
  const children = childrenOf(trace);
  const selfUs = new Map<Span, number>();
  const add = (span: Span, us: number): void => {
    if (us > 0) selfUs.set(span, (selfUs.get(span) ?? 0) + us);
  };
  // A part of a span that counts: children are cut to it, so that a skewed clock adds no time.
  const walk = (span: Span, fromUs: number, toUs: number, depth: number): void => {
    let endUs = toUs;
    const waitedFor = depth >= depthMax ? [] : [...children(span)].sort((one, other) => other.endUs - one.endUs);
    for (const child of waitedFor) {
      const childEndUs = Math.min(child.endUs, endUs);
      const childStartUs = Math.max(child.startUs, fromUs);
      if (childEndUs <= childStartUs || (child.endUs > span.endUs && !wasWaitedFor(span, child))) continue;
      add(span, endUs - childEndUs);
      walk(child, childStartUs, childEndUs, depth + 1);
      endUs = childStartUs;
    }
    add(span, endUs - fromUs);
  };
  walk(trace.root, trace.root.startUs, trace.root.endUs, 0);
  return [...selfUs].map(([span, us]) => ({ span, selfUs: us })).sort((one, other) => other.selfUs - one.selfUs);
}

/** What outlives its parent went on by itself; but a call that was given up was waited for until then. */
function wasWaitedFor(span: Span, child: Span): boolean {
  return span.kind === 'client' && child.kind === 'server';
}

/** Pure. */
export function kindOfStep(trace: Trace, { span }: Step): StepKind {
  if (span.database !== '') return 'database';
  if (span.kind !== 'client' && span.kind !== 'producer') return 'work';
  return trace.spans.some((each) => each.parentId === span.id && each.service !== span.service) ? 'way' : 'unreported-call';
}

export interface PathShare {
  readonly service: string;
  readonly operation: string;
  readonly kind: StepKind;
  readonly peer: string;
  readonly database: string;
  readonly statement: string;
  /** Of one trace, on average. */
  readonly selfMs: number;
  /** Of the time of these traces, 0..1. */
  readonly share: number;
}

/** Pure: the steps of several traces of the same operation put together, the largest first. */
export function sharesOf(traces: readonly Trace[]): readonly PathShare[] {
  const totalUs = traces.reduce((sum, { root }) => sum + lengthOf(root), 0);
  const byStep = new Map<string, { first: Omit<PathShare, 'selfMs' | 'share'>; us: number }>();
  for (const trace of traces) {
    for (const step of criticalPath(trace)) {
      const { service, operation, peer, database, statement } = step.span;
      const key = `${service}\0${operation}\0${peer}\0${statement}`;
      const known = byStep.get(key);
      if (known === undefined)
        byStep.set(key, { first: { service, operation, peer, database, statement, kind: kindOfStep(trace, step) }, us: step.selfUs });
      else known.us += step.selfUs;
    }
  }
  return [...byStep.values()]
    .map(({ first, us }) => ({ ...first, selfMs: us / 1_000 / traces.length, share: totalUs === 0 ? 0 : us / totalUs }))
    .sort((one, other) => other.selfMs - one.selfMs);
}
