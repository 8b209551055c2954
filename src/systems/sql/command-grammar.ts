/** Free commands of a kind that speaks SQL: forms as data, and SELECT and EXPLAIN within limits. */

import { text } from '../command.ts';
import { type FormTable, formsOf, readWords } from '../commands/forms.ts';
import type { Word } from '../commands/words.ts';
import type { CommandReading, GrammarAtHand, LookContext } from '../contract.ts';
import { checkSelect, limited } from './check-select.ts';
import { type CommandDialect, printTokens, readTokens, type Token } from './tokens.ts';

export interface SqlCommands<Client> extends Omit<FormTable<Client>, 'run' | 'isCaseSensitive' | 'refused'> {
  readonly dialect: CommandDialect;
  /** More of what is refused, and why. */
  readonly refused?: FormTable<Client>['refused'];
  /** What may stand between EXPLAIN and SELECT, in capitals. */
  readonly explains: readonly string[];
  /** One statement that only reads, in the read-only session. */
  query(client: Client, statement: string, context: LookContext): Promise<string>;
  /** Has the server read a SELECT without running it; by default with EXPLAIN. Throws SystemError. */
  explain?(client: Client, select: string, context: LookContext): Promise<void>;
}

const deletes = text('会删除数据或结构，且无法撤销', 'it deletes data or structure, and nothing brings that back');
const writesData = text('会改写业务数据', 'it changes somebody’s data');
const rights = text('会改变谁能做什么', 'it changes who may do what');
const structure = text('会改变表结构，请走变更流程', 'it changes the structure of tables: that belongs to a change of the application');
const anything = text('可以执行任意操作，无法判断它会做什么', 'it can do anything: what it would do cannot be told');

const refused = {
  DROP: deletes, TRUNCATE: deletes, DELETE: writesData, UPDATE: writesData, INSERT: writesData, REPLACE: writesData, MERGE: writesData,
  GRANT: rights, REVOKE: rights, 'CREATE USER': rights, 'CREATE ROLE': rights, 'ALTER USER': rights, 'ALTER ROLE': rights,
  'ALTER TABLE': structure, 'CREATE TABLE': structure, RENAME: structure,
  CALL: anything, DO: anything, EXECUTE: anything, COPY: anything, LOAD: anything, PREPARE: anything,
}; // biome-ignore format: a table of words

export function sqlGrammar<Client>(given: SqlCommands<Client>): GrammarAtHand<Client> {
  const query = (client: Client, statement: string, context: LookContext): Promise<string> => given.query(client, statement, context);
  const table: FormTable<Client> = {
    ...given,
    refused: { ...refused, ...given.refused },
    run: (client, _words, context, text) => query(client, text, context),
  };
  const selects = ['SELECT … LIMIT n', ...given.explains.map((each) => `EXPLAIN ${each}${each === '' ? '' : ' '}SELECT …`)];
  return {
    forms: [...selects, ...formsOf(table)],
    read(statement) {
      const read = readTokens(statement, given.dialect);
      if ('refusal' in read) return read;
      const first = read.tokens[0]?.text.toUpperCase() ?? '';
      const found = readWords(table, read.tokens.map(wordOf), printSql);
      if ('command' in found) return found;
      if (first === 'SELECT' || first === 'WITH') return readSelect(read.tokens, '', given, query);
      const explained = first === 'EXPLAIN' ? explainedBy(read.tokens, given.explains) : null;
      if (explained !== null) return readSelect(explained.rest, explained.prefix, given, query);
      return { refusal: { ...found.refusal, near: found.refusal.near.length > 0 ? found.refusal.near : selects } };
    },
  };
}

type Query<Client> = SqlCommands<Client>['query'];

function readSelect<Client>(
  tokens: readonly Token[],
  prefix: string,
  { dialect, explain }: SqlCommands<Client>,
  query: Query<Client>,
): CommandReading<Client> {
  const refusal = checkSelect(tokens, dialect);
  if (refusal !== null) return refusal;
  const bounded = limited(tokens);
  if ('refusal' in bounded) return bounded;
  const select = printTokens(bounded.tokens);
  const statement = prefix === '' ? select : `${prefix} ${select}`;
  return {
    command: {
      kind: 'reads',
      text: statement,
      run: (client, context) => query(client, statement, context),
      // The server's own parser and its rights have a word before anybody is asked to approve.
      async check(client, context) {
        await (explain === undefined ? query(client, `EXPLAIN ${select}`, context) : explain(client, select, context));
      },
    },
  };
}

function explainedBy(
  tokens: readonly Token[],
  explains: readonly string[],
): { readonly prefix: string; readonly rest: readonly Token[] } | null {
  const at = tokens.findIndex((token) => /^(select|with)$/i.test(token.text));
  if (at < 1) return null;
  const between = tokens
    .slice(1, at)
    .map((token) => token.text.toUpperCase())
    .join(' ');
  return explains.includes(between) ? { prefix: `EXPLAIN${between === '' ? '' : ` ${between}`}`, rest: tokens.slice(at) } : null;
}

function wordOf({ kind, text, value }: Token): Word {
  const isQuoted = kind === 'text' || kind === 'quoted-name';
  return isQuoted ? { text: value, isQuoted, quote: text.slice(0, 1) } : { text: value, isQuoted };
}

/** Names and calls are written together: `public.orders`, `pg_cancel_backend(12)`. */
function printSql(words: readonly Word[]): string {
  let printed = '';
  for (const [index, { text: word, isQuoted, quote = "'" }] of words.entries()) {
    const before = words[index - 1];
    const isTight = index === 0 || (!isQuoted && /^[().]$/.test(word)) || (before?.isQuoted === false && /^[(.]$/.test(before.text));
    printed += `${isTight ? '' : ' '}${isQuoted ? `${quote}${word.replaceAll(quote, quote + quote)}${quote}` : word}`;
  }
  return printed;
}
