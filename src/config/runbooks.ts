/** The directories of runbooks: the built-in ones and the operator's own, read again when a file has changed. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalText } from '../domain/text.ts';
import { type Runbook, runbookLimits } from '../knowledge/runbook.ts';
import { parseRunbook, type RunbookNames } from './parse-runbook.ts';
import { type ConfigProblem, formatProblem } from './problem.ts';

/** Files read of one directory; the rest is told and left out. */
const filesMax = 200;

export interface RunbookDirectory {
  readonly path: string;
  /** Whether it is a problem when it isn't there: it is when somebody has named it. */
  readonly isExpected: boolean;
}

/** What is wrong, and in which file; never more than a warning. */
export interface RunbookProblem {
  readonly file: string;
  readonly problem: ConfigProblem;
}

export interface RunbookReading {
  readonly runbooks: readonly Runbook[];
  readonly problems: readonly RunbookProblem[];
}

/** Of two files with the same name that of the later directory counts: so a built-in runbook is replaced. Never throws. */
export async function readRunbooks(directories: readonly RunbookDirectory[], names: RunbookNames): Promise<RunbookReading> {
  return parseAll(await listAll(directories), names);
}

export interface RunbookShelf {
  /** As the files are now. */
  all(): Promise<readonly Runbook[]>;
}

export interface RunbookShelfOptions {
  readonly directories: () => readonly RunbookDirectory[];
  readonly names: RunbookNames;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

/** Looks at names, sizes and times each time it is asked, and reads only when one of them is another than before. */
export function createRunbookShelf({ directories, names, log }: RunbookShelfOptions): RunbookShelf {
  let known: { readonly mark: string; readonly runbooks: readonly Runbook[] } | null = null;
  return {
    async all() {
      const listing = await listAll(directories());
      const mark = JSON.stringify([listing.files.map(({ path, mark }) => [path, mark]), listing.problems]);
      if (known?.mark === mark) return known.runbooks;
      const { runbooks, problems } = await parseAll(listing, names);
      for (const { file, problem } of problems) {
        log.warn({ file, problem: formatProblem(file, problem, 'en') }, 'A runbook has a problem; what is wrong in it is left out');
      }
      known = { mark, runbooks };
      return runbooks;
    },
  };
}

interface Listing {
  readonly files: readonly ListedFile[];
  readonly problems: readonly RunbookProblem[];
}

interface ListedFile {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly mark: string;
}

async function listAll(directories: readonly RunbookDirectory[]): Promise<Listing> {
  const files = new Map<string, ListedFile>();
  const problems: RunbookProblem[] = [];
  for (const directory of directories) {
    const listed = await list(directory);
    for (const file of listed.files) files.set(file.id, file);
    problems.push(...listed.problems);
  }
  return { files: [...files.values()], problems };
}

async function list({ path, isExpected }: RunbookDirectory): Promise<Listing> {
  const problems: RunbookProblem[] = [];
  let names: readonly string[] = [];
  try {
    names = (await readdir(path)).filter((name) => /^[^.].*\.md$/.test(name) && name !== 'README.md').sort();
  } catch (error) {
    if (isExpected || codeOf(error) !== 'ENOENT') problems.push(unreadable(path, error));
  }
  if (names.length > filesMax) {
    const text = {
      en: `only the first ${filesMax} of ${names.length} runbooks are read`,
      'zh-CN': `共 ${names.length} 个预案，只读取前 ${filesMax} 个`,
    };
    problems.push(wholeFile(path, text));
  }
  const files: ListedFile[] = [];
  for (const name of names.slice(0, filesMax)) {
    const file = join(path, name);
    try {
      const { size, mtimeMs, ino } = await stat(file);
      files.push({ id: name.slice(0, -'.md'.length), path: file, bytes: size, mark: `${size} ${mtimeMs} ${ino}` });
    } catch (error) {
      problems.push(unreadable(file, error));
    }
  }
  return { files, problems };
}

async function parseAll(listing: Listing, names: RunbookNames): Promise<RunbookReading> {
  const runbooks: Runbook[] = [];
  const problems = [...listing.problems];
  for (const { id, path, bytes } of listing.files) {
    if (bytes > runbookLimits.fileBytesMax) {
      const size = runbookLimits.fileBytesMax / 1_024;
      problems.push(wholeFile(path, { en: `larger than ${size} KiB`, 'zh-CN': `超过 ${size} KiB` }));
      continue;
    }
    try {
      const parsed = parseRunbook(id, await readFile(path, 'utf8'), names);
      if (parsed.runbook !== null) runbooks.push(parsed.runbook);
      problems.push(...parsed.problems.map((problem) => ({ file: path, problem })));
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  return { runbooks, problems };
}

function unreadable(file: string, error: unknown): RunbookProblem {
  const code = codeOf(error);
  if (code === 'ENOENT') return wholeFile(file, { en: 'no such file or directory', 'zh-CN': '文件或目录不存在' });
  return wholeFile(file, { en: `cannot be read (${code})`, 'zh-CN': `无法读取（${code}）` });
}

function wholeFile(file: string, text: LocalText): RunbookProblem {
  return { file, problem: { level: 'warning', path: '', line: null, column: null, text } };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
