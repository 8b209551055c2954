/** Walks the graph of systems: who stands on whom, directly and through others. Logs are kept elsewhere, which makes nobody stand on it. */

import type { SystemGraphView, SystemLinkView } from './view.ts';

export interface Reached {
  readonly id: string;
  /** The last link of the way. */
  readonly link: SystemLinkView;
  /** 1 is direct. */
  readonly steps: number;
}

/** `up` are those that need the system, `down` those that it needs; the nearest first, each once. */
export function reachFrom(graph: Pick<SystemGraphView, 'links'>, systemId: string, direction: 'up' | 'down'): readonly Reached[] {
  const links = graph.links.filter(({ how }) => how !== 'logs');
  const seen = new Set([systemId]);
  const found: Reached[] = [];
  let front = [systemId];
  for (let steps = 1; front.length > 0; steps += 1) {
    const next: string[] = [];
    for (const link of links) {
      const [near, far] = direction === 'up' ? [link.to, link.from] : [link.from, link.to];
      if (!front.includes(near) || seen.has(far)) continue;
      seen.add(far);
      next.push(far);
      found.push({ id: far, link, steps });
    }
    front = next;
  }
  return found;
}

/** Systems that nobody needs, in the order of the configuration; where everything is a circle, the first of it. */
export function topsOf({ systems, links }: SystemGraphView): readonly string[] {
  const needed = new Set(links.filter(({ how, from, to }) => how !== 'logs' && from !== to).map(({ to }) => to));
  const tops = systems.map(({ id }) => id).filter((id) => !needed.has(id));
  const covered = new Set(tops.flatMap((id) => [id, ...reachFrom({ links }, id, 'down').map((each) => each.id)]));
  for (const { id } of systems) {
    if (covered.has(id)) continue;
    tops.push(id);
    for (const each of [id, ...reachFrom({ links }, id, 'down').map(({ id: below }) => below)]) covered.add(each);
  }
  return tops;
}
