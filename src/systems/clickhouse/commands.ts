/** What people may ask to have run on ClickHouse. What changes something is carried out by the kind's actions. */

import { text } from '../command.ts';
import type { ChangeForm, Slots } from '../commands/forms.ts';
import type { LookContext } from '../contract.ts';
import { sqlGrammar } from '../sql/command-grammar.ts';
import { killMutation, killQuery } from './actions/kill.ts';
import { restartReplica } from './actions/replica.ts';
import type { ClickhouseClient } from './client.ts';
import { numberOf, quoted, textOf } from './rows.ts';

const timeoutMs = 8_000;
const rowsMax = 200;
const name = /^[A-Za-z_]\w{0,127}$/;
const limitOf = ({ signal }: LookContext) => ({ timeoutMs, signal });

const changes: readonly ChangeForm<ClickhouseClient>[] = [
  { form: 'KILL QUERY WHERE query_id = <query>', action: killQuery, bind: runningQuery },
  {
    form: 'KILL MUTATION WHERE database = <schema> AND table = <table> AND mutation_id = <mutation>',
    action: killMutation,
    given: ({ schema = '', table = '', mutation = '' }) => ({ database: schema, table, mutationId: mutation }),
  },
  {
    form: 'SYSTEM RESTART REPLICA <schema> . <table>',
    action: restartReplica,
    given: ({ schema = '', table = '' }) => ({ database: schema, table }),
  },
];

/** An id may be given anew: whose it is and how long it has run say which one is meant. */
async function runningQuery({ query = '' }: Slots, client: ClickhouseClient, context: LookContext) {
  const select = `SELECT user, elapsed FROM system.processes WHERE query_id = ${quoted(query)}`;
  const [row] = await client.read(select, limitOf(context), 1);
  if (row === undefined) return { refused: text(`没有正在执行的查询 ${query}`, `no query ${query} is running`) };
  return { queryId: query, user: textOf(row.user), atLeastSeconds: Math.floor(numberOf(row.elapsed)) };
}

const merges = text('会改写大量数据，占满磁盘与 IO', 'it rewrites much data and takes disk and I/O');
const anything = text('可以停掉或改变服务器', 'it can stop or change the server');

export const clickhouseCommands = sqlGrammar<ClickhouseClient>({
  dialect: 'clickhouse',
  explains: ['', 'SYNTAX', 'PIPELINE'],
  reads: ['SHOW PROCESSLIST', 'SHOW DATABASES', 'SHOW TABLES', 'SHOW TABLES FROM <schema>', 'DESCRIBE TABLE <schema> . <table>', 'EXISTS TABLE <schema> . <table>'],
  changes,
  slots: { schema: name, table: name, query: /^[\w.:-]{1,200}$/, mutation: /^[\w.-]{1,200}$/ },
  refused: { OPTIMIZE: merges, SYSTEM: anything, ALTER: text('会改变表结构或数据，请走变更流程', 'it changes structure or data: that belongs to a change of the application'), DETACH: anything, ATTACH: anything },
  async query(client, statement, context) {
    const rows = await client.show(statement, limitOf(context), rowsMax);
    return rows.length === 0 ? '(0 rows)' : rows.map((row) => JSON.stringify(row)).join('\n');
  },
  async explain(client, select, context) {
    // Versions before 20.6 have no EXPLAIN; they say what is wrong when it is run.
    const [row] = await client.read('SELECT version() AS version', limitOf(context), 1);
    const [major = 0, minor = 0] = textOf(row?.version).split('.').map(Number);
    if (major > 20 || (major === 20 && minor >= 6)) await client.show(`EXPLAIN ${select}`, limitOf(context), rowsMax);
  },
}); // biome-ignore format: a table of forms
