/** What is costly to make and the same each time is made once, and kept below node_modules/.cache under the digest of what it is made of. */

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const cacheDirectory = join(root, 'node_modules', '.cache', 'zhiban-tests');
/** What another state of the sources has made is still of use to who goes back and forth between the two. */
const keptForMs = 24 * 3_600_000;

/**
 * The directory of that name and digest; `make` fills an empty one when there is none. Several processes may come here at once: each makes
 * its own, and the first that is complete stays.
 */
export async function keptDirectory(name: string, digest: string, make: (draft: string) => Promise<void>): Promise<string> {
  const path = join(cacheDirectory, `${name}-${digest}`);
  if (existsSync(path)) return path;
  await mkdir(cacheDirectory, { recursive: true });
  const draft = await mkdtemp(join(cacheDirectory, 'draft-'));
  try {
    await make(draft);
    await rename(draft, path).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOld(name, path);
  return path;
}

/** Of everything that a build of the sources may read. */
export function digestOfSources(): string {
  const paths = globSync(['src/**/*.*', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'], { cwd: root }).sort();
  return digestOf(paths.flatMap((path) => [path, readFileSync(join(root, path))]));
}

export function digestOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 16);
}

/** Also what a process that was killed has left half made. */
async function removeOld(name: string, kept: string): Promise<void> {
  const isOfName = new RegExp(`^(?:${name}-[0-9a-f]{16}|draft-.*)$`);
  for (const each of (await readdir(cacheDirectory)).filter((one) => isOfName.test(one))) {
    const path = join(cacheDirectory, each);
    const madeAtMs = (await stat(path).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (path !== kept && Date.now() - madeAtMs > keptForMs) await rm(path, { recursive: true, force: true });
  }
}
