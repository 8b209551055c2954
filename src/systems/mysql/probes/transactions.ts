/** Long transactions, what purge can't remove because of them, and transactions that were prepared and left. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, rounded, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, first, readStatus, tolerant } from './mysql-probe.ts';
import { readLastStatement, readSession, sessionFacts as whatItRan } from './session-statements.ts';

const statement = `
SELECT t.trx_mysql_thread_id AS id, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, t.trx_rows_modified AS modified, t.trx_rows_locked AS locked,
  COALESCE(p.USER, '') AS login, COALESCE(p.HOST, '') AS host, COALESCE(p.COMMAND, '') AS command, COALESCE(p.TIME, 0) AS state_seconds, LEFT(COALESCE(t.trx_query, ''), 1000) AS query
FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
WHERE t.trx_mysql_thread_id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 100`;

/** Long enough for a job or two of an application that does little. */
const growthMs = 1_500;

export const transactionsProbe = sessionProbe({
  name: 'transactions',
  summary: { 'zh-CN': '长事务、未提交的空闲事务、历史链表、XA', en: 'long and idle transactions, history list, XA' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'transaction|undo|purge|history|xa|rollback|事务|回滚|历史链表|未提交',
  query: 'SELECT * FROM information_schema.INNODB_TRX ORDER BY trx_started; history list length; XA RECOVER',
  async see(client: MysqlClient, _given, limit) {
    const rows = await client.read(statement, [], limit);
    const prepared = await tolerant(client.read('XA RECOVER', [], limit));
    const history = await historyLength(client, limit);
    const idle = rows.find((row) => row.command === 'Sleep');
    const oldest = rows.find((row) => textOf(row.login) !== '');
    const active = rows.find((row) => row.command === 'Query' || row.command === 'Execute');
    const facts = {
      'transactions.open': rows.length,
      'transactions.oldestSeconds': numberOf(rows[0]?.seconds),
      ...sessionFacts('transactions.idle', idle),
      ...sessionFacts('transactions.active', active),
      ...sessionFacts('transactions.oldest', oldest),
      'transactions.oldest.isIdle': oldest !== undefined && oldest === idle,
      ...(await readIdle(client, idle, limit)),
      'transactions.historyLength': history,
      'transactions.historyPerSecond': await historyGrowth(client, { history, seconds: numberOf(oldest?.seconds) }, limit),
      'transactions.xa.count': prepared?.length ?? 0,
    };
    return {
      headline: {
        'zh-CN': `进行中的事务 ${String(rows.length)} 个，最久 ${String(facts['transactions.oldestSeconds'])} 秒；历史链表 ${String(history)}；XA 预备 ${String(facts['transactions.xa.count'])} 个`,
        en: `${String(rows.length)} open transactions, the oldest for ${String(facts['transactions.oldestSeconds'])} s; history list ${String(history)}; ${String(facts['transactions.xa.count'])} prepared by XA`,
      },
      facts,
      text: printRows(rows.map((row) => ({ ...row, query: normaliseQuery(textOf(row.query), 'mysql') }))),
    };
  },
});

/** MariaDB counts it among its status; MySQL among its metrics. */
async function historyLength(client: MysqlClient, limit: SessionLimit): Promise<number> {
  const status = (await readStatus(client, ['Innodb_history_list_length'], limit)).get('innodb_history_list_length');
  if (status !== undefined) return numberOf(status);
  const metric = await tolerant(
    client.read("SELECT COUNT AS length FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'", [], limit),
  );
  return numberOf(columnOf(first(metric), 'length'));
}

/** Only where an open transaction may be what it grows behind. */
async function historyGrowth(
  client: MysqlClient,
  seen: { readonly history: number; readonly seconds: number },
  limit: SessionLimit,
): Promise<number> {
  if (seen.history < 5_000 || seen.seconds < 3) return 0;
  await sleep(growthMs, undefined, { signal: limit.signal }).catch(() => undefined);
  return rounded(((await historyLength(client, limit)) - seen.history) / (growthMs / 1_000));
}

/** What an idle one did before it rested. */
async function readIdle(client: MysqlClient, idle: Row | undefined, limit: SessionLimit): Promise<Facts> {
  const id = numberOf(idle?.id);
  if (id === 0) return whatItRan('transactions.idle', null, null, null);
  const seen = await readSession(client, id, limit);
  const query = await readLastStatement(client, id, seen, { table: '', seconds: numberOf(idle?.seconds) }, limit);
  return whatItRan('transactions.idle', null, seen, query);
}

function sessionFacts(prefix: string, row: Row | undefined): Record<string, string | number | null> {
  return {
    [`${prefix}.id`]: row === undefined ? null : numberOf(row.id),
    [`${prefix}.login`]: textOf(row?.login),
    [`${prefix}.host`]: textOf(row?.host),
    [`${prefix}.who`]: row === undefined ? '' : `${textOf(row.login)}@${textOf(row.host)}`,
    [`${prefix}.seconds`]: numberOf(row?.seconds),
    [`${prefix}.stateSeconds`]: row === undefined ? 0 : numberOf(row.state_seconds),
    [`${prefix}.rowsModified`]: numberOf(row?.modified),
    [`${prefix}.query`]: normaliseQuery(textOf(row?.query), 'mysql'),
  };
}
