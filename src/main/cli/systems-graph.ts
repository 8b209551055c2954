/** `zhiban systems --graph`: what stands on what, as a tree for people or for a program that draws. */

import { topsOf } from '../../domain/graph-walk.ts';
import type { SystemGraphView, SystemLinkView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { agoText } from './times.ts';

export type GraphFormat = 'tree' | 'dot' | 'json';

export async function runSystemsGraph(context: CliContext, format: GraphFormat, nowMs: number): Promise<ExitCode> {
  const graph = await context.api().get<SystemGraphView>('/api/v1/systems/graph');
  const { terminal } = context;
  if (format === 'json') {
    terminal.line(JSON.stringify(graph, null, 2));
    return exitCodes.ok;
  }
  answer(context, graph, () => {
    if (graph.systems.length === 0) return terminal.line(say(context, 'systems.none'));
    const lines = format === 'dot' ? dotOf(graph) : treeOf(graph, (link) => howText(context, link, nowMs), say(context, 'graph.above'));
    for (const line of lines) terminal.line(line);
    if (format === 'tree' && graph.links.some(({ how }) => how === 'discovered')) terminal.line(say(context, 'graph.legend'));
  });
  return exitCodes.ok;
}

function howText(context: CliContext, { how, seen }: SystemLinkView, nowMs: number): string {
  if (seen === null) return say(context, `graph.${how}`);
  return say(context, 'graph.discovered', {
    look: `${seen.systemId}/${seen.probe}`,
    ago: agoText(seen.lastAt, nowMs, context.terminal.locale),
  });
}

/** Each system with what it needs below it; what was found and not declared hangs on a dotted branch. A system is drawn out once. */
export function treeOf(graph: SystemGraphView, wordsOf: (link: SystemLinkView) => string, above: string): readonly string[] {
  const kinds = new Map(graph.systems.map(({ id, kind }) => [id, kind]));
  const drawn = new Set<string>();
  const lines: string[] = [];
  const below = (id: string): readonly SystemLinkView[] => graph.links.filter(({ from }) => from === id);
  function draw(id: string, indent: string, head: string, words: string): void {
    const isAgain = drawn.has(id);
    drawn.add(id);
    const isShort = isAgain && below(id).length > 0;
    lines.push(`${head}${id}  ${kinds.get(id) ?? ''}${words === '' ? '' : `  · ${words}`}${isShort ? `  ${above}` : ''}`);
    if (isAgain) return;
    const links = below(id);
    for (const [index, link] of links.entries()) {
      const isLast = index === links.length - 1;
      const dash = link.how === 'discovered' ? '╌' : '─';
      draw(link.to, `${indent}${isLast ? '   ' : '│  '}`, `${indent}${isLast ? '└' : '├'}${dash} `, wordsOf(link));
    }
  }
  for (const id of topsOf(graph)) draw(id, '', '', '');
  return lines;
}

/** For Graphviz: what was found is dashed, where logs are kept is dotted. */
export function dotOf({ systems, links }: SystemGraphView): readonly string[] {
  const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const styles = { runsOn: 'solid', dependsOn: 'solid', logs: 'dotted', discovered: 'dashed' } as const;
  return [
    'digraph systems {',
    '  node [shape=box];',
    ...systems.map(({ id, kind }) => `  ${quote(id)} [label=${quote(`${id}\n${kind}`).replaceAll('\n', '\\n')}];`),
    ...links.map(({ from, to, how, seen }) => {
      const label = seen === null ? how : `${how} ${seen.systemId}/${seen.probe} ${seen.lastAt}`;
      return `  ${quote(from)} -> ${quote(to)} [label=${quote(label)}, style=${styles[how]}];`;
    }),
    '}',
  ];
}
