/**
 * The files of a fresh embedded database with our tables, made once for each state of the migrations: making them costs several seconds of
 * a core, and unpacking them a tenth of that. What a first start does by itself is tested with the real thing in
 * tests/store/embedded-database.test.ts, and the migrations in tests/store/migrations/.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Clock } from '../../src/domain/clock.ts';
import type { Store } from '../../src/store/contract.ts';
import type { Database } from '../../src/store/database.ts';
import { openEmbeddedDatabase } from '../../src/store/embedded-database.ts';
import { checksumOf } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/all.ts';
import { createStore } from '../../src/store/open-store.ts';

const packages = join(import.meta.dirname, '../../node_modules');
const { version } = JSON.parse(readFileSync(join(packages, '@electric-sql/pglite/package.json'), 'utf8')) as { version: string };
const cacheDirectory = join(packages, '.cache/zhiban-tests');
/** A migration that was edited makes other files: those of the earlier state would be refused. */
const state = createHash('sha256').update(migrations.map(checksumOf).join()).digest('hex').slice(0, 16);
const freshDirectory = join(cacheDirectory, `pglite-${version}-${state}`);

/** A store in memory. */
export async function openMemoryStore(clock: Clock): Promise<Store> {
  return createStore(await openMemoryDatabase(), clock);
}

export async function openMemoryDatabase(): Promise<Database> {
  await ensureFreshDatabase();
  return openEmbeddedDatabase({ files: new Blob([await readFile(join(freshDirectory, 'files.tar'))]) });
}

/** Puts a fresh database into a directory, as the application would have made it there. In a data directory its place is `db`. */
export async function placeFreshDatabase(directory: string): Promise<void> {
  await ensureFreshDatabase();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await cp(join(freshDirectory, 'postgres'), join(directory, 'postgres'), { recursive: true });
}

/** Several test files may come here at once: each makes its own, and the first that is complete stays. */
export async function ensureFreshDatabase(): Promise<void> {
  if (existsSync(freshDirectory)) return;
  await mkdir(cacheDirectory, { recursive: true });
  const draft = await mkdtemp(join(cacheDirectory, 'draft-'));
  await (await openEmbeddedDatabase({ directory: draft })).close();
  const engine = await PGlite.create({ dataDir: join(draft, 'postgres') });
  await writeFile(join(draft, 'files.tar'), Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer()));
  await engine.close();
  await rename(draft, freshDirectory).catch(() => rm(draft, { recursive: true, force: true }));
}
