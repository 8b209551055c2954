/** The workflows as the worker takes them: one file of code, kept between starts. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { sourceDigest } from './source-digest.ts';

const compileWithinMs = 120_000;

/** Compiled once for each state of the sources, which takes a second or two. Throws when they can't be. */
export async function workflowCode(cacheDirectory: string): Promise<string> {
  const entry = join(import.meta.dirname, '..', '..', 'workflows', `index${extname(import.meta.filename)}`);
  const path = join(cacheDirectory, `workflows-${await sourceDigest(entry)}.js`);
  if (!existsSync(path)) await compile(entry, path, cacheDirectory);
  return readFile(path, 'utf8');
}

/** In a process of its own: the compiler takes 100 MB, and only the end of a process gives them back. */
async function compile(entry: string, path: string, cacheDirectory: string): Promise<void> {
  await mkdir(cacheDirectory, { recursive: true });
  const draft = `${path}.${process.pid}`;
  const compiler = join(import.meta.dirname, `compile-workflows${extname(import.meta.filename)}`);
  const child = fork(compiler, [entry, draft], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], timeout: compileWithinMs });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2_000);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The workflows could not be compiled: ${said.trim() || `exit ${code}`}`);
  await rename(draft, path);
}
