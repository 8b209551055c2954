/**
 * The files of a fresh embedded database with our tables, made once for each state of the migrations: making them costs several seconds of
 * a core, and unpacking them a tenth of that. What a first start does by itself is tested with the real thing in
 * tests/store/embedded-database.test.ts, and the migrations in tests/store/migrations/.
 */

import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Clock } from '../../src/domain/clock.ts';
import type { Store } from '../../src/store/contract.ts';
import type { Database } from '../../src/store/database.ts';
import { openEmbeddedDatabase } from '../../src/store/embedded-database.ts';
import { checksumOf } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/all.ts';
import { createStore } from '../../src/store/open-store.ts';
import { digestOf, keptDirectory } from './kept.ts';

const manifest = join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
/** A migration that was edited makes other files: those of the earlier state would be refused. */
const state = digestOf([version, ...migrations.map(checksumOf)]);

/** A store in memory. */
export async function openMemoryStore(clock: Clock): Promise<Store> {
  return createStore(await openMemoryDatabase(), clock);
}

export async function openMemoryDatabase(): Promise<Database> {
  return openEmbeddedDatabase({ files: new Blob([await readFile(join(await keptFreshDatabase(), 'files.tar'))]) });
}

/** Puts a fresh database into a directory, as the application would have made it there. In a data directory its place is `db`. */
export async function placeFreshDatabase(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await cp(join(await keptFreshDatabase(), 'postgres'), join(directory, 'postgres'), { recursive: true });
}

export function keptFreshDatabase(): Promise<string> {
  return keptDirectory('pglite', state, async (draft) => {
    await (await openEmbeddedDatabase({ directory: draft })).close();
    const engine = await PGlite.create({ dataDir: join(draft, 'postgres') });
    await writeFile(join(draft, 'files.tar'), Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer()));
    await engine.close();
  });
}
