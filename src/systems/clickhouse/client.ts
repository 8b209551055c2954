/** Asks ClickHouse over its HTTP interface. Looks go by GET, which the server itself keeps from changing anything. */

import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import type { Exchange, HttpLimit } from '../http/exchange.ts';
import { askApi, basicLogin, parseAnswer } from '../http-api/client.ts';
import { ApiFailure } from '../http-api/failure.ts';
import type { ClickhouseEntry } from './system.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface ClickhouseClient extends SystemClient {
  /** Its address, as errors name it. */
  readonly name: string;
  /** Rows of a SELECT without FORMAT, cut at `rowsMax`. Throws HttpFailure and ApiFailure. */
  read(select: string, limit: HttpLimit, rowsMax?: number): Promise<readonly Row[]>;
  /** Rows of any one statement that only reads, as it stands; its own limit of rows beside ours. Throws HttpFailure and ApiFailure. */
  show(statement: string, limit: HttpLimit, rowsMax: number): Promise<readonly Row[]>;
  /** Which columns a table of `system` has here: they differ by version. Empty when there is no such table, or it may not be seen. */
  columns(table: string, limit: HttpLimit): Promise<ReadonlySet<string>>;
  /** For actions alone. */
  change(statement: string, limit: HttpLimit): Promise<void>;
}

const answerBytesMax = 4_194_304;
const columnsKeptMs = 600_000;

export function createClickhouseClient(entry: ClickhouseEntry, context: ConnectContext): ClickhouseClient {
  let tables: { readonly readAtMs: number; readonly columns: ReadonlyMap<string, ReadonlySet<string>> } | null = null;
  /** A profile with `readonly = 1` takes no settings, not even limits; then only our own limits hold. */
  let takesSettings = true;

  async function ask(method: 'GET' | 'POST', query: string, settings: Readonly<Record<string, string>>, limit: HttpLimit, body?: string) {
    const parameters = new URLSearchParams({ ...(query === '' ? {} : { query }), ...settings });
    const headers = { ...basicLogin(entry, context), 'x-clickhouse-format': 'JSON' };
    const request = { method, path: `?${parameters.toString()}`, headers, bodyBytesMax: answerBytesMax };
    const answer = await askApi(entry, body === undefined ? request : { ...request, body }, limit);
    // An error that comes up after the first rows is told inside an answer with status 200.
    const late = answer.body.endsWith('}\n') || answer.body === '' ? -1 : answer.body.lastIndexOf('Code: ');
    if (answer.status >= 300 || (method === 'GET' && late >= 0)) throw failureOf(answer);
    return answer;
  }

  const readRows = (select: string, limit: HttpLimit, rowsMax: number): Promise<readonly Row[]> =>
    readStatement(`${select} LIMIT ${String(rowsMax)}`, limit, rowsMax);

  /** With GET, which ClickHouse itself keeps from writing. */
  async function readStatement(statement: string, limit: HttpLimit, rowsMax: number): Promise<readonly Row[]> {
    const seconds = String(Math.max(1, Math.ceil(limit.timeoutMs / 1_000)));
    const settings = { max_execution_time: seconds, max_result_rows: String(rowsMax), result_overflow_mode: 'break', max_threads: '2' };
    const query = `${statement} FORMAT JSON`;
    try {
      const answer = await ask('GET', query, takesSettings ? settings : {}, limit);
      return parseAnswer('ClickHouse', answer, 'query', rowsForm).data;
    } catch (error) {
      const isRefusal = error instanceof ApiFailure && error.code === '164' && /modify|overrid/i.test(error.message);
      if (!isRefusal || !takesSettings) throw error;
      takesSettings = false;
      return readStatement(statement, limit, rowsMax);
    }
  }

  async function readColumns(limit: HttpLimit): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const nowMs = context.clock.now();
    if (tables !== null && nowMs - tables.readAtMs < columnsKeptMs) return tables.columns;
    const found = new Map<string, Set<string>>();
    const wanted = systemTables.map((name) => `'${name}'`).join(', ');
    for (const row of await readRows(
      `SELECT table, name FROM system.columns WHERE database = 'system' AND table IN (${wanted})`,
      limit,
      2_000,
    )) {
      const [table, name] = [String(row.table), String(row.name)];
      found.set(table, (found.get(table) ?? new Set()).add(name));
    }
    tables = { readAtMs: nowMs, columns: found };
    return found;
  }

  return {
    name: new URL(entry.url).origin,
    read: (select, limit, rowsMax = 200) => readRows(select, limit, rowsMax),
    show: readStatement,
    columns: async (table, limit) => (await readColumns(limit)).get(table) ?? new Set(),
    async change(statement, limit) {
      await ask('POST', '', {}, limit, statement);
    },
    close: () => Promise.resolve(),
  };
}

const systemTables = [
  'processes', 'parts', 'merges', 'mutations', 'replicas', 'replication_queue', 'disks', 'detached_parts', 'distribution_queue', 'errors',
  'server_settings', 'query_log', 'asynchronous_metrics', 'metrics', 'events', 'merge_tree_settings', 'tables',
]; // biome-ignore format: a table of names

const rowsForm = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

function failureOf(answer: Exchange): ApiFailure {
  const at = answer.body.lastIndexOf('Code: ');
  const told = (at < 0 ? answer.body : answer.body.slice(at)).replaceAll(/\s+/g, ' ').trim();
  const code = /^Code: (\d+)/.exec(told)?.[1] ?? answer.headers['x-clickhouse-exception-code'] ?? '';
  const why = told.replace(/, e\.what\(\) = DB::Exception.*$/, '').replace(/ \(version [^)]*\)$/, '');
  return new ApiFailure(`ClickHouse answered ${String(answer.status)}: ${why.slice(0, 300)}`, {
    problem: problemOf(code, answer.status),
    status: answer.status,
    code,
  });
}

/** The numbers are those of the server's source, `ErrorCodes.cpp`; they have not changed since 2018. */
function problemOf(code: string, status: number): ApiFailure['problem'] {
  if (['192', '193', '194', '516'].includes(code) || status === 401) return 'auth';
  if (['164', '291', '497'].includes(code)) return 'no-permission';
  if (['36', '46', '47', '48', '60', '62', '81', '115'].includes(code)) return 'unsupported';
  if (code === '202') return 'limit';
  return ['159', '203', '209', '210', '241', '242', '999'].includes(code) || status === 503 ? 'unavailable' : 'reply';
}
