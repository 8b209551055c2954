/** Each database since its counters began: deadlocks, temporary files, hit ratio, checksums, and how far it is from wraparound. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';

const statement = `
SELECT d.datname AS name, age(d.datfrozenxid) AS xid_age, mxid_age(d.datminmxid) AS mxid_age,
  current_setting('autovacuum_freeze_max_age')::bigint AS freeze_age, d.datallowconn AS open,
  CASE WHEN d.datname = current_database() THEN pg_database_size(d.oid) END AS bytes,
  s.deadlocks, s.temp_bytes, s.blks_read, s.blks_hit, s.conflicts, coalesce(s.checksum_failures, 0) AS checksum_failures,
  s.xact_commit AS commits, s.xact_rollback AS rollbacks,
  extract(epoch FROM now() - greatest(coalesce(s.stats_reset, pg_postmaster_start_time()), pg_postmaster_start_time())) AS seconds
FROM pg_database d LEFT JOIN pg_stat_database s ON s.datid = d.oid ORDER BY xid_age DESC LIMIT 100`;

/** Transaction numbers run out at 2³¹; the server refuses writes three million before. */
const xidMax = 2_147_483_648;

export const databasesProbe = sessionProbe({
  name: 'databases',
  summary: {
    'zh-CN': '各库：事务号年龄、死锁、临时文件、命中率、校验和',
    en: 'databases: age of transaction ids, deadlocks, temporary files, hit ratio, checksums',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'wraparound|freeze|size|deadlock|cache|checksum|corrupt|回卷|冻结|容量|死锁|命中|校验|损坏',
  query: 'SELECT datname, age(datfrozenxid), pg_database_size(oid) FROM pg_database; SELECT * FROM pg_stat_database',
  async see(client: PostgresqlClient, _given, limit) {
    const rows = await client.read(statement, [], limit);
    const total = (name: string): number => rows.reduce((sum, row) => sum + numberOf(row[name]), 0);
    const [oldest] = rows;
    const multi = [...rows].sort((one, other) => numberOf(other.mxid_age) - numberOf(one.mxid_age))[0];
    const corrupt = rows.find((row) => numberOf(row.checksum_failures) > 0);
    const hours = Math.max(1, Math.max(0, ...rows.map((row) => numberOf(row.seconds))) / 3_600);
    const own = rows.find((row) => row.bytes !== null);
    const facts = {
      'databases.count': rows.length,
      'databases.bytes': numberOf(own?.bytes),
      'databases.oldest.name': textOf(oldest?.name),
      'databases.oldest.age': numberOf(oldest?.xid_age),
      'databases.oldest.wraparoundRatio': ratioOf(numberOf(oldest?.xid_age), xidMax),
      'databases.oldest.freezeRatio': ratioOf(numberOf(oldest?.xid_age), numberOf(oldest?.freeze_age)),
      'databases.multixact.name': textOf(multi?.name),
      'databases.multixact.wraparoundRatio': ratioOf(numberOf(multi?.mxid_age), xidMax),
      'databases.deadlocks': total('deadlocks'),
      'databases.deadlocksPerHour': rounded(total('deadlocks') / hours),
      'databases.tempBytes': total('temp_bytes'),
      'databases.conflicts': total('conflicts'),
      'databases.checksumFailures': total('checksum_failures'),
      'databases.corrupt': textOf(corrupt?.name),
      'databases.hitRatio':
        total('blks_hit') + total('blks_read') === 0 ? 1 : ratioOf(total('blks_hit'), total('blks_hit') + total('blks_read')),
      'databases.rollbackRatio': ratioOf(total('rollbacks'), total('rollbacks') + total('commits')),
    };
    return {
      headline: {
        'zh-CN': `${String(rows.length)} 个库；事务号年龄最大的是 ${facts['databases.oldest.name']}（${String(facts['databases.oldest.age'])}）；死锁累计 ${String(facts['databases.deadlocks'])}，命中率 ${String(facts['databases.hitRatio'])}`,
        en: `${String(rows.length)} databases; the oldest transaction ids are in ${facts['databases.oldest.name']} (${String(facts['databases.oldest.age'])}); ${String(facts['databases.deadlocks'])} deadlocks so far, hit ratio ${String(facts['databases.hitRatio'])}`,
      },
      facts,
      text: printRows(rows.map(shown)),
    };
  },
});

function shown({ name, xid_age, bytes, deadlocks, temp_bytes, blks_read, blks_hit, checksum_failures }: Row): Row {
  return { name, xid_age, bytes, deadlocks, temp_bytes, blks_read, blks_hit, checksum_failures };
}
