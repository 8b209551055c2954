/** Turns what the drivers throw into our short list; texts of statements, parameters and connection strings stay behind. */

import { ZhibanError } from '../domain/errors.ts';
import { DrizzleQueryError } from './drizzle.ts';

const unreachable = /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;
const brokenConnection =
  /connection terminated|connection ended|timeout exceeded|client was closed|not queryable|read timeout|calling end on the pool|PGlite is clos/i;
/** SQLSTATEs of a server that is going down, coming up or gone. */
const leaving = /^(08...|57P0[1-5])$/;
/** SQLSTATEs after which the same call may succeed: full, timed out, chosen as the victim of a deadlock, input or output failed. */
const passing = /^(53...|57014|40001|40P01|55P03|58...|25P03|25006)$/;
const refused = /^(28...|3D000|42501)$/;

/** For errors of a piece of work: failed queries are translated, everything else is the caller's own and passes through. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof DrizzleQueryError) return fromDriver(error.cause ?? error);
  return error;
}

/** For errors that surely come from the driver: connecting, beginning, committing. */
export function fromDriver(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ZhibanError) return error;
  const code = codeOf(error);
  const details = code === null ? {} : { code };
  if (isConnectionLost(error))
    return new ZhibanError('unavailable', `The database can't be reached (${reasonOf(error, code)})`, { details });
  if (code === null) return new Error(`The store failed: ${firstLine(error)}`);
  const reason = reasonOf(error, code);
  if (passing.test(code)) return new ZhibanError('unavailable', `The database put the call off (${reason})`, { details });
  if (refused.test(code)) return new ZhibanError('forbidden', `The database refused (${reason})`, { details });
  if (code === '23505') return new ZhibanError('conflict', `Such a record exists already (${tableOf(error)})`, { details });
  if (code === '23503') return new ZhibanError('not-found', `The record refers to one that doesn't exist (${tableOf(error)})`, { details });
  if (/^(22...|2350[24]|23514)$/.test(code))
    return new ZhibanError('invalid', `The database can't hold the value (${reason})`, { details });
  return new Error(`The store failed: ${reason}`);
}

/** True when the database chose the transaction as the victim of a deadlock: it may simply be run again. */
export function isVictim(error: unknown): boolean {
  return error instanceof ZhibanError && (error.details.code === '40P01' || error.details.code === '40001');
}

/** True when the connection itself is of no more use. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof DrizzleQueryError) return isConnectionLost(error.cause);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code !== null && (unreachable.test(code) || leaving.test(code))) return true;
  return brokenConnection.test(error.message);
}

/** Only the first line of the primary message: `detail` and `where` repeat the row, and messages about values repeat the value. */
function reasonOf(error: Error, code: string | null): string {
  if (code === null) return firstLine(error);
  const isFromServer = /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('22');
  return isFromServer ? `${code}: ${firstLine(error)}` : code;
}

function firstLine(error: Error): string {
  return (error.message.split('\n')[0] ?? '').slice(0, 200);
}

function codeOf(error: Error): string | null {
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return code;
  // Several addresses were tried, or the driver wrapped the reason.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : null;
}

function tableOf(error: Error): string {
  const table: unknown = Reflect.get(error, 'table');
  return typeof table === 'string' ? table : 'unknown table';
}
