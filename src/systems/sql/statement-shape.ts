/** What a statement, whose values were taken out, needs of the schema: its tables, and the columns that it names of one table. */

import { isName, nameAt, type TableName, wordOf } from './name-at.ts';
import { readTokens, type Token } from './tokens.ts';

export interface StatementShape {
  readonly verb: 'insert' | 'update' | 'delete' | 'select';
  readonly tables: readonly TableName[];
  /** What it writes to; null for one that only reads. */
  readonly target: TableName | null;
  /** The columns that it gives values to; null where it names none, as `INSERT INTO t VALUES (…)` does. */
  readonly columns: readonly string[] | null;
}

/** Pure. Takes digests as performance schemas print them. Null for what is none of the four verbs, or was cut off before it could be understood. */
export function statementShape(query: string): StatementShape | null {
  // Places of values are no tokens of a command.
  const plain = query
    .replace(/\(\s*(?:\.\.\.|\?[^()]{0,40}|…)\s*\)/g, ' ( 0 ) ')
    .replace(/\/\*.*?\*\//g, ' ')
    .replace(/\?|…|\.\.\./g, ' 0 ')
    .replace(/"/g, '`');
  const read = readTokens(plain, 'mysql');
  if ('refusal' in read) return null;
  const { tokens } = read;
  const verb = wordOf(tokens[0]);
  if (verb === 'insert' || verb === 'replace') return insertShape(tokens);
  if (verb === 'update') return updateShape(tokens);
  if (verb === 'delete' || verb === 'select') {
    const tables = tablesIn(tokens);
    return { verb, tables, target: verb === 'delete' ? (tables[0] ?? null) : null, columns: null };
  }
  return null;
}

function insertShape(tokens: readonly Token[]): StatementShape | null {
  const start = after(tokens, 1, ['low_priority', 'delayed', 'high_priority', 'ignore', 'into']);
  const named = nameAt(tokens, start);
  if (named === null) return null;
  const { table, next } = named;
  const tables = [table, ...tablesIn(tokens.slice(next))];
  if (wordOf(tokens[next]) === 'set') return { verb: 'insert', tables, target: table, columns: assigned(tokens.slice(next + 1)) };
  if (tokens[next]?.text !== '(' || ['select', 'with', ')'].includes(wordOf(tokens[next + 1])))
    return { verb: 'insert', tables, target: table, columns: null };
  const columns: string[] = [];
  for (let at = next + 1; at < tokens.length && tokens[at]?.text !== ')'; at += 1) {
    const token = tokens[at];
    // Of `t.a` the column is the last part.
    if (isName(token) && tokens[at + 1]?.text !== '.') columns.push(token.value);
  }
  return { verb: 'insert', tables, target: table, columns };
}

function updateShape(tokens: readonly Token[]): StatementShape | null {
  const named = nameAt(tokens, after(tokens, 1, ['low_priority', 'ignore']));
  if (named === null) return null;
  const set = tokens.findIndex((token) => wordOf(token) === 'set');
  const between = set < 0 ? [] : tokens.slice(named.next, set);
  const tables = [named.table, ...tablesIn(tokens.slice(named.next))];
  // Of several tables it isn't told which one a column is of.
  const isOne = set >= 0 && between.every((token) => isName(token) || wordOf(token) === 'as');
  return { verb: 'update', tables, target: named.table, columns: isOne ? assigned(tokens.slice(set + 1)) : null };
}

/** `a = …, t.b = …` to a and b, up to what follows the list. */
function assigned(tokens: readonly Token[]): readonly string[] {
  const columns: string[] = [];
  let depth = 0;
  let isStart = true;
  for (const [at, token] of tokens.entries()) {
    if (depth === 0 && ['where', 'order', 'limit', 'on', 'returning'].includes(wordOf(token)) && token.kind === 'name') break;
    if (isStart && isName(token) && tokens[at + 1]?.text === '=') {
      columns.push(token.value);
      isStart = false;
    }
    depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (token.text === ',' && depth === 0) isStart = true;
  }
  return columns;
}

const tablesMax = 12;

/** After FROM and JOIN, and after commas of a FROM; a subquery in its place is read in its turn. */
function tablesIn(tokens: readonly Token[]): readonly TableName[] {
  const found: TableName[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'name' || !['from', 'join', 'straight_join'].includes(wordOf(token))) continue;
    for (let place = at + 1; found.length < tablesMax; ) {
      const named = nameAt(tokens, place);
      // A function such as EXTRACT(YEAR FROM x) has no table there.
      if (named === null || tokens[named.next]?.text === '(' || isInFunction(tokens, at)) break;
      found.push(named.table);
      let next = wordOf(tokens[named.next]) === 'as' ? named.next + 1 : named.next;
      if (isName(tokens[next]) && !endsTable.has(wordOf(tokens[next]))) next += 1;
      if (tokens[next]?.text !== ',') break;
      place = next + 1;
    }
  }
  return found;
}

const endsTable = new Set(
  'where join inner left right cross natural straight_join on using group order limit having union set for use force ignore partition window'.split(
    ' ',
  ),
);

function isInFunction(tokens: readonly Token[], at: number): boolean {
  for (let place = at - 1, depth = 0; place >= 0; place -= 1) {
    if (tokens[place]?.text === ')') depth += 1;
    if (tokens[place]?.text !== '(') continue;
    if (depth === 0) return ['extract', 'trim', 'substring', 'substr'].includes(wordOf(tokens[place - 1]));
    depth -= 1;
  }
  return false;
}

function after(tokens: readonly Token[], from: number, words: readonly string[]): number {
  let at = from;
  while (words.includes(wordOf(tokens[at]))) at += 1;
  return at;
}
