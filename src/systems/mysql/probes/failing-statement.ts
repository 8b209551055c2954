/** Why a statement fails, from what it names and what the schema has: no look at a row, and none at a value. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { type Row, textOf } from '../../session/rows.ts';
import type { TableName } from '../../sql/name-at.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { type StatementShape, statementShape } from '../../sql/statement-shape.ts';
import type { MysqlClient } from '../client.ts';
import { spellingsOf, writtenAs } from './digest-words.ts';
import { tolerant } from './mysql-probe.ts';

export interface FailingStatement {
  readonly query: string;
  /** Empty where its session had chosen no database. */
  readonly schema: string;
}

/** What the schema has of that which a statement names. */
export interface SchemaSeen {
  readonly tables: readonly Row[];
  readonly columns: readonly Row[];
  readonly triggers: readonly Row[];
  readonly charsets: readonly Row[];
  /** Whether each table is shown to this account, so that one that isn't there is missing. */
  readonly showsAll: boolean;
}

const namesMax = 60;
const tableOf =
  '(SELECT TABLE_SCHEMA AS `schema`, TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? LIMIT 1)';
const columnsOf = `
SELECT COLUMN_NAME AS name, IS_NULLABLE = 'YES' AS nullable, COLUMN_DEFAULT AS preset, EXTRA AS extra, DATA_TYPE AS type, CHARACTER_SET_NAME AS charset
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION LIMIT 1000`;
const triggersOf = `
SELECT TRIGGER_NAME AS name, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event, LEFT(ACTION_STATEMENT, 4000) AS body
FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? LIMIT 20`;
const charsetsOf = `
SELECT @@global.character_set_server AS charset UNION SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ? LIMIT 2`;
/** A right on everything shows every table. */
const showsAll = `
SELECT PRIVILEGE_TYPE AS name FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE IN ('SELECT', 'REFERENCES', 'INSERT', 'UPDATE', 'DELETE')
  AND GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''') LIMIT 1`;

/** Empty facts where the statement can't be understood, its database is not known, or the schema has all that it names. */
export async function readSchemaFaults(client: MysqlClient, failing: FailingStatement, limit: SessionLimit): Promise<Facts> {
  const shape = statementShape(failing.query);
  if (shape === null) return schemaFaults(null, '', null);
  const target = shape.target ?? shape.tables[0];
  const schema = target?.schema || failing.schema;
  if (target === undefined || schema === '' || /^(mysql|sys|information_schema|performance_schema)$/i.test(schema))
    return schemaFaults(null, '', null);
  const ask = async (statement: string, values: readonly string[]): Promise<readonly Row[]> =>
    (await tolerant(client.read(statement, values, limit))) ?? [];
  const find = async (some: readonly TableName[]): Promise<readonly Row[]> => {
    const wanted = some.flatMap((table) => spellings(inSchema(table, schema))).slice(0, namesMax);
    // Each by itself: of names in one list that differ by capitals alone, MariaDB looks for the first.
    return wanted.length === 0 ? [] : await ask(wanted.map(() => tableOf).join(' UNION ALL '), wanted.flat());
  };
  const named = await find(shape.tables);
  const place = [textOf(rowOf(target, named, schema)?.schema) || schema, textOf(rowOf(target, named, schema)?.name) || target.name];
  const triggers = await ask(triggersOf, place);
  return schemaFaults(shape, schema, {
    tables: [...named, ...(await find(triggers.flatMap(({ body }) => tablesOfTrigger(textOf(body)))))],
    columns: await ask(columnsOf, place),
    triggers,
    charsets: await ask(charsetsOf, [schema]),
    showsAll: (await ask(showsAll, [])).length > 0,
  });
}

/** Pure. `schema` is the one of the session. */
export function schemaFaults(shape: StatementShape | null, schema: string, seen: SchemaSeen | null): Facts {
  if (shape === null || seen === null) return faults({});
  const target = shape.target ?? shape.tables[0];
  if (target === undefined) return faults({});
  const isThere = (table: TableName): boolean => rowOf(table, seen.tables, schema) !== undefined;
  const missing = seen.showsAll ? shape.tables.find((table) => !isThere(table)) : undefined;
  const trigger = seen.showsAll
    ? seen.triggers
        .filter(({ event }) => textOf(event).toLowerCase() === shape.verb)
        .flatMap((row) => tablesOfTrigger(textOf(row.body)).map((table) => ({ table, name: textOf(row.name) })))
        .find(({ table }) => !isThere(table))
    : undefined;
  const absent = missing ?? trigger?.table;
  return faults({
    table: told(target, seen.tables, schema),
    missingTable: absent === undefined ? '' : told(absent, seen.tables, schema),
    trigger: missing === undefined ? (trigger?.name ?? '') : '',
    ...columnFaults(shape, seen, target, schema),
  });
}

function columnFaults(shape: StatementShape, seen: SchemaSeen, target: TableName, schema: string): Readonly<Record<string, string>> {
  if (shape.columns === null || seen.columns.length === 0) return {};
  const known = new Set(seen.columns.map((row) => textOf(row.name).toLowerCase()));
  const columns = shape.columns.map((name) => writtenAs(name, known));
  const given = new Set(columns.map((name) => name.toLowerCase()));
  const table = rowOf(target, seen.tables, schema);
  // A trigger may fill in what an INSERT leaves out, and a view hides what its table demands.
  const isFilled = seen.triggers.some((row) => row.timing === 'BEFORE' && row.event === 'INSERT');
  const mustGive = shape.verb === 'insert' && textOf(table?.type) === 'BASE TABLE' && !isFilled && columns.length > 0;
  const narrow = seen.columns.filter((row) => given.has(textOf(row.name).toLowerCase()) && isNarrow(textOf(row.charset)));
  const wide = [...seen.charsets, ...seen.columns].map((row) => textOf(row.charset)).find((charset) => charset === 'utf8mb4');
  return {
    missingColumns: seen.showsAll ? columns.filter((name) => !known.has(name.toLowerCase())).join(', ') : '',
    withoutDefault: mustGive
      ? seen.columns
          .filter((row) => !given.has(textOf(row.name).toLowerCase()) && isDemanded(row))
          .map((row) => textOf(row.name))
          .join(', ')
      : '',
    narrowColumns: narrow.map((row) => textOf(row.name)).join(', '),
    narrowCharset: textOf(narrow[0]?.charset),
    widerCharset: narrow.length > 0 ? (wide ?? '') : '',
  };
}

/** NOT NULL without a default, where the server gives no value by itself: an ENUM takes its first one. */
function isDemanded(row: Row): boolean {
  const isNullable = textOf(row.nullable) === '1';
  return (
    !isNullable && row.preset === null && !/auto_increment|generated|on update/i.test(textOf(row.extra)) && textOf(row.type) !== 'enum'
  );
}

/** Cannot hold every character: emoji and some names take four bytes. */
function isNarrow(charset: string): boolean {
  return charset !== '' && !/^(utf8mb4|utf16|utf16le|utf32|gb18030|binary)$/.test(charset);
}

/** The tables that the statements of a trigger name; what has no such table is left to be understood by people. */
export function tablesOfTrigger(body: string): readonly TableName[] {
  return normaliseQuery(body, 'mysql')
    .replace(/…$/, '')
    .split(';')
    .flatMap((piece) => {
      const start = piece.search(/\b(insert|replace|update|delete)\b/i);
      const shape = start < 0 ? null : statementShape(piece.slice(start));
      return shape?.target == null ? [] : [shape.target];
    });
}

const names = [
  'table',
  'missingTable',
  'trigger',
  'missingColumns',
  'withoutDefault',
  'narrowColumns',
  'narrowCharset',
  'widerCharset',
] as const;

function faults(given: Readonly<Record<string, string>>): Facts {
  return Object.fromEntries(names.map((name) => [`statements.failing.${name}`, given[name] || null]));
}

function inSchema(table: TableName, schema: string): TableName {
  return table.schema === '' ? { schema, name: table.name } : table;
}

/** As the server has it where it is there. */
function told(table: TableName, tables: readonly Row[], schema: string): string {
  const row = rowOf(table, tables, schema);
  const wanted = inSchema(table, schema);
  return row === undefined ? `${wanted.schema}.${writtenAs(wanted.name, new Set())}` : `${textOf(row.schema)}.${textOf(row.name)}`;
}

function rowOf(table: TableName, tables: readonly Row[], schema: string): Row | undefined {
  const ways = spellings(inSchema(table, schema));
  return tables.find((row) => ways.some(([of, name]) => isSame(textOf(row.name), name) && isSame(textOf(row.schema), of)));
}

function spellings({ schema, name }: TableName): readonly (readonly [schema: string, name: string])[] {
  return spellingsOf(schema).flatMap((of) => spellingsOf(name).map((each) => [of, each] as const));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether the schema has no place for it. */
export function isFaulty(facts: Facts): boolean {
  return ['missingTable', 'missingColumns', 'withoutDefault'].some((name) => (facts[`statements.failing.${name}`] ?? null) !== null);
}
