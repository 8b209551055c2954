/**
 * One session with one PostgreSQL, read-only and with a limit of time set on the server itself. It is opened ahead of need and kept:
 * at `max_connections` a newcomer without a reserved slot is refused.
 */

import { readFile } from 'node:fs/promises';
import type { Client as Driver } from 'pg';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { SessionFailure, type SessionLimit, type SessionStage } from '../session/failure.ts';
import { type DriverSession, KeptSession } from '../session/kept-session.ts';
import type { Row } from '../session/rows.ts';
import { within } from '../session/within.ts';
import { toFailure } from './failure.ts';
import { type Knock, knock } from './knock.ts';
import type { PostgresqlEntry } from './system.ts';

export type Value = string | number | boolean | null;

export interface PostgresqlClient extends SystemClient {
  /** `PostgreSQL host:port`, for texts. */
  readonly server: string;
  /** Rows of one statement that only reads. Throws SessionFailure. Bounded by the `LIMIT` of the statement itself. */
  read(statement: string, values: readonly Value[], limit: SessionLimit): Promise<readonly Row[]>;
  /** One statement that changes something; afterwards the session only reads again. Throws SessionFailure. */
  change(statement: string, values: readonly Value[], limit: SessionLimit): Promise<readonly Row[]>;
  /** What somebody who connects now would meet. */
  knock(limit: SessionLimit): Promise<Knock>;
}

interface Session extends DriverSession {
  readonly driver: Driver;
}

const connectWithinMs = 2_500;
/** Opening ahead of need is in no hurry, but must not hang. */
const warmWithinMs = 3_000;
/** The server ends a look itself a little before it is given up here. */
const marginMs = 300;

export function createPostgresqlClient(entry: PostgresqlEntry, context: ConnectContext): PostgresqlClient {
  const { host, port } = placeOf(entry);
  const server = `PostgreSQL ${host}:${String(port)}`;
  const kept = new KeptSession<Session>(server, context.clock, (limit) => openSession(entry, server, context, limit));
  const ask = async (session: Session, statement: string, values: readonly Value[]): Promise<readonly Row[]> => {
    try {
      // Without values it is sent as plain text, which also takes commands that know no parameters.
      const result = await (values.length === 0 ? session.driver.query<Row>(statement) : session.driver.query<Row>(statement, [...values]));
      return result.rows ?? [];
    } catch (error) {
      throw toFailure(server, error, 'command');
    }
  };
  return {
    server,
    read: (statement, values, limit) => kept.use((session) => ask(session, statement, values), limit),
    change: (statement, values, limit) =>
      kept.use(async (session) => {
        await ask(session, `SET default_transaction_read_only = off; SET statement_timeout = ${String(limit.timeoutMs)}`, []);
        try {
          return await ask(session, statement, values);
        } finally {
          await ask(session, readOnlySettings, []).catch(() => session.destroy());
        }
      }, limit),
    knock: (limit) => knock(host, port, limit),
    async warm() {
      const limit = { timeoutMs: warmWithinMs, signal: AbortSignal.timeout(warmWithinMs) };
      await kept.use((session) => ask(session, 'SELECT 1', []), limit).catch(() => undefined);
    },
    close: () => kept.close(),
  };
}

const readOnlySettings = `SET default_transaction_read_only = on; SET statement_timeout = ${String(4_000 - marginMs)}; SET lock_timeout = 1000; SET idle_in_transaction_session_timeout = 10000`;

/** What also keeps it from being cut off between looks; the setting is not there before version 14. */
const stayOpen = "SELECT set_config('idle_session_timeout', '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'";

async function openSession(entry: PostgresqlEntry, server: string, context: ConnectContext, limit: SessionLimit): Promise<Session> {
  // Loaded with the first connection: a server without workers opens none.
  const { default: pg } = await import('pg');
  const driver = new pg.Client({ ...placeOf(entry), ...(await loginOf(entry, context)), connectionTimeoutMillis: 0, keepAlive: true });
  let isOpen = true;
  let stage: SessionStage = 'connect';
  driver.on('error', () => {
    isOpen = false;
  });
  driver.on('end', () => {
    isOpen = false;
  });
  const { stream } = driver.connection;
  stream.once('connect', () => {
    stage = 'login';
  });
  const destroy = (): void => {
    isOpen = false;
    stream.destroy();
  };
  try {
    const short = { ...limit, timeoutMs: Math.min(limit.timeoutMs, connectWithinMs) };
    await within(driver.connect(), short, server, () => stage);
    await within(driver.query(readOnlySettings), short, server, () => 'login');
    await within(driver.query(stayOpen), short, server, () => 'login');
    return { driver, isOpen: () => isOpen, destroy };
  } catch (error) {
    destroy();
    throw error instanceof SessionFailure ? error : toFailure(server, error, stage);
  }
}

async function loginOf(entry: PostgresqlEntry, context: ConnectContext) {
  const ca = entry.tls?.caFile === undefined ? undefined : await readFile(entry.tls.caFile, 'utf8');
  const servername = entry.tls?.servername;
  return {
    user: entry.username,
    // Never left out: the driver would look for one in the environment.
    password: entry.password === undefined ? '' : context.resolveSecret(entry.password),
    application_name: 'zhiban',
    ssl:
      entry.tls === undefined
        ? false
        : {
            rejectUnauthorized: !entry.tls.insecure,
            ...(ca === undefined ? {} : { ca }),
            ...(servername === undefined ? {} : { servername }),
          },
  };
}

function placeOf(entry: PostgresqlEntry): { host: string; port: number; database: string } {
  const url = new URL(entry.url);
  return {
    host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: url.port === '' ? 5432 : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  };
}
