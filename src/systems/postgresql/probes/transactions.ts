/** Long transactions, and who keeps the horizon back behind which vacuum can't clean. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, rounded, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { PostgresqlClient } from '../client.ts';
import { instant, notOurs, who } from './postgresql-probe.ts';

const sessions = `
SELECT pid, ${who} AS who, coalesce(usename, '') AS login, coalesce(state, '') AS state, backend_type AS backend,
  ${instant('backend_start')} AS backend_start, ${instant('query_start')} AS query_start,
  extract(epoch FROM clock_timestamp() - xact_start) AS seconds, extract(epoch FROM clock_timestamp() - state_change) AS state_seconds,
  greatest(age(backend_xmin), age(backend_xid)) AS age, left(query, 1000) AS query
FROM pg_stat_activity WHERE xact_start IS NOT NULL AND ${notOurs} ORDER BY xact_start LIMIT 100`;

/** Everything beside sessions that may hold the horizon back. */
const others = `
SELECT 'prepared' AS kind, gid AS name, extract(epoch FROM now() - prepared) AS seconds, age(transaction) AS age FROM pg_prepared_xacts
UNION ALL SELECT 'slot', slot_name, 0, greatest(age(xmin), age(catalog_xmin)) FROM pg_replication_slots WHERE xmin IS NOT NULL OR catalog_xmin IS NOT NULL
UNION ALL SELECT 'standby', coalesce(nullif(application_name, ''), host(client_addr), ''), 0, age(backend_xmin) FROM pg_stat_replication WHERE backend_xmin IS NOT NULL
ORDER BY 4 DESC NULLS LAST LIMIT 50`;

export const transactionsProbe = sessionProbe({
  name: 'transactions',
  summary: { 'zh-CN': '长事务、预备事务、谁拖住清理水位', en: 'long and prepared transactions, and who holds back vacuum' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'transaction|idle in transaction|vacuum|bloat|prepared|xmin|wraparound|事务|膨胀|清理|回卷',
  query: 'SELECT pid, state, now() - xact_start, age(backend_xmin) FROM pg_stat_activity; SELECT * FROM pg_prepared_xacts',
  async see(client: PostgresqlClient, _given, limit) {
    const open = await client.read(sessions, [], limit);
    const held = await client.read(others, [], limit);
    const clientRows = open.filter((row) => row.backend === 'client backend');
    const idle = clientRows.find((row) => textOf(row.state).startsWith('idle in'));
    const active = clientRows.find((row) => row.state === 'active');
    const prepared = held.filter((row) => row.kind === 'prepared').sort((one, other) => numberOf(other.seconds) - numberOf(one.seconds));
    const holder = holderOf(clientRows, held);
    const facts = {
      'transactions.open': clientRows.length,
      'transactions.oldestSeconds': secondsOf(clientRows[0]),
      ...sessionFacts('transactions.idle', idle),
      ...sessionFacts('transactions.active', active),
      'transactions.prepared.count': prepared.length,
      'transactions.prepared.seconds': secondsOf(prepared[0]),
      'transactions.prepared.gid': textOf(prepared[0]?.name),
      'transactions.horizon.holder': holder.kind,
      'transactions.horizon.name': holder.name,
      'transactions.horizon.age': holder.age,
    };
    return {
      headline: {
        'zh-CN': `进行中的事务 ${String(clientRows.length)} 个，最久 ${String(facts['transactions.oldestSeconds'])} 秒；预备事务 ${String(prepared.length)} 个；清理水位落后 ${String(holder.age)} 个事务`,
        en: `${String(clientRows.length)} open transactions, the oldest for ${String(facts['transactions.oldestSeconds'])} s; ${String(prepared.length)} prepared; the vacuum horizon is ${String(holder.age)} transactions back`,
      },
      facts,
      text: `${printRows(open.map((row) => ({ ...row, query: normaliseQuery(textOf(row.query), 'postgresql') })))}\n${printRows(held)}`,
    };
  },
});

function secondsOf(row: Row | undefined): number {
  return rounded(numberOf(row?.seconds));
}

function sessionFacts(prefix: string, row: Row | undefined): Record<string, string | number | null> {
  return {
    [`${prefix}.pid`]: row === undefined ? null : numberOf(row.pid),
    [`${prefix}.backendStart`]: textOf(row?.backend_start),
    [`${prefix}.queryStart`]: textOf(row?.query_start),
    [`${prefix}.who`]: textOf(row?.who),
    [`${prefix}.login`]: textOf(row?.login),
    [`${prefix}.seconds`]: secondsOf(row),
    [`${prefix}.stateSeconds`]: rounded(numberOf(row?.state_seconds)),
    [`${prefix}.age`]: numberOf(row?.age),
    [`${prefix}.query`]: normaliseQuery(textOf(row?.query), 'postgresql'),
  };
}

function holderOf(open: readonly Row[], held: readonly Row[]): { kind: string; name: string; age: number } {
  const all = [
    ...open.map((row) => ({ kind: 'session', name: `${textOf(row.who)} (pid ${textOf(row.pid)})`, age: numberOf(row.age) })),
    ...held.map((row) => ({ kind: textOf(row.kind), name: textOf(row.name), age: numberOf(row.age) })),
  ].sort((one, other) => other.age - one.age);
  return all[0] ?? { kind: '', name: '', age: 0 };
}
