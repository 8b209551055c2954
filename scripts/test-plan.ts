/**
 * Which test files run in one process, and in which order. A process of its own costs a quarter of a second of a core, and half of the
 * files need none: they only compute, or hold what they need within a test. Which ones is told by reading them.
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
  'hooks of the whole file, which would be hooks of every file of the process': /^(?:before|after|beforeEach|afterEach)\(/m,
  'servers or sockets of its own': /['"]node:(?:net|http|https|http2|tls|dgram|dns)['"]|['"](?:ws|fastify)['"]|\.listen\(/,
  'a clock that goes on while others work': /\bperformance\.now|\bDate\.now\b|\bset(?:Timeout|Interval)\b/,
  'programs or threads of its own': /['"]node:(?:child_process|cluster|worker_threads)['"]/,
  'the process itself: its environment, directory, signals or end':
    /\bprocess\.(?!cwd\(|pid\b|platform\b|execPath\b|getuid\b|memoryUsage\b|hrtime\b)/,
  'something replaced for as long as a test takes': /\bmock\b/,
  'names of all code': /\bglobalThis\b/,
  'a state of the module': /^(?:export )?let /m,
  'tests at the same time': /\bconcurrency:/,
  'work while it is loaded': /^(?:const .* = )?await /m,
  'a database, of which several would not fit': /fresh-database|embedded-database|electric-sql/,
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
    for (const [reason, pattern] of Object.entries(reasonsToBeAlone)) if (pattern.test(text)) return reason;
    waiting.push(...importsOf(path, text).filter((each) => each.startsWith(join(root, 'tests') + sep)));
  }
  return null;
}

/** A module that loads the files of a list, by absolute path, and fails when the process ends before all their tests have ended. */
export function togetherModule(paths: readonly string[]): string {
  const loads = paths.map((path) => `import ${JSON.stringify(pathToFileURL(path).href)};\n`).join('');
  return `${loads}import { after } from 'node:test';
let isThrough = false;
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
