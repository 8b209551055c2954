/** A digest of the workflow code and of the SDK that compiles it: the name under which a compiled bundle is kept. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Covers the folder of the entry, and the domain and activity contract that it may import at run time. */
export async function sourceDigest(entryPath: string): Promise<string> {
  const workflows = dirname(entryPath);
  const hash = createHash('sha256').update(workerVersion());
  for (const directory of [workflows, join(workflows, '..', 'domain')]) {
    const names = (await readdir(directory)).filter((name) => /\.(ts|js)$/.test(name)).sort();
    for (const name of names) hash.update(name).update(await readFile(join(directory, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

function workerVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('@temporalio/worker/package.json');
  return typeof manifest === 'object' && manifest !== null ? String(Reflect.get(manifest, 'version')) : '';
}
