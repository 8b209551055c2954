/**
 * Runs at the end of `npm ci`: builds the console into dist/console when its sources have changed. Plain JavaScript, since it must also
 * run on a Node that can't strip types, should the `node` package not have been installed.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const stamp = join(root, 'dist', 'console', '.sources');

// What the build reads besides the console itself: the words of the domain that it shares with the server, and the versions of its packages.
const inputs = ['src/console', 'src/domain', 'vite.config.ts', 'package-lock.json'];

// `npm ci --omit=dev` and the published package come without one of the two.
if (existsSync(vite) && existsSync(join(root, 'src', 'console', 'index.html'))) buildWhenChanged();

function buildWhenChanged() {
  const digest = digestOf(inputs.flatMap((input) => filesBelow(join(root, input))));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log('Building the console…');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit', timeout: 300_000 });
  if (built.status !== 0) {
    console.error('The console could not be built: see above. `node scripts/prepare.mjs` tries again');
    process.exit(1);
  }
  writeFileSync(stamp, digest);
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** @param {string[]} paths */
function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
