/** “What depends on X?”, and what X depends on: directly, and through others, each with where that is known from. */

import { paragraph, type Rich, type Span } from '../domain/card.ts';
import { type Reached, reachFrom } from '../domain/graph-walk.ts';
import type { SystemGraphView } from '../domain/view.ts';
import type { Turn } from './handle-inbound.ts';

/** A screen of a phone. */
const shownMax = 20;

export function dependsReply(turn: Turn, graph: SystemGraphView, systemId: string, direction: 'up' | 'down'): readonly Rich[] {
  const reached = reachFrom(graph, systemId, direction);
  if (reached.length === 0) return [paragraph(turn.say(direction === 'up' ? 'nobodyDepends' : 'dependsOnNothing', { system: systemId }))];
  const head = turn.say(direction === 'up' ? 'dependOn' : 'dependsOn', { system: systemId });
  const items = reached.slice(0, shownMax).map((each) => itemOf(turn, each, direction));
  const more = reached.length - items.length;
  return [
    paragraph(head),
    { type: 'list', isOrdered: false, items },
    ...(more > 0 ? [paragraph(turn.say('dependMore', { count: more }))] : []),
  ];
}

function itemOf(turn: Turn, { id, link, steps }: Reached, direction: 'up' | 'down'): readonly Span[] {
  const { how, seen } = link;
  const known =
    seen === null
      ? turn.say(how === 'runsOn' ? 'linkRunsOn' : 'linkDeclared')
      : turn.say('linkDiscovered', { look: `${seen.systemId}/${seen.probe}`, at: `${seen.lastAt.slice(0, 16).replace('T', ' ')} UTC` });
  const via = steps === 1 ? '' : turn.say('linkVia', { system: direction === 'up' ? link.to : link.from });
  return [
    { type: 'text', text: id, style: 'bold' },
    { type: 'text', text: ` · ${known}${via}` },
  ];
}
