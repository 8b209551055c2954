/** Rates right now, from two looks at the counters; and which errors came up lately. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { HttpFailure, type HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ClickhouseClient } from '../client.ts';
import { lines, numberOf, pairsOf, rounded, textOf } from '../rows.ts';

/** Names of events by the fact they become. */
const counters: Readonly<Record<string, string>> = {
  queries: 'Query',
  failed: 'FailedQuery',
  inserts: 'InsertQuery',
  insertedRows: 'InsertedRows',
  delayedInserts: 'DelayedInserts',
  rejectedInserts: 'RejectedInserts',
  mergedRows: 'MergedRows',
  memoryLimit: 'QueryMemoryLimitExceeded',
  replicatedPartFailed: 'ReplicatedPartFailedFetches',
  dataLoss: 'ReplicatedDataLoss',
  keeperErrors: 'ZooKeeperHardwareExceptions',
  distributedFailures: 'DistributedConnectionFailAtAll',
  cpuWaitMicroseconds: 'OSCPUWaitMicroseconds',
};
const sampleMs = 1_000;
const errorsSinceSeconds = 900;

export const activityProbe = apiProbe({
  name: 'activity',
  summary: {
    'zh-CN': '当前速率：查询、写入、延迟与拒绝的写入；近期错误',
    en: 'rates right now: queries, inserts, delayed and rejected ones; recent errors',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'rate|insert|reject|delay|error|exception|qps|fail|速率|写入|拒绝|延迟|错误|异常|失败',
  query: 'SELECT * FROM system.events, twice; SELECT * FROM system.errors',
  facts: [
    ...Object.keys(counters).flatMap((name) => [`activity.${name}.perSecond`, `activity.${name}.total`]),
    'activity.rowsPerInsert',
    'errors.recent',
    'errors.topName',
    'errors.topCode',
    'errors.topCount',
    'errors.topSecondsAgo',
    'errors.memorySecondsAgo',
    'errors.keeperSecondsAgo',
    'errors.tooManyQueriesSecondsAgo',
    'errors.tooManyPartsSecondsAgo',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const before = await readEvents(client, limit);
    const beganAt = performance.now();
    await pause(client, limit);
    const after = await readEvents(client, limit);
    const seconds = (performance.now() - beganAt) / 1_000;
    const facts: Record<string, number | string | null> = {};
    for (const [name, event] of Object.entries(counters)) {
      const [was, is] = [before.get(event) ?? 0, after.get(event) ?? 0];
      facts[`activity.${name}.total`] = is;
      facts[`activity.${name}.perSecond`] = rounded(Math.max(0, is - was) / seconds);
    }
    const inserts = numberOf(facts['activity.inserts.perSecond']);
    facts['activity.rowsPerInsert'] = inserts === 0 ? null : Math.round(numberOf(facts['activity.insertedRows.perSecond']) / inserts);
    const errors = await readErrors(client, limit);
    return {
      headline: {
        'zh-CN': `每秒查询 ${String(facts['activity.queries.perSecond'])}，写入 ${String(inserts)}，拒绝的写入 ${String(facts['activity.rejectedInserts.perSecond'])}`,
        en: `${String(facts['activity.queries.perSecond'])} queries a second, ${String(inserts)} inserts, ${String(facts['activity.rejectedInserts.perSecond'])} inserts rejected`,
      },
      facts: { ...facts, ...errors.facts },
      text: `${Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n')}\n${errors.text}`,
    };
  },
});

async function readEvents(client: ClickhouseClient, limit: HttpLimit): Promise<ReadonlyMap<string, number>> {
  const names = Object.values(counters).map((name) => `'${name}'`);
  return pairsOf(await client.read(`SELECT event, value FROM system.events WHERE event IN (${names.join(', ')})`, limit), 'event', 'value');
}

async function pause(client: ClickhouseClient, limit: HttpLimit): Promise<void> {
  try {
    await sleep(sampleMs, undefined, { signal: limit.signal });
  } catch {
    throw new HttpFailure(`The look at ${client.name} was ended`, { problem: 'stopped', stage: 'answer', code: 'ABORT_ERR' });
  }
}

/** Since version 21. Messages may quote values, so only the names and counts become facts of their own. */
async function readErrors(client: ClickhouseClient, limit: HttpLimit): Promise<{ readonly facts: Facts; readonly text: string }> {
  if (!(await client.columns('errors', limit)).has('last_error_time')) return { facts: {}, text: '' };
  const rows =
    (await optional(
      client.read(
        `SELECT name, code, value, now() - last_error_time AS ago FROM system.errors WHERE last_error_time > now() - ${String(errorsSinceSeconds)} ORDER BY value DESC`,
        limit,
        50,
      ),
    )) ?? [];
  const [top] = rows;
  const ago = (...names: readonly string[]): number | null => {
    const found = rows.filter((row) => names.includes(textOf(row.name))).map((row) => Math.max(0, numberOf(row.ago)));
    return found.length === 0 ? null : Math.min(...found);
  };
  const facts: Facts = {
    'errors.recent': rows.length,
    'errors.memorySecondsAgo': ago('MEMORY_LIMIT_EXCEEDED'),
    'errors.keeperSecondsAgo': ago('KEEPER_EXCEPTION', 'NO_ZOOKEEPER', 'TABLE_IS_READ_ONLY'),
    'errors.tooManyQueriesSecondsAgo': ago('TOO_MANY_SIMULTANEOUS_QUERIES'),
    'errors.tooManyPartsSecondsAgo': ago('TOO_MANY_PARTS'),
    ...(top === undefined
      ? {}
      : {
          'errors.topName': textOf(top.name),
          'errors.topCode': numberOf(top.code),
          'errors.topCount': numberOf(top.value),
          'errors.topSecondsAgo': Math.max(0, numberOf(top.ago)),
        }),
  };
  return { facts, text: lines(rows) };
}
