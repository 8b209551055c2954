/** PGlite: PostgreSQL in this process, for one process at a time. One connection, so transactions queue. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { ensureAppRole } from './app-role.ts';
import type { Database } from './database.ts';
import { transactionSettings } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { loadPgliteDriver } from './drizzle.ts';
import { type Engine, engineOf, openEngineThread } from './embedded-engine.ts';
import { createUpkeep, type Upkeep } from './embedded-upkeep.ts';
import { createGate, type Gate } from './gate.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { fromDriver, toStoreError } from './store-error.ts';
import { eventChannel } from './work.ts';

/** Half a minute for one statement: far beyond anything we run, short enough to be noticed. */
const limits = { statementTimeoutMs: 30_000 };

/** Small, because the database shares the process: the operating system caches the files anyway. */
const settings = [
  'shared_buffers = 16MB',
  'wal_buffers = 1MB',
  'max_wal_size = 128MB',
  'min_wal_size = 32MB',
  'maintenance_work_mem = 8MB',
];

/**
 * Without a directory the database lives in memory and ends with the process; it begins with `files`, a dump of another one's data
 * directory, or is made anew. Throws `conflict` when another process has the directory open.
 */
export async function openEmbeddedDatabase(options: {
  readonly directory?: string | undefined;
  readonly files?: Blob | undefined;
}): Promise<Database> {
  const { directory, files } = options;
  if (directory === undefined) return startDatabase(files === undefined ? {} : { loadDataDir: files }, async () => {});
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const unlock = await lockDirectory(directory);
  try {
    const dataDir = join(directory, 'postgres');
    if (!(await isCluster(dataDir))) await createCluster(dataDir);
    return await startDatabase({ dataDir }, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Made under another name and moved into place when complete: a first start that was killed half way leaves nothing behind that counts. */
async function createCluster(dataDir: string): Promise<void> {
  const draft = `${dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  // The same extension as this file's: TypeScript in development, JavaScript once built.
  const entry = new URL(`./create-cluster${extname(import.meta.url)}`, import.meta.url);
  const child = fork(entry, [draft, ...settings], { execArgv: [], stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The embedded database could not be made in ${dataDir}`);
  await rename(draft, dataDir);
}

async function isCluster(dataDir: string): Promise<boolean> {
  return access(join(dataDir, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** In a thread of its own where it has a directory. */
async function startDatabase(
  place: { readonly dataDir?: string; readonly loadDataDir?: Blob },
  unlock: () => Promise<void>,
): Promise<Database> {
  const { dataDir } = place;
  const engine =
    dataDir === undefined
      ? engineOf(await PGlite.create({ ...place, postgresqlconf: settings }))
      : await openEngineThread(dataDir, settings);
  try {
    await prepare(engine);
    // Dead rows of the last run go, and the planner learns the sizes, also after migrations. Under a second for 100,000 incidents.
    if (dataDir !== undefined) await engine.exec('vacuum (analyze)');
  } catch (error) {
    await engine.close();
    throw fromDriver(error);
  }
  const now = (): number => performance.now();
  const gate = createGate(now);
  const upkeep = createUpkeep(engine, gate, now);
  return {
    flavour: 'pglite',
    transaction: createTransaction(engine, gate, upkeep),
    listen: (wake) => engine.listen(eventChannel, (tenantId) => void setImmediate(wake, tenantId)),
    ping: async () => void (await gate.run('work', () => engine.query('select 1').catch(rethrow))),
    close: async () => {
      await engine.close();
      await unlock();
    },
  };
}

/**
 * The gate lets one transaction at a time in, so that its statements can go to the connection as they are; what opens it is one round
 * trip.
 */
function createTransaction(engine: Engine, gate: Gate, upkeep: Upkeep): Database['transaction'] {
  // It asks of its client no more than to run a statement.
  const session = loadPgliteDriver().drizzle(engine as unknown as PGlite);
  return (tenantId, work, lane = 'work') =>
    gate.run(lane, async () => {
      const given = transactionSettings(tenantId, limits).map(([name, value]) => `set_config(${quoted(name)}, ${quoted(value)}, true)`);
      await engine.exec(`begin; select ${given.join(', ')}`).catch(rethrow);
      try {
        const result = await work(session);
        // Where a failed statement was swallowed COMMIT would only roll back and say nothing; any other statement fails.
        await engine.exec('select; commit').catch(rethrow);
        return result;
      } catch (error) {
        await engine.exec('rollback').catch(() => {});
        throw toStoreError(error);
      } finally {
        upkeep.worked();
      }
    });
}

/** `standard_conforming_strings` is on. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** All or nothing; nobody else has the connection yet. */
async function prepare(engine: Engine): Promise<void> {
  const owner = {
    run: (statements: string) => engine.exec(statements),
    rows: async (statement: string, parameters: readonly unknown[]) => (await engine.query(statement, parameters)).rows,
  };
  await engine.exec('begin');
  try {
    await ensureAppRole(owner);
    await migrate(owner, migrations);
    await engine.exec('commit');
  } catch (error) {
    await engine.exec('rollback').catch(() => {});
    throw error;
  }
}

function rethrow(error: unknown): never {
  throw fromDriver(error);
}
