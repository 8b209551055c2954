/** `zhiban plugin test`: the plugin's own test files, which may import the contract suite of this installation. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { ZhibanError } from '../../domain/errors.ts';
import { findPlugin } from '../../plugins/find-plugin.ts';
import { requireVersion } from '../../plugins/manifest.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

const extension = extname(import.meta.filename);
const register = join(import.meta.dirname, '..', '..', 'plugins', 'suite', `register${extension}`);

export async function runPluginTest(context: CliContext, folder: string): Promise<ExitCode> {
  const { directory, manifest } = findPlugin({ path: resolve(folder) }, { baseDirectory: '.', home: context.environment.home });
  requireVersion(manifest, context.version);
  const files = globSync('**/*.test.{ts,mts,js,mjs}', { cwd: directory, exclude: (name) => name === 'node_modules' }).sort();
  if (files.length === 0) throw new ZhibanError('invalid', say(context, 'plugin.noTests', { directory }));
  const isPassed = await runTests(context, directory, files);
  const { name, version } = manifest;
  answer(context, { name, version, passed: isPassed, files }, () => {
    const { colours } = context.terminal;
    if (isPassed) context.terminal.line(colours.green(say(context, 'plugin.passed', { name, version })));
    else context.terminal.line(colours.red(say(context, 'plugin.failed', { name, version })));
  });
  return isPassed ? exitCodes.ok : exitCodes.error;
}

async function runTests(context: CliContext, directory: string, files: readonly string[]): Promise<boolean> {
  // Within a test run Node would take this one for a part of it, and run nothing.
  const { NODE_TEST_CONTEXT: _inherited, ...variables } = context.environment.variables;
  const given = ['--import', pathToFileURL(register).href, '--test', '--test-reporter=spec', ...files];
  const child = spawn(process.execPath, given, {
    cwd: directory,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: context.signal,
  });
  const tell = (line: string): void => (context.isJson ? context.terminal.problem(line) : context.terminal.line(line));
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', tell);
  const [code] = await once(child, 'close');
  return code === 0;
}
