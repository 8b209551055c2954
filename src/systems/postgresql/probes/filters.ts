/** Whether an index serves what the costliest statement filters by: a column in a function, a cast or behind a wildcard is served by none on it alone. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { flagOf, numberOf, type Row, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { type Filter, filterIn, type Predicate } from '../../sql/predicates.ts';
import type { PostgresqlClient } from '../client.ts';
import { first, notOurs } from './postgresql-probe.ts';

/** A statement is over between two looks; a session that rests still shows it, and how long it took. */
const ended = `
SELECT left(query, 3000) AS query FROM pg_stat_activity
WHERE backend_type = 'client backend' AND ${notOurs} AND state = 'idle' AND datname = current_database()
  AND state_change > clock_timestamp() - interval '1 minute' AND state_change - query_start > interval '20 milliseconds'
ORDER BY state_change - query_start DESC LIMIT 5`;

/** Without a schema the largest of that name. */
const place = `
SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, greatest(c.reltuples, s.n_live_tup, 0)::bigint AS rows
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relname = $1 AND ($2 = '' OR n.nspname = $2) AND c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|information_schema)'
ORDER BY 4 DESC LIMIT 1`;

/** One that is being built is not valid yet, and no fault. */
const indexesOf = `
SELECT i.relname AS name, n.nspname AS schema, pg_get_indexdef(x.indexrelid, 1, true) AS key, pg_get_indexdef(x.indexrelid) AS definition, x.indisvalid AS valid,
  x.indisunique AS is_unique, EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = x.indrelid) AS building
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace WHERE x.indrelid = $1::oid LIMIT 100`;

/** The first of the statements, the costliest first, that no index serves; else the first that can be read. Throws SessionFailure. */
export async function readFilter(client: PostgresqlClient, statements: readonly string[], limit: SessionLimit): Promise<Facts> {
  const resting = (await client.read(ended, [], limit)).map(({ query }) => textOf(query));
  const found: Facts[] = [];
  for (const statement of new Set([...statements, ...resting].filter((text) => text !== '').slice(0, 6))) {
    const filter = filterIn(statement);
    if (filter === null) continue;
    const table = first(await client.read(place, [filter.table, filter.schema], limit));
    if (table.oid === undefined) continue;
    const facts = filterFacts(statement, filter, table, await client.read(indexesOf, [textOf(table.oid)], limit));
    if (facts['statements.filter.isServed'] === false) return facts;
    found.push(facts);
  }
  return found[0] ?? filterFacts('', { schema: '', table: '', predicates: [] }, {}, []);
}

/** Pure. One condition that must hold and that an index serves is enough. */
export function filterFacts(statement: string, filter: Filter, table: Row, indexes: readonly Row[]): Facts {
  const valid = indexes.filter(({ valid: isValid }) => flagOf(isValid));
  const served = filter.predicates.map((predicate) => valid.find((index) => serves(index, predicate))).find((index) => index !== undefined);
  const isServed = served !== undefined || filter.predicates.length === 0;
  const broken = isServed ? undefined : indexes.find((index) => isBroken(index) && filter.predicates.some((each) => serves(index, each)));
  const wrapped = isServed ? undefined : filter.predicates.find(({ how }) => how !== 'bare');
  const plain = wrapped === undefined ? undefined : valid.find(({ key }) => unquoted(key) === wrapped.column);
  return {
    'statements.filter.query': normaliseQuery(statement, 'postgresql'),
    'statements.filter.schema': textOf(table.schema),
    'statements.filter.table': textOf(table.name),
    'statements.filter.rows': numberOf(table.rows),
    'statements.filter.isServed': isServed,
    'statements.filter.servedBy': textOf(served?.name),
    // It would serve the condition, were it valid.
    'statements.filter.invalidIndex': textOf(broken?.name),
    'statements.filter.invalidIndexSchema': textOf(broken?.schema),
    'statements.filter.isInvalidUnique': flagOf(broken?.is_unique),
    'statements.filter.wrapped': wrapped?.text ?? '',
    'statements.filter.wrappedBy': wrapped?.how ?? '',
    'statements.filter.plainIndex': textOf(plain?.name),
    'statements.filter.missing':
      isServed || wrapped !== undefined ? '' : [...new Set(filter.predicates.map(({ column }) => column))].slice(0, 4).join(', '),
  };
}

function isBroken({ valid, building }: Row): boolean {
  return !flagOf(valid) && !flagOf(building);
}

function serves(index: Row, { how, column, by }: Predicate): boolean {
  const key = textOf(index.key);
  if (how === 'bare') return unquoted(key) === column;
  if (how === 'leading-wildcard') return /trgm_ops|bigm_ops/.test(textOf(index.definition)) && textOf(index.definition).includes(column);
  if (!key.includes(column)) return false;
  return how === 'cast' ? key.includes('::') : key.toLowerCase().includes(`${by}(`);
}

function unquoted(key: unknown): string {
  return textOf(key).replace(/^"(.*)"$/, '$1');
}
