/** Runs the same tests on PGlite and on a real PostgreSQL: the store means the same on both. */

import { after, before, describe } from 'node:test';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import type { Database } from '../../src/store/database.ts';
import { sql } from '../../src/store/drizzle.ts';
import { createStore } from '../../src/store/open-store.ts';
import { openPostgresDatabase } from '../../src/store/postgres-database.ts';
import { openMemoryDatabase } from '../support/fresh-database.ts';
import { startMigratedPostgres } from '../support/migrated-postgres.ts';
import type { PostgresServer } from '../support/postgres.ts';
import { systemClock } from '../support/system-clock.ts';
import { sampleIncident } from './samples.ts';

export interface Given {
  readonly store: Store;
  /** A tenant of its own for each test. */
  tenant(): Promise<TenantStore>;
  /** A tenant with the incident `inc_1`. */
  tenantWithIncident(): Promise<TenantStore>;
  /** Runs statements as the application's role would, with the tenant set; returns the rows of the last. */
  asApp(tenantId: string, ...statements: readonly string[]): Promise<readonly unknown[]>;
  /** The same as the owner of the tables, whom row-level security would let pass. */
  asOwner(...statements: readonly string[]): Promise<readonly unknown[]>;
}

/** `define` is called once for each flavour; `given()` may be called within its tests. */
export function onBoth(subject: string, define: (given: () => Given, flavour: Store['flavour']) => void): void {
  describe(`${subject} (PGlite)`, () => {
    define(
      lifeOf(() => openMemoryDatabase()),
      'pglite',
    );
  });
  describe(`${subject} (PostgreSQL)`, () => {
    let server: PostgresServer;
    define(
      lifeOf(
        async () => {
          server = await startMigratedPostgres();
          return openPostgresDatabase({ url: server.url, clock: systemClock });
        },
        () => server?.stop(),
      ),
      'postgresql',
    );
  });
}

function lifeOf(open: () => Promise<Database>, end: () => Promise<void> | undefined = () => undefined): () => Given {
  let database: Database;
  let given: Given;
  before(async () => {
    database = await open();
    given = givenOver(database);
  });
  after(async () => {
    await database?.close();
    await end();
  });
  return () => given;
}

function givenOver(database: Database): Given {
  const store = createStore(database, systemClock);
  let count = 0;
  const tenant = async () => {
    count += 1;
    await store.ensureTenant(`tenant-${count}`, `Tenant ${count}`);
    return store.forTenant(`tenant-${count}`);
  };
  const run = (tenantId: string, statements: readonly string[]) =>
    database.transaction(tenantId, async (session) => {
      let rows: readonly unknown[] = [];
      for (const statement of statements) rows = rowsOf(await session.execute(sql.raw(statement)));
      return rows;
    });
  return {
    store,
    tenant,
    tenantWithIncident: async () => {
      const made = await tenant();
      await made.incidents.create(sampleIncident());
      return made;
    },
    asApp: (tenantId, ...statements) => run(tenantId, statements),
    asOwner: (...statements) => run('nobody', ['set local role none', ...statements]),
  };
}

function rowsOf(result: unknown): readonly unknown[] {
  const rows: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'rows') : undefined;
  return Array.isArray(rows) ? rows : [];
}
