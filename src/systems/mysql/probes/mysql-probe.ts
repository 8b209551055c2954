/** What the looks at MySQL share: dialects, variables, counters, and reads that not every server allows. */

import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';

export type Dialect = 'mysql' | 'mariadb' | 'tidb';

export function dialectOf(version: string): Dialect {
  if (/tidb/i.test(version)) return 'tidb';
  return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
}

export async function readDialect(client: MysqlClient, limit: SessionLimit): Promise<Dialect> {
  return dialectOf(textOf(first(await client.read('SELECT version() AS version', [], limit)).version));
}

/** Names in small letters; what the server does not know is left out. */
export async function readVariables(
  client: MysqlClient,
  names: readonly string[],
  limit: SessionLimit,
): Promise<ReadonlyMap<string, string>> {
  return pairsOf(await client.read(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${placesFor(names)})`, names, limit));
}

export async function readStatus(client: MysqlClient, names: readonly string[], limit: SessionLimit): Promise<ReadonlyMap<string, string>> {
  return pairsOf(await client.read(`SHOW GLOBAL STATUS WHERE Variable_name IN (${placesFor(names)})`, names, limit));
}

const ownStatus = {
  mysql: ['performance_schema.global_status', 'performance_schema.session_status'],
  mariadb: ['information_schema.GLOBAL_STATUS', 'information_schema.SESSION_STATUS'],
} as const;

/** What the whole server and what this very session has done, in one statement: looks that run beside this one share the session. */
export async function readStatusAndOwn(
  client: MysqlClient,
  names: readonly string[],
  limit: SessionLimit,
): Promise<readonly [all: ReadonlyMap<string, string>, own: ReadonlyMap<string, string>]> {
  const dialect = await readDialect(client, limit);
  const none: ReadonlyMap<string, string> = new Map();
  if (dialect === 'tidb') return [await readStatus(client, names, limit), none];
  const [all, own] = ownStatus[dialect];
  const places = placesFor(names);
  const statement = `SELECT 'all' AS whose, VARIABLE_NAME AS Variable_name, VARIABLE_VALUE AS Value FROM ${all} WHERE VARIABLE_NAME IN (${places})
    UNION ALL SELECT 'own', VARIABLE_NAME, VARIABLE_VALUE FROM ${own} WHERE VARIABLE_NAME IN (${places}) LIMIT 500`;
  const rows = await tolerant(client.read(statement, [...names, ...names], limit));
  if (rows === null) return [await readStatus(client, names, limit), none];
  return [pairsOf(rows.filter(({ whose }) => whose === 'all')), pairsOf(rows.filter(({ whose }) => whose === 'own'))];
}

function placesFor(names: readonly string[]): string {
  return names.map(() => '?').join(', ');
}

function pairsOf(rows: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [textOf(row.Variable_name).toLowerCase(), textOf(row.Value)]));
}

export function numberIn(pairs: ReadonlyMap<string, string>, name: string): number {
  return numberOf(pairs.get(name.toLowerCase()));
}

/** Null where the account may not look, or this server has nothing of the kind. */
export async function tolerant<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof SessionFailure && ['no-permission', 'unsupported', 'reply', 'cancelled'].includes(error.problem)) return null;
    throw error;
  }
}

export function first(rows: readonly Row[] | null): Row {
  return rows?.[0] ?? {};
}

/** A column by its name in any case: dialects and versions differ. */
export function columnOf(row: Row, ...names: readonly string[]): unknown {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return Object.entries(row).find(([name]) => wanted.has(name.toLowerCase()))?.[1];
}

/** `10.0.0.1:50122` to `10.0.0.1`. */
export function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

/** The accounts of the server itself. */
export const systemUsers = "('system user', 'event_scheduler', 'unauthenticated user')";
