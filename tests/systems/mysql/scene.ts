/** One MariaDB for a file of tests: sessions that cause trouble, Zhiban's clients, and a diagnosis. */

import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { MysqlClient } from '../../../src/systems/mysql/client.ts';
import { type MysqlEntry, mysqlKind } from '../../../src/systems/mysql/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type MariadbServer, startMariadb } from '../../support/mariadb.ts';
import { systemClock } from '../../support/system-clock.ts';

/** As the guide has it, for MariaDB. */
export const watcherRights = 'PROCESS, SLAVE MONITOR, BINLOG MONITOR';
const watcherPassword = 'only-for-the-watcher';

export interface Scene {
  readonly server: MariadbServer;
  readonly entry: MysqlEntry;
  /** With every right. */
  readonly client: MysqlClient;
  /** With the rights that the guide asks for, opened ahead of need. */
  readonly watcher: MysqlClient;
  /** A session of some application, of the database `shop`. */
  session(login?: string): Promise<Connection>;
  /** One statement, as an administrator. */
  run(statement: string): Promise<readonly RowDataPacket[]>;
  look(options?: DiagnoseOptions & { readonly as?: MysqlClient }): Promise<Diagnosis>;
  endSessions(): Promise<void>;
  stop(): Promise<void>;
}

export function entryOf(port: number, more: Readonly<Record<string, unknown>> = {}): MysqlEntry {
  const url = `mysql://127.0.0.1:${String(port)}`;
  return mysqlKind.entry.parse({ id: 'shop-db', kind: 'mysql', url, username: 'admin', password: { env: 'PASSWORD' }, ...more });
}

export function clientOf(entry: MysqlEntry, password: string): MysqlClient {
  return mysqlKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export async function startScene(options: Readonly<Record<string, string | number>> = {}): Promise<Scene> {
  const server = await startMariadb(options);
  const entry = entryOf(server.port);
  const client = clientOf(entry, server.login.password);
  const admin = await server.connect();
  const run = async (statement: string): Promise<readonly RowDataPacket[]> => {
    const [rows] = await admin.query<RowDataPacket[]>(statement);
    return Array.isArray(rows) ? rows : [];
  };
  await run('CREATE DATABASE IF NOT EXISTS shop');
  for (const login of ['app', 'billing', 'cron']) {
    await run(`CREATE USER IF NOT EXISTS ${login}@'%' IDENTIFIED BY 'app'`);
    await run(`GRANT ALL ON shop.* TO ${login}@'%'`);
  }
  await run(`CREATE USER IF NOT EXISTS watcher@'%' IDENTIFIED BY '${watcherPassword}'`);
  await run(`GRANT ${watcherRights} ON *.* TO watcher@'%'`);
  const watcher = clientOf(entryOf(server.port, { username: 'watcher' }), watcherPassword);
  await watcher.warm?.();
  const sessions = new Set<Connection>();
  const endSessions = async (): Promise<void> => {
    for (const session of sessions) session.destroy();
    sessions.clear();
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  return {
    server,
    entry,
    client,
    watcher,
    async session(login = 'app') {
      const session = await server.connect({ user: login, password: 'app', database: 'shop' });
      sessions.add(session);
      return session;
    },
    run,
    look: ({ as = client, ...rest } = {}) => diagnoseSystem(mysqlKind, as, entry, rest),
    endSessions,
    async stop() {
      await endSessions();
      await client.close();
      await watcher.close();
      await server.stop();
    },
  };
}

/** Until it holds; says what it waited for when it never does. InnoDB renews its lists only when they were not asked for in 100 ms. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
