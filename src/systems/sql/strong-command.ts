/** Commands that lock a whole table or view for as long as they run: which one a statement is, and on what. */

import { isName, nameAt, wordOf } from './name-at.ts';
import { type CommandDialect, readTokens, type Token } from './tokens.ts';

export interface StrongCommand {
  /** As people write it: `REFRESH MATERIALIZED VIEW`. */
  readonly command: string;
  /** As the statement names it; empty where it names none, or all. */
  readonly object: string;
}

/** Words that may stand between the command and what it is done to. */
const between = new Set(
  'table index database system schema unique if exists not only verbose analyze analyse freeze full on off true false with'.split(' '),
);

/** Null where it is something else, or locks nobody out (`CONCURRENTLY`, a plain VACUUM). */
export function strongCommandIn(statement: string, dialect: CommandDialect): StrongCommand | null {
  // Only the beginning matters: values that can't be told apart behind it needn't be.
  const tokens = tokensOf(statement, dialect);
  const words = tokens.map(({ kind, text }) => (kind === 'name' ? text.toUpperCase() : text));
  if (words.slice(0, 8).includes('CONCURRENTLY')) return null;
  const [one = '', two = '', three = ''] = words;
  if (one === 'REFRESH' && two === 'MATERIALIZED') return { command: 'REFRESH MATERIALIZED VIEW', object: nameFrom(tokens, 3) };
  if (one === 'VACUUM') return words.slice(1, 12).includes('FULL') ? { command: 'VACUUM FULL', object: nameFrom(tokens, 1) } : null;
  if (one === 'CLUSTER' || one === 'REINDEX' || one === 'TRUNCATE') return { command: one, object: nameFrom(tokens, 1) };
  if (one === 'LOCK') return { command: 'LOCK TABLE', object: nameFrom(tokens, 1) };
  if (one === 'ALTER' && two === 'TABLE') return { command: 'ALTER TABLE', object: nameFrom(tokens, 2) };
  if (one === 'ALTER' && two === 'MATERIALIZED') return { command: 'ALTER MATERIALIZED VIEW', object: nameFrom(tokens, 3) };
  if (one === 'DROP' && /^(TABLE|INDEX|VIEW|MATERIALIZED)$/.test(two))
    return {
      command: two === 'MATERIALIZED' ? 'DROP MATERIALIZED VIEW' : `DROP ${two}`,
      object: nameFrom(tokens, two === 'MATERIALIZED' ? 3 : 2),
    };
  if (one === 'CREATE' && (two === 'INDEX' || (two === 'UNIQUE' && three === 'INDEX')))
    return { command: 'CREATE INDEX', object: nameFrom(tokens, words.indexOf('ON') + 1 || tokens.length) };
  if (one === 'CREATE' && (two === 'TRIGGER' || (two === 'CONSTRAINT' && three === 'TRIGGER')))
    return { command: 'CREATE TRIGGER', object: nameFrom(tokens, words.indexOf('ON') + 1 || tokens.length) };
  return null;
}

/** As many tokens from the beginning as can be read. */
function tokensOf(statement: string, dialect: CommandDialect): readonly Token[] {
  const whole = readTokens(statement.slice(0, 400), dialect);
  if ('tokens' in whole) return whole.tokens;
  const beginning = readTokens(/^[\s\w."`(),]*/.exec(statement.slice(0, 400))?.[0].replace(/["`][^"`]*$/, '') ?? '', dialect);
  return 'tokens' in beginning ? beginning.tokens : [];
}

/** The first name from there on, with its schema; options in parentheses are passed over. */
function nameFrom(tokens: readonly Token[], from: number): string {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    else if (depth === 0 && isName(token) && !between.has(wordOf(token))) {
      const { schema = '', name = '' } = nameAt(tokens, at)?.table ?? {};
      return schema === '' ? name : `${schema}.${name}`;
    }
  }
  return '';
}
