/** PostgreSQL 15 and later through a pool that outlives restarts of the server. */

import type { PoolClient } from 'pg';
import pg from 'pg';
import type { Clock } from '../domain/clock.ts';
import { ZhibanError } from '../domain/errors.ts';
import { ensureAppRole } from './app-role.ts';
import type { Database } from './database.ts';
import { transactionSettings } from './database.ts';
import { loadPostgresDriver } from './drizzle.ts';
import type { Lane } from './gate.ts';
import { createListener } from './listener.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { fromDriver, isConnectionLost, toStoreError } from './store-error.ts';
import type { Session } from './work.ts';

export interface PostgresOptions {
  /** `postgresql://user:password@host:port/database`; never repeated in a message. */
  readonly url: string;
  readonly clock: Clock;
  readonly poolMax?: number | undefined;
  readonly statementTimeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
}

interface Limits {
  readonly poolMax: number;
  readonly statementTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

/** One tenant's inbox is written by one commit at a time. */
const intakeConnections = 2;
/** Only where people ask, which no worker is. */
const peopleConnections = 3;

/** Throws `unavailable` while the server is away, `forbidden` when the login lacks rights, `conflict` for a newer database. */
export async function openPostgresDatabase(options: PostgresOptions): Promise<Database> {
  const limits = {
    poolMax: options.poolMax ?? 10,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
  };
  const connection = connectionOf(options.url, limits);
  const pool = openPool(connection, limits.poolMax);
  // Of their own, so that neither what comes in nor a person waits for the work on incidents to give a connection back.
  const intakePool = openPool(connection, intakeConnections);
  const peoplePool = openPool(connection, peopleConnections);
  try {
    await prepare(pool);
  } catch (error) {
    await pool.end();
    throw fromDriver(error);
  }
  const listener = createListener(() => new pg.Client(connection), options.clock);
  return {
    flavour: 'postgresql',
    transaction: createTransaction({ work: pool, grouping: pool, intake: intakePool, people: peoplePool }, limits),
    listen: (wake) => listener.add(wake),
    ping: async () => {
      await pool.query('select 1').catch((error: unknown) => {
        throw fromDriver(error);
      });
    },
    close: async () => {
      await listener.close();
      await Promise.all([pool, intakePool, peoplePool].map((each) => (each.ended ? null : each.end())));
    },
  };
}

/** The driver's own complaint about a URL repeats it with the password, so ours replaces it. */
function connectionOf(url: string, limits: Limits): pg.ClientConfig {
  const connection = {
    connectionString: url,
    application_name: 'zhiban',
    keepAlive: true,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    // The server ends a statement by itself; this is for a network that swallows the answer.
    query_timeout: limits.statementTimeoutMs + 5_000,
  };
  try {
    new pg.Client(connection);
  } catch {
    throw new ZhibanError('invalid', "The database's URL can't be read; expected postgresql://user:password@host:port/database");
  }
  return connection;
}

function openPool(connection: pg.ClientConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connection, max, idleTimeoutMillis: 60_000 });
  // A connection that breaks while nobody uses it is dropped by the pool; one in use fails its query. Neither may end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function createTransaction(pools: Readonly<Record<Lane, pg.Pool>>, limits: Limits): Database['transaction'] {
  const { drizzle } = loadPostgresDriver();
  return async (tenantId, work, lane = 'work') => {
    const client = await begin(pools[lane], tenantId, limits);
    const session: Session = drizzle({ client });
    const result = await work(session).catch(async (error: unknown) => {
      await rollback(client, error);
      throw toStoreError(error);
    });
    await commit(client);
    return result;
  };
}

/** One round trip. A connection that died in the pool shows here first, before anything was done, so a second one is tried. */
async function begin(pool: pg.Pool, tenantId: string, limits: Limits): Promise<PoolClient> {
  for (let isLast = false; ; isLast = true) {
    const client = await pool.connect().catch((error: unknown) => {
      throw fromDriver(error);
    });
    const given = transactionSettings(tenantId, limits).map(
      ([name, value]) => `set_config(${client.escapeLiteral(name)}, ${client.escapeLiteral(value)}, true)`,
    );
    try {
      await client.query(`begin; select ${given.join(', ')}`);
      return client;
    } catch (error) {
      client.release(true);
      if (isLast || !isConnectionLost(error)) throw fromDriver(error);
    }
  }
}

/** A failed statement that somebody swallowed turns COMMIT into ROLLBACK without an error of its own. */
async function commit(client: PoolClient): Promise<void> {
  let command: string;
  try {
    command = (await client.query('commit')).command;
  } catch (error) {
    client.release(true);
    throw fromDriver(error);
  }
  client.release();
  if (command !== 'COMMIT') throw new Error('The store failed: a statement of the transaction had failed, so nothing was written');
}

async function rollback(client: PoolClient, cause: unknown): Promise<void> {
  if (isConnectionLost(cause)) return client.release(true);
  try {
    await client.query('rollback');
    client.release();
  } catch {
    client.release(true);
  }
}

async function prepare(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin; set local statement_timeout = '10min'; set local timezone = 'UTC'");
    const owner = {
      run: async (statements: string) => void (await client.query(statements)),
      rows: async (statement: string, parameters: readonly unknown[]): Promise<readonly unknown[]> =>
        (await client.query(statement, [...parameters])).rows,
    };
    await ensureAppRole(owner);
    await migrate(owner, migrations);
    await client.query('commit');
  } finally {
    // Never back into the pool: it may be in a failed transaction.
    client.release(true);
  }
}
