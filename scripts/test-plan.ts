/**
 * Which test files run in one process, and in which order. A process of its own costs a file a quarter of a second of a core, and one that
 * opens a database twice that; most files need none: they only compute, or hold what they need within their own tests and hooks. Which
 * ones is told by reading them. In the shared process each file is a suite, one after the other.
 */

import { readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface TestPlan {
  /** A process each. */
  readonly alone: readonly string[];
  /** A process for each list. */
  readonly together: readonly (readonly string[])[];
}

/** In the file itself or in what it imports of the tests: what could reach another file's tests in the same process. */
const reasonsToBeAlone: Readonly<Record<string, RegExp>> = {
  'servers or sockets of its own': /['"]node:(?:net|http|https|http2|tls|dgram|dns)['"]|['"](?:ws|fastify)['"]|\.listen\(/,
  'programs or threads of its own': /['"]node:(?:child_process|cluster|worker_threads)['"]/,
  'the process itself: its environment, directory, signals or end':
    /\bprocess\.(?!cwd\(|pid\b|platform\b|execPath\b|getuid\b|memoryUsage\b|hrtime\b)/,
  'something replaced for as long as a test takes': /\bmock\b/,
  'names of all code': /\bglobalThis\b/,
  'tests at the same time': /\bconcurrency:/,
  'work while it is loaded': /^(?:const .* = )?await /m,
};

/** Only in what it imports, which is there once for all files of the process; in a file itself they belong to its own suite. */
const reasonsInImports: Readonly<Record<string, RegExp>> = {
  'hooks, which only the first file of the process would have': /^(?:before|after|beforeEach|afterEach)\(/m,
  // A count only makes names different, and may go on.
  'a state that files would share': /^(?:export )?let (?!\w+ = [01];$)/m,
};

/** `root` is absolute, `files` are relative to it. Throws when there is nothing to run: a pattern that matches nothing must not pass. */
export function planTests(root: string, files: readonly string[], processes: number): TestPlan {
  if (files.length === 0) throw new Error('Cannot find any test file below tests/');
  const read = readTexts();
  const alone = files.filter((file) => reasonToBeAlone(root, file, read) !== null);
  const quiet = files.filter((file) => !alone.includes(file));
  // Dealt out like cards: neighbours are alike, so that each process gets some of every kind.
  const together = Array.from({ length: Math.min(processes, quiet.length) }, (_, at) =>
    quiet.filter((_file, index) => index % processes === at),
  );
  return { alone, together };
}

/** Null when the file may share its process. */
export function reasonToBeAlone(root: string, file: string, read = readTexts()): string | null {
  const seen = new Set<string>();
  const waiting = [join(root, file)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = read(path);
    const reasons = path === join(root, file) ? reasonsToBeAlone : { ...reasonsToBeAlone, ...reasonsInImports };
    for (const [reason, pattern] of Object.entries(reasons)) if (pattern.test(text)) return reason;
    waiting.push(...importsOf(path, text).filter((each) => each.startsWith(join(root, 'tests') + sep)));
  }
  return null;
}

/**
 * A module in which each file of a list, given relative to `root`, is a suite with the file's path as its name, so that the file's hooks
 * are hooks of its own tests. Fails when the process ends before all tests have ended.
 */
export function togetherModule(root: string, files: readonly string[]): string {
  const suites = files.map((file) => {
    const address = pathToFileURL(join(root, file)).href;
    return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(address)}));\n`;
  });
  return `import { after, describe } from 'node:test';
${suites.join('')}let isThrough = false;
after(() => { isThrough = true; });
process.on('exit', () => { if (!isThrough) process.exitCode = 1; });
`;
}

function importsOf(path: string, text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.tsx?)'/g)].map(([, name = '']) => resolve(dirname(path), name));
}

function readTexts(): (path: string) => string {
  const texts = new Map<string, string>();
  return (path) => {
    const known = texts.get(path) ?? readFileSync(path, 'utf8');
    texts.set(path, known);
    return known;
  };
}
