/** One PostgreSQL for a file of tests: sessions that cause trouble, Zhiban's client, and a diagnosis. */

import pg from 'pg';
import type { PostgresqlClient } from '../../../src/systems/postgresql/client.ts';
import { type PostgresqlEntry, postgresqlKind } from '../../../src/systems/postgresql/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type PostgresOptions, type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { systemClock } from '../../support/system-clock.ts';

const watcherPassword = 'only-for-the-watcher';

export interface Scene {
  readonly server: PostgresServer;
  readonly entry: PostgresqlEntry;
  /** With the rights of an administrator. */
  readonly client: PostgresqlClient;
  /** With the rights that the guide asks for, opened ahead of need. */
  readonly watcher: PostgresqlClient;
  /** A session of some application; ended with `endSessions`. */
  session(application: string, login?: string): Promise<pg.Client>;
  /** One statement, as an administrator. */
  run(statement: string): Promise<pg.QueryResult>;
  look(options?: DiagnoseOptions & { readonly as?: PostgresqlClient }): Promise<Diagnosis>;
  endSessions(): Promise<void>;
  stop(): Promise<void>;
}

export function entryOf(server: PostgresServer, more: Readonly<Record<string, unknown>> = {}): PostgresqlEntry {
  const { host } = new URL(server.url);
  return postgresqlKind.entry.parse({
    id: 'orders-db',
    kind: 'postgresql',
    url: `postgresql://${host}/postgres`,
    username: 'zhiban',
    password: { env: 'PASSWORD' },
    ...more,
  });
}

export function clientOf(server: PostgresServer, entry: PostgresqlEntry, password = new URL(server.url).password): PostgresqlClient {
  return postgresqlKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export async function startScene(options: PostgresOptions = {}): Promise<Scene> {
  const server = await startPostgres(options);
  const entry = entryOf(server);
  const client = clientOf(server, entry);
  const limit = () => ({ timeoutMs: 10_000, signal: AbortSignal.timeout(20_000) });
  if (options.standbyOf === undefined) {
    await client.change(`CREATE ROLE watcher LOGIN PASSWORD '${watcherPassword}' IN ROLE pg_monitor`, [], limit());
    await client.change("CREATE ROLE app LOGIN PASSWORD 'app'", [], limit());
    await client.change('GRANT ALL ON SCHEMA public TO app', [], limit());
  }
  const watcher = clientOf(server, entryOf(server, { username: 'watcher' }), watcherPassword);
  await watcher.warm?.();
  const sessions = new Set<pg.Client>();
  const endSessions = async (): Promise<void> => {
    await Promise.all([...sessions].map((session) => session.end().catch(() => undefined)));
    sessions.clear();
  };
  return {
    server,
    entry,
    client,
    watcher,
    async session(application, login = 'app') {
      const url = login === 'app' ? server.urlOf({ user: 'app', password: 'app' }) : server.url;
      const session = new pg.Client({ connectionString: url, application_name: application, connectionTimeoutMillis: 10_000 });
      session.on('error', () => undefined);
      await session.connect();
      sessions.add(session);
      return session;
    },
    async run(statement) {
      const session = new pg.Client({ connectionString: server.url, application_name: 'setup' });
      session.on('error', () => undefined);
      await session.connect();
      try {
        return await session.query(statement);
      } finally {
        await session.end();
      }
    },
    look: ({ as = client, ...rest } = {}) => diagnoseSystem(postgresqlKind, as, entry, rest),
    endSessions,
    async stop() {
      await endSessions();
      await client.close();
      await watcher.close();
      await server.stop();
    },
  };
}

/** Until it holds; says what it waited for when it never does. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
