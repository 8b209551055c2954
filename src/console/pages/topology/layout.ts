/** Where each system stands in the drawing: what nobody needs on top, each one below everything that needs it. Pure. */

import { topsOf } from '../../../domain/graph-walk.ts';
import type { SystemGraphView, SystemLinkView } from '../../../domain/view.ts';

export interface PlacedSystem {
  readonly id: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly systems: readonly PlacedSystem[];
  readonly links: readonly { readonly link: SystemLinkView; readonly path: string }[];
}

export const boxSize = { width: 168, height: 46 } as const;
const gap = { x: 22, y: 58 } as const;
const margin = 12;

export function layOut(graph: SystemGraphView): Layout {
  const rows = rowsOf(graph);
  const widest = Math.max(1, ...rows.map((row) => row.length));
  const width = widest * (boxSize.width + gap.x) - gap.x + 2 * margin;
  const kinds = new Map(graph.systems.map(({ id, kind }) => [id, kind]));
  const systems = rows.flatMap((row, depth) => {
    const rowWidth = row.length * (boxSize.width + gap.x) - gap.x;
    const left = (width - rowWidth) / 2;
    return row.map((id, index) => ({
      ...{ id, kind: kinds.get(id) ?? '' },
      x: left + index * (boxSize.width + gap.x),
      y: margin + depth * (boxSize.height + gap.y),
    }));
  });
  const height = rows.length * (boxSize.height + gap.y) - gap.y + 2 * margin;
  const places = new Map(systems.map((system) => [system.id, system]));
  const links = graph.links.flatMap((link) => {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    return from === undefined || to === undefined ? [] : [{ link, path: pathOf(from, to) }];
  });
  return { width, height: Math.max(height, boxSize.height + 2 * margin), systems, links };
}

/** The longest way down from a top is the row; in a circle, the first way that was found. */
function rowsOf(graph: SystemGraphView): readonly (readonly string[])[] {
  const depth = new Map<string, number>();
  const known = new Set(graph.systems.map(({ id }) => id));
  const visit = (id: string, at: number, way: readonly string[]): void => {
    if (!known.has(id) || way.includes(id) || (depth.get(id) ?? -1) >= at) return;
    depth.set(id, at);
    for (const { from, to } of graph.links) if (from === id) visit(to, at + 1, [...way, id]);
  };
  for (const id of topsOf(graph)) visit(id, 0, []);
  const rows: string[][] = [];
  for (const { id } of graph.systems) {
    const row = depth.get(id) ?? 0;
    rows[row] = [...(rows[row] ?? []), id];
  }
  return nearTheirParents(rows, graph.links);
}

/** Each row in the order of those above it that need its members: fewer lines cross. */
function nearTheirParents(rows: readonly (readonly string[])[], links: readonly SystemLinkView[]): readonly (readonly string[])[] {
  const ordered: (readonly string[])[] = [];
  for (const row of rows) {
    const above = ordered.flat();
    const weight = (id: string): number => {
      const parents = links.filter(({ to, from }) => to === id && above.includes(from)).map(({ from }) => above.indexOf(from));
      return parents.length === 0 ? Number.MAX_SAFE_INTEGER : parents.reduce((sum, each) => sum + each, 0) / parents.length;
    };
    ordered.push(row.toSorted((one, other) => weight(one) - weight(other)));
  }
  return ordered;
}

function pathOf(from: PlacedSystem, to: PlacedSystem): string {
  const [x1, x2] = [from.x + boxSize.width / 2, to.x + boxSize.width / 2];
  const isBelow = to.y > from.y;
  const [y1, y2] = isBelow ? [from.y + boxSize.height, to.y] : [from.y, to.y + boxSize.height];
  const bend = Math.max(24, Math.abs(y2 - y1) / 2) * (isBelow ? 1 : -1);
  return `M ${x1} ${y1} C ${x1} ${y1 + bend}, ${x2} ${y2 - bend}, ${x2} ${y2}`;
}
