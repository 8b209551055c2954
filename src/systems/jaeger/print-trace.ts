/** A trace as a person reads it: the tree of its spans, with where its time went. */

import { criticalPath } from './critical-path.ts';
import { childrenOf, lengthOf, nameOf, type Span, type Trace } from './span.ts';

const linesMax = 120;
const siblingsMax = 8;

export function printTrace(trace: Trace): string {
  const children = childrenOf(trace);
  const self = new Map(criticalPath(trace).map(({ span, selfUs }) => [span, selfUs]));
  const lines: string[] = [];
  const print = (span: Span, depth: number): void => {
    if (lines.length >= linesMax || depth > 40) return;
    lines.push(`${'  '.repeat(depth)}${lineOf(span, self.get(span) ?? 0, trace)}`);
    const below = children(span);
    for (const child of below.slice(0, siblingsMax)) print(child, depth + 1);
    if (below.length > siblingsMax) lines.push(`${'  '.repeat(depth + 1)}… ${String(below.length - siblingsMax)} more`);
  };
  const roots = trace.spans.filter(({ parentId }) => parentId === null);
  for (const root of [trace.root, ...roots.filter((each) => each !== trace.root)]) print(root, 0);
  const head = `trace ${trace.id}, ${String(trace.spans.length)} spans, ${msOf(lengthOf(trace.root))}; self: part of the critical path`;
  return [head, ...lines.slice(0, linesMax)].join('\n');
}

function lineOf(span: Span, selfUs: number, trace: Trace): string {
  const parts = [
    `+${msOf(span.startUs - trace.root.startUs)} ${nameOf(span)} ${msOf(lengthOf(span))}`,
    selfUs > 0 ? `self ${msOf(selfUs)}` : '',
    span.peer === '' ? '' : `→ ${span.peer}`,
    span.database === '' ? '' : `[${span.database}]`,
    span.statement,
    span.isError ? `ERROR ${span.errorText.slice(0, 160)}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

export function msOf(us: number): string {
  const ms = us / 1_000;
  return `${ms >= 100 ? String(Math.round(ms)) : ms.toFixed(1)} ms`;
}
