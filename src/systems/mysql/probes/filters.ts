/** Whether an index serves what the costliest statement filters by, and why one that is there may not. Values are looked at, and never kept. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, ratioOf, textOf } from '../../session/rows.ts';
import { maskValues, normaliseQuery } from '../../sql/normalise-query.ts';
import { type Filter, filterIn, type Predicate } from '../../sql/predicates.ts';
import type { MysqlClient } from '../client.ts';
import { spellingsOf } from './digest-words.ts';
import { first, tolerant } from './mysql-probe.ts';

/** What the costliest statement took in the sample. */
export interface CostlyStatement {
  readonly query: string;
  readonly schema: string;
  readonly digest: string;
  readonly calls: number;
  readonly examined: number;
  /** Rows that it sent or changed: what it was asked for. */
  readonly kept: number;
  readonly meanMs: number;
  readonly share: number;
  readonly busyRatio: number;
}

/** What the server's lists have of the table. */
export interface TableSeen {
  readonly table: Row;
  readonly columns: readonly Row[];
  readonly indexes: readonly Row[];
}

const tableOf = `
SELECT TABLE_SCHEMA AS place, TABLE_NAME AS name, TABLE_ROWS AS count FROM information_schema.TABLES
WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND TABLE_TYPE = 'BASE TABLE' LIMIT 1`;
const columnsOf = `
SELECT COLUMN_NAME AS name, COLUMN_TYPE AS type, DATA_TYPE AS sort, COALESCE(COLLATION_NAME, '') AS collation
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? LIMIT 1000`;
/** All columns, for an index over an expression is told differently by each server. */
const indexesOf = 'SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND SEQ_IN_INDEX = 1 LIMIT 200';
const running =
  "SELECT LEFT(INFO, 2000) AS query FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND IN ('Query', 'Execute') LIMIT 300";
/** MySQL 8 keeps both; MariaDB only where the consumers are switched on. */
const kept = `
SELECT LEFT(SQL_TEXT, 2000) AS query FROM (
  SELECT SQL_TEXT, DIGEST FROM performance_schema.events_statements_current
  UNION ALL SELECT SQL_TEXT, DIGEST FROM performance_schema.events_statements_history) e WHERE DIGEST = ? LIMIT 20`;

/** A statement of a fifth of a second is caught at work by a few looks. */
const looksMax = 6;
const betweenLooksMs = 130;

/** Asks nothing where no statement is costly. Throws SessionFailure. */
export async function readFilter(client: MysqlClient, top: CostlyStatement | null, limit: SessionLimit): Promise<Facts> {
  if (top === null || top.share < 0.3 || top.busyRatio < 0.1 || top.meanMs < 20) return filterFacts(top, null, null);
  const filter = filterIn(top.query, 'mysql');
  if (filter === null) return filterFacts(top, null, null);
  const seen = await readTable(client, filter.schema || top.schema, filter.table, limit);
  if (seen === null) return unread(top);
  const facts = filterFacts(top, filter, seen);
  if (facts['statements.filter.isTextIndexUnused'] !== true) return facts;
  const column = String(facts['statements.filter.column']);
  const isNumber = await readIsNumber(client, top.digest, filter.table, column, limit);
  return isNumber === null ? facts : { ...facts, 'statements.filter.comparedWith': isNumber ? 'number' : 'text' };
}

/** Null where it isn't shown to this account, or is none. */
async function readTable(client: MysqlClient, schema: string, name: string, limit: SessionLimit): Promise<TableSeen | null> {
  if (schema === '' || /^(mysql|sys|information_schema|performance_schema)$/i.test(schema)) return null;
  for (const spelling of spellingsOf(name)) {
    const table = first(await tolerant(client.read(tableOf, [schema, spelling], limit)));
    if (table.name === undefined) continue;
    const place = [textOf(table.place), textOf(table.name)];
    const columns = await tolerant(client.read(columnsOf, place, limit));
    const indexes = await tolerant(client.read(indexesOf, place, limit));
    return columns === null || indexes === null ? null : { table, columns, indexes };
  }
  return null;
}

/**
 * Whether a statement whose own text is at hand compares the column with a number; null where there is none. Old and new clients may share
 * one digest, so one that compares it with a text ends no search.
 */
async function readIsNumber(client: MysqlClient, digest: string, table: string, column: string, limit: SessionLimit) {
  const told = (rows: readonly Row[] | null): boolean | null => isNumberIn(textsOf(rows ?? []), table, column);
  let seen = told(await tolerant(client.read(kept, [digest], limit)));
  for (let look = 0; look < looksMax && seen !== true && !limit.signal.aborted; look += 1) {
    seen = told(await tolerant(client.read(running, [], limit))) ?? seen;
    if (seen !== true) await sleep(betweenLooksMs, undefined, { signal: limit.signal }).catch(() => undefined);
  }
  return seen;
}

function textsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ query }) => textOf(query));
}

/** Pure. One that compares it with a number is enough; null where none of the statements shows a value. */
export function isNumberIn(statements: readonly string[], table: string, column: string): boolean | null {
  const name = column.replace(/[^\p{L}\p{N}_]/gu, '.');
  const compared = (value: string): RegExp =>
    new RegExp(`(?<![\\p{L}\\p{N}_$])${name}\`?\\s*(?:=|<=>|\\bin\\s*\\(.{0,500}?)\\s*-?\\s*${value}`, 'iu');
  const shapes = statements
    .filter((statement) => filterIn(statement, 'mysql')?.table.toLowerCase() === table.toLowerCase())
    // What is written 0x41 is a text.
    .map((statement) => maskValues(statement, 'mysql', (value) => (/^(['"]|0x)/i.test(value) ? " '' " : ' 0 ')));
  if (shapes.some((shape) => compared('0 ').test(shape))) return true;
  return shapes.some((shape) => compared("''").test(shape)) ? false : null;
}

/** Pure. Without a filter it says that there is none. */
export function filterFacts(top: CostlyStatement | null, filter: Filter | null, seen: TableSeen | null): Facts {
  const predicates = (filter?.predicates ?? []).flatMap((each) => inTable(each, seen) ?? []);
  const rows = numberOf(seen?.table.count);
  const bare = predicates.filter(({ predicate }) => predicate.how === 'bare');
  const served = bare.filter(({ index }) => index !== undefined);
  const isText = ({ row, predicate }: Placed): boolean => /char|text/i.test(textOf(row.sort)) && /^(=|<=>|in)$/.test(predicate.operator);
  const unused = served.find((each) => isText(each) && isSelective(each.index, predicates.length));
  const wrapped =
    served.length > 0 ? undefined : predicates.find(({ predicate, index }) => predicate.how !== 'bare' && index !== undefined);
  const isIndexed = served.length > 0 || wrapped !== undefined || predicates.some(({ isExpressionServed }) => isExpressionServed);
  const shown = unused ?? wrapped ?? served[0] ?? predicates[0];
  const columns =
    isIndexed || bare.length > 0 ? (isIndexed ? [shown] : bare).map((each) => textOf(each?.row.name)) : predicates.map(written);
  return {
    'statements.filter.query': predicates.length === 0 ? '' : normaliseQuery(top?.query ?? '', 'mysql'),
    'statements.filter.schema': textOf(seen?.table.place),
    'statements.filter.table': textOf(seen?.table.name),
    'statements.filter.rows': rows,
    'statements.filter.column': [...new Set(columns)].slice(0, 4).join(', '),
    'statements.filter.columnType': textOf(shown?.row.type),
    'statements.filter.collation': textOf(shown?.row.collation),
    'statements.filter.index': isIndexed ? textOf(shown?.index?.INDEX_NAME) : '',
    'statements.filter.isIndexed': isIndexed,
    'statements.filter.isMissing': predicates.length > 0 && !isIndexed,
    'statements.filter.wrapped': wrapped === undefined || unused !== undefined ? '' : written(wrapped),
    'statements.filter.isTextIndexUnused': unused !== undefined,
    'statements.filter.isPlain': isPlain(top?.query ?? '') && (unused === undefined ? predicates : [unused]).some(isLookedUp),
    // Where a statement's own text is at hand, `number` or `text`.
    'statements.filter.comparedWith': 'unknown',
    'statements.filter.examinedPerCall': Math.round(ratioOf(top?.examined ?? 0, top?.calls ?? 0)),
    'statements.filter.examinedPerKept': Math.round((top?.examined ?? 0) / Math.max(1, top?.kept ?? 0, top?.calls ?? 0)),
  };
}

/** There is a costly statement, and the account is not shown its table. */
function unread(top: CostlyStatement): Facts {
  return Object.fromEntries(Object.keys(filterFacts(top, null, null)).map((name) => [name, null]));
}

interface Placed {
  readonly predicate: Predicate;
  readonly row: Row;
  /** The one that begins with the column itself. */
  readonly index: Row | undefined;
  readonly isExpressionServed: boolean;
}

function inTable(predicate: Predicate, seen: TableSeen | null): Placed | null {
  const spellings = spellingsOf(predicate.column).map((name) => name.toLowerCase());
  const isIt = (name: unknown): boolean => spellings.includes(textOf(name).toLowerCase());
  const row = seen?.columns.find(({ name }) => isIt(name));
  if (seen === null || row === undefined) return null;
  const usable = seen.indexes.filter((index) => /^(BTREE|HASH|RTREE)?$/i.test(textOf(index.INDEX_TYPE)) && isVisible(index));
  return {
    predicate,
    row,
    index: usable.find(({ COLUMN_NAME: name }) => isIt(name)),
    isExpressionServed:
      predicate.how !== 'bare' && usable.some((index) => textOf(index.EXPRESSION).toLowerCase().includes(textOf(row.name).toLowerCase())),
  };
}

/** An invisible one of MySQL, an ignored one of MariaDB is not looked at by the optimizer. */
function isVisible(index: Row): boolean {
  return !/^NO$/i.test(textOf(index.IS_VISIBLE)) && !/^YES$/i.test(textOf(index.IGNORED));
}

/** Of a column with a few values alone the server rightly reads the whole table. Where it has not counted them, one condition tells enough. */
function isSelective(index: Row | undefined, conditions: number): boolean {
  const cardinality = numberOf(index?.CARDINALITY);
  return cardinality >= 20 || (cardinality === 0 && conditions === 1);
}

/** A long list, or a pattern that is not known, may be read so for a reason. */
function isLookedUp({ predicate }: Placed): boolean {
  return predicate.operator !== 'in' && predicate.operator !== 'like';
}

/** So may be what is added up, or wanted first in an order of its own. */
function isPlain(query: string): boolean {
  return !/\b(count|sum|avg|min|max|group_concat|json_\w*agg)\s*\(|\bgroup\s+by\b|\bdistinct\b|\border\s+by\b.*\blimit\b|\b(force|use|ignore)\s+(index|key)\b/is.test(
    query,
  );
}

function written({ predicate, row }: Placed): string {
  const name = textOf(row.name);
  if (predicate.how === 'cast') return `CAST(${name} AS ${predicate.by.toUpperCase()})`;
  return predicate.how === 'function' ? predicate.text.replace(/^\w+/, (word) => word.toUpperCase()) : predicate.text;
}
