/** The store over either database; only the driver that is used is loaded. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';
import { asc } from './drizzle.ts';
import type { Lane } from './gate.ts';
import { JournalShelf } from './journaled-inbox.ts';
import type { PostgresOptions } from './postgres-database.ts';
import { tenants } from './schema/incident-tables.ts';
import { isVictim } from './store-error.ts';
import { createTenantStore } from './tenant-store.ts';
import type { Run } from './work.ts';
import { doWork } from './work.ts';

/** How often a transaction is run that the database keeps choosing as the victim of a deadlock. */
const attemptsMax = 4;

/** PostgreSQL in this process. Without a directory it lives in memory. Throws `conflict` when the directory is in use. */
export async function openEmbeddedStore(options: { readonly clock: Clock; readonly directory?: string | undefined }): Promise<Store> {
  const { openEmbeddedDatabase } = await import('./embedded-database.ts');
  const database = await openEmbeddedDatabase(options);
  if (options.directory === undefined) return createStore(database, options.clock);
  const journals = new JournalShelf(join(options.directory, 'inbox'), options.clock);
  const store = createStore(database, options.clock, journals);
  const close = async (): Promise<void> => {
    await journals.close();
    await store.close();
  };
  return { ...store, close };
}

/** A PostgreSQL server, migrated to this version. Throws `unavailable`, `forbidden`, `invalid` (the URL) or `conflict` (a newer database). */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { openPostgresDatabase } = await import('./postgres-database.ts');
  return createStore(await openPostgresDatabase(options), options.clock);
}

/** The same store for what a person asked for and waits for: it goes before the work that goes on by itself. */
export function forPeople(store: Store): Store {
  return { ...store, forTenant: (tenantId) => store.forTenant(tenantId, 'people') };
}

/** Over a database that is open already. */
export function createStore(database: Database, clock: Clock, journals: JournalShelf | null = null): Store {
  const scope = new AsyncLocalStorage<{ isOver: boolean }>();

  function runOf(tenantId: string, lane: Lane = 'work'): Run {
    return async (work) => {
      refuseFromInside(scope.getStore());
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await database.transaction(tenantId, (session) => doWork(session, tenantId, work), lane);
        } catch (error) {
          if (!isVictim(error) || attempt === attemptsMax) throw error;
        }
      }
    };
  }

  return {
    flavour: database.flavour,
    forTenant: (tenantId, lane = 'work') => {
      if (tenantId === '') throw new ZhibanError('invalid', 'The tenant has no id');
      const [run, runFirst, runInTurns] = [runOf(tenantId, lane), runOf(tenantId, 'intake'), runOf(tenantId, 'grouping')];
      return createTenantStore(tenantId, { run, runFirst, runInTurns, clock, journals }, scope);
    },
    tenantIds: () =>
      runOf('')(async ({ session }) =>
        (await session.select({ id: tenants.id }).from(tenants).orderBy(asc(tenants.id))).map(({ id }) => id),
      ),
    ensureTenant: (tenantId, name) =>
      runOf('')(async ({ session }) => {
        if (tenantId === '') throw new ZhibanError('invalid', 'The tenant has no id');
        await session.insert(tenants).values({ id: tenantId, name }).onConflictDoUpdate({ target: tenants.id, set: { name } });
      }),
    listen: (wake) => database.listen(wake),
    ping: () => database.ping(),
    close: () => database.close(),
  };
}

/** A call on the outer store within a transaction would wait for it for ever on PGlite, and see other rows on PostgreSQL. */
function refuseFromInside(scope: { readonly isOver: boolean } | undefined): void {
  if (scope?.isOver !== false) return;
  throw new Error('Within transaction() use the store that was passed in: the outer one waits for the transaction to end');
}
