/** What people may ask to have run on MySQL and its kin. What changes something is carried out by the kind's actions, with their undo. */

import { text } from '../command.ts';
import type { LookContext } from '../contract.ts';
import { printRows, textOf } from '../session/rows.ts';
import { sqlGrammar } from '../sql/command-grammar.ts';
import { killConnection, killQuery } from './actions/connections.ts';
import { analyzeTable, startReplica, stopReplica } from './actions/replication.ts';
import { setGlobal, setReadOnly } from './actions/settings.ts';
import type { MysqlClient } from './client.ts';

const timeoutMs = 4_000;
const name = /^[A-Za-z_][\w$]{0,63}$/;

export const mysqlCommands = sqlGrammar<MysqlClient>({
  dialect: 'mysql',
  explains: ['', 'FORMAT = JSON', 'FORMAT = TREE'],
  reads: [
    'SHOW PROCESSLIST', 'SHOW FULL PROCESSLIST', 'SHOW ENGINE INNODB STATUS', 'SHOW DATABASES', 'SHOW TABLES', 'SHOW OPEN TABLES',
    'SHOW GLOBAL STATUS LIKE <like>', 'SHOW GLOBAL VARIABLES LIKE <like>', 'SHOW VARIABLES LIKE <like>', 'SHOW STATUS LIKE <like>',
    'SHOW REPLICA STATUS', 'SHOW SLAVE STATUS', 'SHOW MASTER STATUS', 'SHOW BINARY LOG STATUS', 'SHOW BINARY LOGS', 'SHOW REPLICAS',
    'SHOW CREATE TABLE <schema> . <table>', 'SHOW INDEX FROM <schema> . <table>', 'SHOW TABLE STATUS FROM <schema>', 'SHOW PLUGINS', 'SHOW ENGINES',
  ], // biome-ignore format: a table of forms
  changes: [
    {
      form: 'SET GLOBAL read_only = <toggle>',
      action: setReadOnly,
      given: ({ toggle = '' }) => ({ value: /^(on|1)$/i.test(toggle) ? 'ON' : 'OFF' }),
    },
    {
      form: 'SET GLOBAL <variable> = <value>',
      action: setGlobal,
      given: ({ variable = '', value = '' }) => ({ name: variable.toLowerCase(), value }),
    },
    { form: 'KILL QUERY <id>', action: killQuery, bind: ({ id = '' }, client, context) => connectionOf(client, id, context) },
    { form: 'KILL CONNECTION <id>', action: killConnection, bind: ({ id = '' }, client, context) => connectionOf(client, id, context) },
    { form: 'KILL <id>', action: killConnection, bind: ({ id = '' }, client, context) => connectionOf(client, id, context) },
    { form: 'ANALYZE TABLE <schema> . <table>', action: analyzeTable, given: ({ schema = '', table = '' }) => ({ schema, table }) },
    { form: 'START REPLICA', action: startReplica, given: () => ({ channel: '' }) },
    { form: 'STOP REPLICA', action: stopReplica, given: () => ({ channel: '' }) },
  ],
  slots: {
    like: /^(?!.*(pass|secret|auth|key))[\w%]{2,64}$/i,
    toggle: /^(on|off|0|1)$/i,
    variable: /^(?!read_only$)[a-z_]{2,64}$/i,
    value: /^[\w.+-]{1,40}$/,
    schema: name,
    table: name,
    id: /^\d{1,18}$/,
  },
  async query(client, statement, { signal }) {
    const rows = await client.read(statement, [], { timeoutMs, signal });
    return rows.length === 0 ? '(0 rows)' : printRows(rows, 200);
  },
});

/** Ids are never given twice while a server runs; user and host say that it is still the same server. */
async function connectionOf(client: MysqlClient, id: string, { signal }: LookContext) {
  const statement = 'SELECT USER AS login, HOST AS host FROM information_schema.PROCESSLIST WHERE ID = ?';
  const [row] = await client.read(statement, [Number(id)], { timeoutMs, signal });
  if (row === undefined) return { refused: text(`没有 id 为 ${id} 的连接`, `there is no connection with the id ${id}`) };
  return { id: Number(id), login: textOf(row.login), host: textOf(row.host) };
}
