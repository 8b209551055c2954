/** Where runbooks are: the built-in ones come with the program, the operator's own are in the data directory or where the file says. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { RunbookDirectory } from '../config/runbooks.ts';
import { secretDirectoryOf } from '../config/settings.ts';

/** Those of plugins stand between; the operator's come last, so that they win. */
export function runbookDirectories(
  environment: Pick<Environment, 'home'>,
  { path, config }: Pick<LoadedConfig, 'path'> & { readonly config: Pick<LoadedConfig['config'], 'runbooks'> },
  ofPlugins: readonly string[] = [],
): readonly RunbookDirectory[] {
  const { directory } = config.runbooks;
  const own = directory === undefined ? join(environment.home, 'runbooks') : resolve(secretDirectoryOf(path, environment.home), directory);
  return [
    { path: builtInDirectory(), isExpected: true },
    ...ofPlugins.map((each) => ({ path: each, isExpected: true })),
    { path: own, isExpected: directory !== undefined },
  ];
}

/** Beside the sources, or beside the compiled files in an image. */
function builtInDirectory(): string {
  const root = join(import.meta.dirname, '..', '..');
  const beside = join(root, 'config', 'runbooks');
  return existsSync(beside) ? beside : join(root, '..', 'config', 'runbooks');
}
