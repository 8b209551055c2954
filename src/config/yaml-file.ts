/** Reads YAML and remembers where everything stands, so that a problem can name its line. */

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { sameText } from '../domain/text.ts';
import type { SchemaPath } from './json-schema.ts';
import { type ConfigProblem, formatPath } from './problem.ts';

export interface YamlFile {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** The place of the value, or of its key; of the nearest enclosing thing when there is no such value. */
  positionOf(path: SchemaPath, part?: 'key' | 'value'): { readonly line: number; readonly column: number } | null;
}

/** Aliases are followed up to 100 times, so that a small file can't grow without limit. Never throws for bad YAML: that is a problem. */
export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, stringKeys: true });
  const positionOf: YamlFile['positionOf'] = (path, part = 'value') => position(document, lines, path, part);
  const problems = document.errors.map((error) => yamlProblem(error.message, lines.linePos(error.pos[0])));
  if (problems.length > 0) return { value: undefined, problems, positionOf };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), problems, positionOf };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unreadable';
    return { value: undefined, problems: [yamlProblem(message, { line: 1, col: 1 })], positionOf };
  }
}

function yamlProblem(message: string, at: { readonly line: number; readonly col: number }): ConfigProblem {
  return { level: 'error', path: formatPath([]), line: at.line, column: at.col, text: sameText(`YAML: ${message.replace(/\.$/, '')}`) };
}

function position(
  document: Document.Parsed,
  lines: LineCounter,
  path: SchemaPath,
  part: 'key' | 'value',
): ReturnType<YamlFile['positionOf']> {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const [index, step] of path.entries()) {
    const inner: unknown = isAlias(node) ? node.resolve(document) : node;
    const found = childOf(inner, step);
    if (found === null) break;
    node = found.value;
    const isLast = index === path.length - 1;
    offset = (isLast && part === 'key' ? found.keyOffset : (offsetOf(node) ?? found.keyOffset)) ?? offset;
  }
  if (offset === null) return null;
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function childOf(node: unknown, step: string | number): { readonly value: unknown; readonly keyOffset: number | null } | null {
  if (isSeq(node) && typeof step === 'number') return step < node.items.length ? { value: node.items[step], keyOffset: null } : null;
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
  return pair === undefined ? null : { value: pair.value, keyOffset: offsetOf(pair.key) };
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
