/** Rule 6: files up to 300 lines, functions up to 70. */

import { isNode, lineAt, type Source, type SyntaxNode, walk } from './source.ts';

export const fileLinesMax = 300;
export const functionLinesMax = 70;

/** `path` or `path › function` to its number of lines, for what is above its limit. */
export type Oversize = Readonly<Record<string, number>>;

export function findOversize(sources: readonly Source[]): Oversize {
  const found: Record<string, number> = {};
  for (const source of sources) {
    const lines = source.text.trimEnd().split('\n').length;
    if (lines > fileLinesMax) found[source.path] = lines;
    // The body of a test suite is a list, not a function that has to fit on a screen.
    if (source.path.startsWith('tests/')) continue;
    for (const { name, size } of functionsOf(source)) if (size > functionLinesMax) found[`${source.path} › ${name}`] = size;
  }
  return found;
}

/** What may shrink but never grow, and nothing new. */
export function compareWithRatchet(found: Oversize, ratchet: Oversize): string[] {
  const grown = Object.entries(found).filter(([name, lines]) => lines > (ratchet[name] ?? 0));
  const shrunk = Object.entries(ratchet).filter(([name, lines]) => (found[name] ?? 0) < lines);
  return [
    ...grown.map(([name, lines]) => `${name}: ${lines} lines, ${name in ratchet ? `${ratchet[name]} before` : 'above the limit'}`),
    ...shrunk.map(
      ([name, lines]) => `${name}: now ${found[name] ?? 'within the limit'}, ${lines} in tests/tidy/ratchet.json; lower it there`,
    ),
  ];
}

function functionsOf(source: Source): { name: string; size: number }[] {
  const found: { name: string; size: number }[] = [];
  const names = new Map<unknown, string>();
  for (const node of walk(source.program.body)) {
    // A function's name is often its holder's.
    for (const [holder, child] of [
      ['id', 'init'],
      ['key', 'value'],
    ] as const) {
      if (isNode(node[holder]) && node[child] !== undefined) names.set(node[child], nameOf(node[holder]));
    }
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) continue;
    const own = isNode(node.id) ? nameOf(node.id) : names.get(node);
    const size = lineAt(source.text, node.end) - lineAt(source.text, node.start) + 1;
    found.push({ name: own ?? `line ${lineAt(source.text, node.start)}`, size });
  }
  return found;
}

function nameOf(node: SyntaxNode): string {
  return typeof node.name === 'string' ? node.name : String(node.value ?? '?');
}
