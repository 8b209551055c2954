/** The source files as the rules see them: path, text, imports, exports and syntax tree. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type Program, parseSync } from 'oxc-parser';

export const root = join(import.meta.dirname, '..', '..');

export interface Source {
  /** From the root of the repository: `src/domain/plan.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly program: Program;
}

export interface Import {
  /** As written. */
  readonly from: string;
  /** The file of ours that it names; null for a package. */
  readonly path: string | null;
  /** Erased before it runs. */
  readonly isType: boolean;
  readonly isReexport: boolean;
  readonly line: number;
}

export interface Offence {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** All TypeScript below the given folders, in order of their paths. */
export function readSources(...folders: readonly string[]): Source[] {
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mts}`, { cwd: root })).sort();
  return paths.map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

export function parseSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`Cannot parse ${path}: ${error.message}`);
  const imports: Import[] = [];
  const add = (from: string, start: number, isType: boolean, isReexport: boolean): void => {
    imports.push({
      from,
      path: from.startsWith('.') ? normalize(join(dirname(path), from)) : null,
      isType,
      isReexport,
      line: lineAt(text, start),
    });
  };
  for (const { moduleRequest, start } of module.staticImports) add(moduleRequest.value, start, isTypeStatement(text, start), false);
  for (const { entries, start } of module.staticExports) {
    const from = entries.find(({ moduleRequest }) => moduleRequest !== null)?.moduleRequest?.value;
    if (from !== undefined) add(from, start, isTypeStatement(text, start), true);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    if (literal !== undefined) add(literal, moduleRequest.start, false, false);
  }
  return { path, text, imports, program };
}

/** `import { type A }` is not erased: the module is still loaded. Only the whole statement as a type is. */
function isTypeStatement(text: string, start: number): boolean {
  return /^(import|export)\s+type\b/.test(text.slice(start, start + 40));
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Every node of the tree, parents first. */
export function* walk(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) yield value;
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) yield* walk(child);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}

/** The name of a property's key, quoted or not; null when it's computed. */
export function keyName(property: SyntaxNode): string | null {
  if (property.computed === true || !isNode(property.key)) return null;
  const { name, value } = property.key;
  return typeof name === 'string' ? name : typeof value === 'string' ? value : null;
}

export function propertiesOf(object: SyntaxNode): Map<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (const property of Array.isArray(object.properties) ? object.properties : []) {
    const name = isNode(property) && property.type === 'Property' ? keyName(property) : null;
    if (name !== null && isNode(property.value)) found.set(name, property.value);
  }
  return found;
}
