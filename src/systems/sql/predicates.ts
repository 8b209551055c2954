/** What a statement filters by, so far as it can be told from its words: the columns that an index could serve, and those that are wrapped. */

import { isName, nameAt, wordOf } from './name-at.ts';
import { maskValues, type SqlDialect } from './normalise-query.ts';
import { readTokens, type Token } from './tokens.ts';

export interface Predicate {
  readonly column: string;
  /** `bare` is what an ordinary index serves. */
  readonly how: 'bare' | 'function' | 'cast' | 'leading-wildcard';
  /** As it was written, without values: `lower(email)`, `created_at::date`, `name LIKE '%…'`. */
  readonly text: string;
  /** Of `function`: its name; of `cast`: the type. */
  readonly by: string;
  /** What it is compared by, in small letters: `=`, `in`, `between`. */
  readonly operator: string;
}

export interface Filter {
  readonly schema: string;
  readonly table: string;
  readonly predicates: readonly Predicate[];
}

const clauseEnds = new Set(
  'group order limit offset returning having for union except intersect window fetch on lock procedure into'.split(' '),
);
const comparisons = new Set(['=', '<', '>', '<=', '>=', '<=>', 'in', 'like', 'between', 'ilike', 'is']);
/** What is no call though a parenthesis follows, and what wraps a value rather than a column. */
const noFunctions = new Set('not and or exists in any all select case cast row'.split(' '));
/** Words within `extract(day FROM created_at)` and `trim(both FROM name)`. */
const noOperands = new Set('from as interval null true false day year month hour minute second epoch both leading trailing'.split(' '));

/**
 * Null where it names no single table or none of its conditions can be read; alternatives (OR) are none that must hold. Takes digests of
 * MySQL as well; names that are not quoted come in small letters. Pure.
 */
export function filterIn(statement: string, dialect: SqlDialect = 'postgresql'): Filter | null {
  const read = readTokens(shapeOf(statement, dialect), dialect);
  if (!('tokens' in read)) return null;
  const { tokens } = read;
  const place = tableOf(tokens);
  const where = tokens.findIndex((token) => wordOf(token) === 'where');
  if (place === null || where < 0) return null;
  const predicates = termsOf(tokens, where + 1).flatMap((term) => predicateOf(term, place.names) ?? []);
  return predicates.length === 0 ? null : { schema: place.schema, table: place.table, predicates };
}

/** Values are taken out, but that a pattern begins with a wildcard is kept; operators that are no comparison of order become one of no use. */
function shapeOf(statement: string, dialect: SqlDialect): string {
  return maskValues(statement, dialect, (value) => (/^[eE]?['"]%/.test(value) ? " '%' " : /^['"]/.test(value) ? " '' " : ' 0 '))
    .replace(/\(\s*\.\.\.\s*\)/g, ' ( 0 ) ')
    .replace(/\$\d{1,5}|\?/g, ' 0 ')
    .replace(/&&/g, dialect === 'mysql' ? ' AND ' : ' <> ')
    .replace(/!?~~?\*?|@>|<@|#>+|@@|[&#^]/g, ' <> ')
    .replace(/(\d)\s*…/g, '$1')
    .replace(/;\s*$/, '')
    .replace(/\s+/g, ' ')
    .slice(0, 2_000);
}

/** Without quotes the server takes it in small letters. */
function nameOf(token: Token | undefined): string {
  return token?.kind === 'name' ? token.value.toLowerCase() : (token?.value ?? '');
}

/** The one table that is read, and by which names its columns may be called; null where several are joined. */
function tableOf(tokens: readonly Token[]): { readonly schema: string; readonly table: string; readonly names: readonly string[] } | null {
  const places = tokens.flatMap((token, at) => (isPlace(token, tokens[at - 1]) ? [at] : []));
  const [from] = places;
  if (from === undefined || places.length > 1) return null;
  const named = nameAt(tokens, wordOf(tokens[from + 1]) === 'only' ? from + 2 : from + 1, nameOf);
  if (named === null) return null;
  const { schema, name } = named.table;
  const aliasAt = wordOf(tokens[named.next]) === 'as' ? named.next + 1 : named.next;
  const alias = tokens[aliasAt];
  // Another table behind a comma, or the list of a function's arguments.
  if ([tokens[named.next], tokens[isName(alias) ? aliasAt + 1 : aliasAt]].some((token) => [',', '('].includes(wordOf(token)))) return null;
  return { schema, table: name, names: [name, ...(isName(alias) ? [nameOf(alias)] : [])] };
}

/** `FOR UPDATE` locks what is read, and names no table. */
function isPlace(token: Token, before: Token | undefined): boolean {
  return ['from', 'join', 'straight_join'].includes(wordOf(token)) || (wordOf(token) === 'update' && wordOf(before) !== 'for');
}

/** The conditions that must all hold; empty where some are alternatives of one another. */
function termsOf(tokens: readonly Token[], from: number): readonly (readonly Token[])[] {
  const terms: Token[][] = [[]];
  let depth = 0;
  let isBetween = false;
  for (const token of tokens.slice(from)) {
    const word = wordOf(token);
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (depth < 0 || (depth === 0 && clauseEnds.has(word))) break;
    if (depth === 0 && word === 'or') return [];
    if (depth === 0 && word === 'between') isBetween = true;
    if (depth === 0 && word === 'and' && !isBetween) terms.push([]);
    else {
      if (depth === 0 && word === 'and') isBetween = false;
      terms.at(-1)?.push(token);
    }
  }
  return terms;
}

function predicateOf(term: readonly Token[], names: readonly string[]): Predicate | null {
  const [first] = term;
  const second = term[1];
  if (first?.kind === 'name' && second?.text === '(') return wrappedBy(term, wordOf(first), names);
  const read = columnAt(term, 0, names);
  if (read === null) return null;
  const { column, next } = read;
  if (term[next]?.text === '::') {
    const type = (term[next + 1]?.value ?? '').toLowerCase();
    const operator = wordOf(term[next + 2]);
    return isCompared(term, next + 2) ? { column, how: 'cast', text: `${column}::${type}`, by: type, operator } : null;
  }
  if (!isCompared(term, next)) return null;
  const operator = wordOf(term[next]);
  const by = operator.toUpperCase();
  if ((by === 'LIKE' || by === 'ILIKE') && term[next + 1]?.text === "'%'")
    return { column, how: 'leading-wildcard', text: `${column} ${by} '%…'`, by, operator };
  return { column, how: 'bare', text: column, by: '', operator };
}

/** `lower(email) = …`, `date(created_at) >= …`, `CAST(id AS text) = …`: the column inside can't be looked up by an index on it alone. */
function wrappedBy(term: readonly Token[], name: string, names: readonly string[]): Predicate | null {
  if (noFunctions.has(name) && name !== 'cast') return null;
  let depth = 0;
  const close = term.findIndex(({ text }) => {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth === 0 && text === ')';
  });
  if (close < 0 || !isCompared(term, close + 1)) return null;
  const operator = wordOf(term[close + 1]);
  const inner = term.slice(2, close);
  const at = inner.findIndex((token, index) => token.kind === 'quoted-name' || (token.kind === 'name' && isOperand(inner, index)));
  const read = at < 0 ? null : columnAt(inner, at, names);
  if (read === null) return null;
  if (name === 'cast') {
    const type = (inner.at(-1)?.value ?? '').toLowerCase();
    return { column: read.column, how: 'cast', text: `${read.column}::${type}`, by: type, operator };
  }
  return {
    column: read.column,
    how: 'function',
    text: `${name}(${inner.length > read.next - at ? `${read.column}, …` : read.column})`,
    by: name,
    operator,
  };
}

/** Words of the language and names of functions are no columns. */
function isOperand(tokens: readonly Token[], at: number): boolean {
  if (noOperands.has(wordOf(tokens[at]))) return false;
  return tokens[at + 1]?.text !== '(';
}

function isCompared(term: readonly Token[], at: number): boolean {
  return comparisons.has(wordOf(term[at]));
}

/** A column there, with or without the name of the table before it. */
function columnAt(
  tokens: readonly Token[],
  at: number,
  names: readonly string[],
): { readonly column: string; readonly next: number } | null {
  const one = tokens[at];
  if (!isName(one)) return null;
  if (tokens[at + 1]?.text !== '.') return { column: nameOf(one), next: at + 1 };
  const two = tokens[at + 2];
  return isName(two) && names.includes(nameOf(one)) ? { column: nameOf(two), next: at + 3 } : null;
}
