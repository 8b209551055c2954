/** Rule 2: no run-time import cycle; no cycle over types across folders. */

import type { Offence, Source } from './source.ts';

export function findImportCycles(sources: readonly Source[]): Offence[] {
  const runTime = cyclesOf(graphOf(sources, (isType) => !isType));
  const all = cyclesOf(graphOf(sources, () => true)).filter((cycle) => new Set(cycle.map(roomOf)).size > 1);
  const seen = new Set(runTime.map((cycle) => cycle.join()));
  return [
    ...runTime.map((cycle) => toOffence(cycle, 'run-time cycle')),
    ...all.filter((cycle) => !seen.has(cycle.join())).map((cycle) => toOffence(cycle, 'cycle over types across folders')),
  ];
}

function graphOf(sources: readonly Source[], isWanted: (isType: boolean) => boolean): Map<string, string[]> {
  const known = new Set(sources.map(({ path }) => path));
  const targets = (source: Source): string[] =>
    source.imports.flatMap(({ path, isType }) => (path !== null && known.has(path) && isWanted(isType) ? [path] : []));
  return new Map(sources.map((source) => [source.path, targets(source)]));
}

/** Strongly connected components of more than one file, and files that import themselves (Tarjan's way). */
function cyclesOf(graph: Map<string, string[]>): string[][] {
  const order = new Map<string, { index: number; low: number; isOpen: boolean }>();
  const open: string[] = [];
  const cycles: string[][] = [];
  const visit = (path: string): { index: number; low: number; isOpen: boolean } => {
    const own = { index: order.size, low: order.size, isOpen: true };
    order.set(path, own);
    open.push(path);
    for (const target of graph.get(path) ?? []) {
      const known = order.get(target);
      if (known === undefined) own.low = Math.min(own.low, visit(target).low);
      else if (known.isOpen) own.low = Math.min(own.low, known.index);
    }
    if (own.low === own.index) {
      const members = open.splice(open.indexOf(path));
      for (const member of members) {
        const place = order.get(member);
        if (place !== undefined) place.isOpen = false;
      }
      if (members.length > 1 || graph.get(path)?.includes(path)) cycles.push(members.sort());
    }
    return own;
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return cycles;
}

/** `src/systems/redis/probes/slowlog.ts` lives in `src/systems/redis`: what is below one system or adapter is one room. */
function roomOf(path: string): string {
  const parts = path.split('/');
  return parts.slice(0, parts[1] === 'systems' || parts[1] === 'adapters' ? 3 : 2).join('/');
}

function toOffence(cycle: readonly string[], what: string): Offence {
  return { path: cycle[0] ?? '', line: 1, what: `${what}: ${cycle.join(' ↔ ')}` };
}
