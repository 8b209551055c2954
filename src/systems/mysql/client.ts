/**
 * One session with one MySQL, MariaDB or TiDB, read-only and with a limit of time set on the server itself. It is opened ahead of need
 * and kept: at `max_connections` a newcomer is refused, but for one slot that an administrator has, and an extra port where there is one.
 */

import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Connection } from 'mysql2';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { SessionFailure, type SessionLimit, type SessionStage } from '../session/failure.ts';
import { type DriverSession, KeptSession } from '../session/kept-session.ts';
import type { Row } from '../session/rows.ts';
import { within } from '../session/within.ts';
import { toFailure } from './failure.ts';
import type { MysqlEntry } from './system.ts';

export type Value = string | number | null;

/** What a newcomer meets. */
export type Newcomers = 'answered' | 'silent' | 'limit' | 'refused' | 'failed';

export interface MysqlClient extends SystemClient {
  /** `MySQL host:port`, for texts. */
  readonly server: string;
  /** Rows of one statement that only reads. Throws SessionFailure. Bounded by the `LIMIT` of the statement itself. */
  read(statement: string, values: readonly Value[], limit: SessionLimit): Promise<readonly Row[]>;
  /** One statement that changes something; afterwards the session only reads again. Throws SessionFailure. */
  change(statement: string, values: readonly Value[], limit: SessionLimit): Promise<readonly Row[]>;
  /** Logs in anew and out again: what somebody who connects now would meet. A half-made greeting would be counted as an attack. */
  newcomers(limit: SessionLimit): Promise<Newcomers>;
  /** Statements of this client that the server denied for lack of a privilege: the server counts them with those of everybody else. */
  readonly denied: number;
}

interface Session extends DriverSession {
  readonly connection: Connection;
}

const connectWithinMs = 2_500;
/** Opening ahead of need is in no hurry, but must not hang. */
const warmWithinMs = 3_000;

export function createMysqlClient(entry: MysqlEntry, context: ConnectContext): MysqlClient {
  const { host, port } = placeOf(entry);
  const server = `MySQL ${host}:${String(port)}`;
  const open = (limit: SessionLimit): Promise<Session> => openSession(entry, port, server, context, limit);
  const kept = new KeptSession<Session>(server, context.clock, (limit) => openAnywhere(entry, server, context, limit));
  let denied = 0;
  const ask = (session: Session, statement: string, values: readonly Value[]): Promise<readonly Row[]> =>
    query(session.connection, server, statement, values, 'command').catch((error: unknown) => {
      if (error instanceof SessionFailure && error.problem === 'no-permission') denied += 1;
      throw error;
    });
  return {
    server,
    get denied() {
      return denied;
    },
    read: (statement, values, limit) => kept.use((session) => ask(session, statement, values), limit),
    change: (statement, values, limit) =>
      kept.use(async (session) => {
        await ask(session, 'SET SESSION TRANSACTION READ WRITE', []);
        try {
          return await ask(session, statement, values);
        } finally {
          await ask(session, 'SET SESSION TRANSACTION READ ONLY', []).catch(() => session.destroy());
        }
      }, limit),
    async newcomers(limit) {
      try {
        (await open(limit)).connection.end();
        return 'answered';
      } catch (error) {
        const problem = error instanceof SessionFailure ? error.problem : 'other';
        if (problem === 'hung' || problem === 'timed-out' || problem === 'stopped') return 'silent';
        return problem === 'limit' || problem === 'refused' ? problem : 'failed';
      }
    },
    async warm() {
      const limit = { timeoutMs: warmWithinMs, signal: AbortSignal.timeout(warmWithinMs) };
      await kept.use((session) => ask(session, 'SELECT 1', []), limit).catch(() => undefined);
    },
    close: () => kept.close(),
  };
}

/** At the limit the extra port is tried, where the entry names one. */
async function openAnywhere(entry: MysqlEntry, server: string, context: ConnectContext, limit: SessionLimit): Promise<Session> {
  const { port } = placeOf(entry);
  try {
    return await openSession(entry, port, server, context, limit);
  } catch (error) {
    if (entry.extraPort === undefined || !(error instanceof SessionFailure) || error.problem !== 'limit') throw error;
    return await openSession(entry, entry.extraPort, server, context, limit).catch(() => {
      throw error;
    });
  }
}

/** Each for itself: what one dialect does not know, another needs. */
const sessionSettings = [
  'SET SESSION TRANSACTION READ ONLY',
  'SET SESSION max_execution_time = 3700',
  'SET SESSION max_statement_time = 3.7',
  'SET SESSION lock_wait_timeout = 2',
  'SET SESSION wait_timeout = 86400',
  "SET SESSION sql_mode = ''",
] as const;

async function openSession(
  entry: MysqlEntry,
  port: number,
  server: string,
  context: ConnectContext,
  limit: SessionLimit,
): Promise<Session> {
  // Loaded with the first connection: a server without workers opens none.
  const driver = await import('mysql2');
  const { host, database } = placeOf(entry);
  const stream = connect({ host, port, keepAlive: true });
  const connection = driver.createConnection({
    stream,
    // With a socket of our own, only the name that the certificate must have.
    host: entry.tls?.servername ?? host,
    port,
    user: entry.username,
    password: entry.password === undefined ? '' : context.resolveSecret(entry.password),
    ...(database === '' ? {} : { database }),
    ...(await tlsOf(entry)),
    connectTimeout: 60_000,
    connectAttributes: { program_name: 'zhiban' },
    dateStrings: true,
    supportBigNumbers: true,
    multipleStatements: false,
    // A server might ask for a file of this machine.
    flags: ['-LOCAL_FILES'],
  });
  let isOpen = true;
  let stage: SessionStage = 'connect';
  stream.once('connect', () => {
    stage = 'login';
  });
  for (const event of ['close', 'end', 'error'])
    stream.once(event, () => {
      isOpen = false;
    });
  connection.on('error', () => {
    isOpen = false;
  });
  const destroy = (): void => {
    isOpen = false;
    connection.destroy();
    stream.destroy();
  };
  try {
    const short = { ...limit, timeoutMs: Math.min(limit.timeoutMs, connectWithinMs) };
    const connected = new Promise<void>((resolve, reject) => {
      connection.once('connect', () => resolve());
      connection.once('error', reject);
    });
    await within(connected, short, server, () => stage);
    for (const setting of sessionSettings)
      await within(query(connection, server, setting, [], 'login').catch(ignoreUnknown), short, server, () => 'login');
    return { connection, isOpen: () => isOpen, destroy };
  } catch (error) {
    destroy();
    throw error instanceof SessionFailure ? error : toFailure(server, error, stage);
  }
}

async function query(
  connection: Connection,
  server: string,
  statement: string,
  values: readonly Value[],
  stage: SessionStage,
): Promise<readonly Row[]> {
  return await new Promise((resolve, reject) => {
    connection.query(statement, [...values], (error, rows) => {
      if (error !== null) reject(toFailure(server, error, stage));
      else resolve(Array.isArray(rows) ? (rows as readonly Row[]) : []);
    });
  });
}

function ignoreUnknown(error: unknown): readonly Row[] {
  if (error instanceof SessionFailure && ['unsupported', 'reply', 'no-permission'].includes(error.problem)) return [];
  throw error;
}

async function tlsOf(entry: MysqlEntry) {
  if (entry.tls === undefined) return {};
  const ca = entry.tls.caFile === undefined ? undefined : await readFile(entry.tls.caFile, 'utf8');
  const { insecure } = entry.tls;
  return {
    ssl: {
      rejectUnauthorized: !insecure,
      verifyIdentity: !insecure,
      ...(ca === undefined ? {} : { ca }),
    },
  };
}

function placeOf(entry: MysqlEntry): { host: string; port: number; database: string } {
  const url = new URL(entry.url);
  return {
    host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: url.port === '' ? 3306 : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}
