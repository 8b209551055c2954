/** Rule 7: every source file with a run-time export has a test at the mirrored path. */

import { dirname } from 'node:path';
import { isNode, type Offence, type Source, walk } from './source.ts';

export function findUntested(sources: readonly Source[], tests: readonly Source[]): Offence[] {
  const wanted = sources.filter((source) => source.path.startsWith('src/') && !isSeenInBrowser(source) && exportsCode(source));
  const known = new Set(tests.map(({ path }) => path));
  const isTested = ({ path }: Source): boolean => placesOf(path).some((place) => known.has(place)) || isTestedBeside(path, tests);
  return wanted.filter((source) => !isTested(source)).map(({ path }) => ({ path, line: 1, what: `no test at ${placesOf(path)[0]}` }));
}

/**
 * `src/a/b/c.ts` is tested by `tests/a/b/c.test.ts`, or by `tests/a/b.test.ts`: a file that grew into a folder keeps its test.
 * The rooms of systems and adapters have one test per file of the convention, so `probes/slowlog.ts` may be tested by `probes.test.ts`.
 */
function placesOf(path: string): string[] {
  const parts = path
    .replace(/^src\//, 'tests/')
    .replace(/\.tsx?$/, '')
    .split('/');
  const places = [`${parts.join('/')}.test.ts`];
  for (let length = parts.length - 1; length >= 3; length -= 1) places.push(`${parts.slice(0, length).join('/')}.test.ts`);
  return places;
}

/** A small file may be tested together with its neighbour: by a test in the mirrored folder that imports it by name. */
function isTestedBeside(path: string, tests: readonly Source[]): boolean {
  const folder = dirname(path).replace(/^src/, 'tests');
  const beside = tests.filter((test) => dirname(test.path) === folder && test.path.endsWith('.test.ts'));
  return beside.some(({ imports }) => imports.some((each) => each.path === path && !each.isType));
}

/** Components of the console are tested where they live: tests/console opens the pages in a browser. */
function isSeenInBrowser({ path }: Source): boolean {
  return path.startsWith('src/console/') && path.endsWith('.tsx');
}

/** Types, and constants that are data only, have nothing to test; neither has what only starts a process. */
function exportsCode({ program }: Source): boolean {
  return program.body.some(
    (node) => node.type === 'ExportNamedDeclaration' && node.exportKind !== 'type' && isNode(node.declaration) && isCode(node.declaration),
  );
}

function isCode(declaration: { readonly type: string }): boolean {
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') return true;
  if (declaration.type !== 'VariableDeclaration') return false;
  return [...walk(declaration)].some(({ type }) => /^(FunctionExpression|ArrowFunctionExpression)$/.test(type));
}
