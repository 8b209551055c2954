/** What people may ask to have run on PostgreSQL. What changes something is carried out by the kind's actions, with their undo. */

import { text } from '../command.ts';
import type { LookContext } from '../contract.ts';
import { printRows, textOf } from '../session/rows.ts';
import { sqlGrammar } from '../sql/command-grammar.ts';
import { setConnectionLimit } from './actions/connection-limit.ts';
import { reindex, resumeReplay, vacuumTable } from './actions/maintenance.ts';
import { cancelQuery, terminateBackend } from './actions/sessions.ts';
import { setDurability, setSetting } from './actions/settings.ts';
import type { PostgresqlClient } from './client.ts';
import { instant } from './probes/postgresql-probe.ts';

const timeoutMs = 4_000;
const name = /^[A-Za-z_][\w$]{0,62}$/;

type Given = Readonly<Record<string, string>>;

export const postgresqlCommands = sqlGrammar<PostgresqlClient>({
  dialect: 'postgresql',
  explains: ['', 'ANALYZE', '( ANALYZE , BUFFERS )', '( BUFFERS )', '( VERBOSE )'],
  reads: ['SHOW <shown>'],
  changes: [
    {
      form: 'ALTER SYSTEM SET <durability> = <value>',
      action: setDurability,
      given: ({ durability = '', value = '' }) => ({ name: durability.toLowerCase(), value }),
    },
    {
      form: 'ALTER SYSTEM SET <setting> = <value>',
      action: setSetting,
      given: ({ setting = '', value = '' }) => ({ name: setting.toLowerCase(), value }),
    },
    {
      form: 'ALTER ROLE <name> CONNECTION LIMIT <count>',
      action: setConnectionLimit,
      given: ({ name: login = '', count = '' }) => ({ of: 'role', name: login, value: Number(count) }),
    },
    {
      form: 'ALTER DATABASE <name> CONNECTION LIMIT <count>',
      action: setConnectionLimit,
      given: ({ name: database = '', count = '' }) => ({ of: 'database', name: database, value: Number(count) }),
    },
    { form: 'ANALYZE <schema> . <table>', action: vacuumTable, given: (given) => tableOf(given, 'analyze') },
    { form: 'VACUUM <schema> . <table>', action: vacuumTable, given: (given) => tableOf(given, 'vacuum') },
    { form: 'REINDEX INDEX CONCURRENTLY <schema> . <index>', action: reindex, given: ({ schema = '', index = '' }) => ({ schema, index }) },
    {
      form: 'SELECT pg_cancel_backend ( <pid> )',
      action: cancelQuery,
      bind: ({ pid = '' }, client, context) => sessionOf(client, pid, context, true),
    },
    {
      form: 'SELECT pg_terminate_backend ( <pid> )',
      action: terminateBackend,
      bind: ({ pid = '' }, client, context) => sessionOf(client, pid, context, false),
    },
    { form: 'SELECT pg_wal_replay_resume ( )', action: resumeReplay },
  ],
  slots: {
    // Settings that hold passwords are not shown.
    shown: /^(?!.*(pass|secret|conninfo|key_file|command))[a-z_]{2,63}$/i,
    durability: /^(synchronous_standby_names|synchronous_commit)$/i,
    setting: /^[a-z_]{2,63}$/i,
    value: /^[^\p{Cc}]{0,200}$/u,
    name,
    count: /^[1-9]\d{0,5}$/,
    schema: name,
    table: name,
    index: name,
    pid: /^\d{1,7}$/,
  },
  async query(client, statement, { signal }) {
    const rows = await client.read(statement, [], { timeoutMs, signal });
    return rows.length === 0 ? '(0 rows)' : printRows(rows, 200);
  },
});

function tableOf({ schema = '', table = '' }: Given, mode: 'analyze' | 'vacuum') {
  return { schema, table, mode };
}

/** A pid may pass to another session: what is approved is the session that it is now, and the statement that it runs now. */
async function sessionOf(client: PostgresqlClient, pid: string, { signal }: LookContext, isQuery: boolean) {
  const statement = `SELECT ${instant('backend_start')} AS backend_start, ${instant('query_start')} AS query_start, state FROM pg_stat_activity WHERE pid = $1`;
  const [row] = await client.read(statement, [Number(pid)], { timeoutMs, signal });
  if (row === undefined) return { refused: text(`没有 PID 为 ${pid} 的会话`, `there is no session with the pid ${pid}`) };
  if (isQuery && row.state !== 'active') return { refused: text('该会话没有正在执行的语句', 'that session runs no statement now') };
  const session = { pid: Number(pid), backendStart: textOf(row.backend_start) };
  return isQuery ? { ...session, queryStart: textOf(row.query_start) } : session;
}
