/** Sets of moments as sorted spans that neither touch nor overlap. */

import type { Span } from './schedule.ts';

export function unite(spans: readonly Span[]): readonly Span[] {
  const united: Span[] = [];
  for (const span of spans.filter(isReal).toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = united.at(-1);
    if (last === undefined || last.toMs < span.fromMs) united.push({ fromMs: span.fromMs, toMs: span.toMs });
    else united[united.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return united;
}

/** The parts of each that lie within the spans; what else it holds stays with it. */
export function within<T extends Span>(items: readonly T[], spans: readonly Span[]): readonly T[] {
  return items.flatMap((item) =>
    spans.map((span) => ({ ...item, fromMs: Math.max(item.fromMs, span.fromMs), toMs: Math.min(item.toMs, span.toMs) })).filter(isReal),
  );
}

/** The parts of each that lie in none of the spans, which are sorted and apart. */
export function outside<T extends Span>(items: readonly T[], spans: readonly Span[]): readonly T[] {
  return items.flatMap((item) => within([item], complementOf(spans, item)));
}

/** What the spans leave of the whole. */
export function complementOf(spans: readonly Span[], whole: Span): readonly Span[] {
  const left: Span[] = [];
  let fromMs = whole.fromMs;
  for (const span of spans) {
    left.push({ fromMs, toMs: Math.min(span.fromMs, whole.toMs) });
    fromMs = Math.max(fromMs, span.toMs);
  }
  left.push({ fromMs, toMs: whole.toMs });
  return left.filter(isReal);
}

function isReal({ fromMs, toMs }: Span): boolean {
  return fromMs < toMs;
}
