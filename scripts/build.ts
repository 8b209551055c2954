/** The published build: JavaScript in dist/, with every file beside it that the code reads, and the console in dist/console. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');
const target = join(root, 'dist');

/** Compiled, or only of use to the compiler. */
const compiled = new Set(['.ts', '.tsx']);

removeOldBuild();
run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json']);
copyAssets();
run(process.execPath, ['scripts/prepare.mjs']);

/** All but the console, which has a stamp of its own. */
function removeOldBuild(): void {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) if (name !== 'console') rmSync(join(target, name), { recursive: true });
}

function copyAssets(): void {
  const files = globSync('**/*.*', { cwd: source, exclude: (name) => name === 'console' });
  for (const file of files.filter((name) => !compiled.has(extname(name)) && !name.endsWith('tsconfig.json'))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(source, file), join(target, file));
  }
}

function run(command: string, given: readonly string[]): void {
  const done = spawnSync(command, given, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
