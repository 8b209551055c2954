/** Rates right now, from two looks at the counters of all databases. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SessionFailure } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, ratioOf, rounded } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first, notOurs } from './postgresql-probe.ts';

/** `sessions` counts since version 14; the JSON form leaves a missing column out instead of failing. */
const statement = `
SELECT extract(epoch FROM clock_timestamp()) AS at, sum(xact_commit) AS commits, sum(xact_rollback) AS rollbacks, sum(deadlocks) AS deadlocks,
  sum(temp_bytes) AS temp, sum(blks_read) AS reads, sum(blks_hit) AS hits, sum(conflicts) AS conflicts, sum(tup_returned) AS returned,
  sum(tup_fetched) AS fetched, sum((to_jsonb(d) ->> 'sessions')::bigint) AS sessions, sum((to_jsonb(d) ->> 'sessions_fatal')::bigint) AS fatal
FROM pg_stat_database d`;

/**
 * How sessions end what they do: drivers and pools end also transactions that only read with ROLLBACK, which counts as one; a statement that
 * failed leaves a session aborted until then, or is itself what it sent last.
 */
const endings = `
SELECT count(*) FILTER (WHERE state = 'idle in transaction (aborted)') AS aborted,
  count(*) FILTER (WHERE state = 'idle' AND query ~* '^\\s*(rollback|abort)\\M') AS asked, count(*) FILTER (WHERE state = 'idle' AND query <> '') AS resting
FROM pg_stat_activity WHERE backend_type = 'client backend' AND ${notOurs} AND state_change > clock_timestamp() - interval '30 seconds'`;

/** Sessions report what they did at most once a second. */
const sampleMs = 1_200;

export const activityProbe = sessionProbe({
  name: 'activity',
  summary: {
    'zh-CN': '当前速率：事务、回滚、死锁、临时文件、读盘、新会话',
    en: 'rates right now: transactions, rollbacks, deadlocks, temporary files, reads, sessions',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'rate|tps|qps|rollback|deadlock|temp|error|load|速率|吞吐|回滚|死锁|临时文件|负载',
  query: 'SELECT sum(xact_commit), sum(xact_rollback), sum(deadlocks), … FROM pg_stat_database, twice',
  async see(client: PostgresqlClient, _given, limit) {
    const before = first(await client.read(statement, [], limit));
    const beforeEndings = first(await client.read(endings, [], limit));
    try {
      await sleep(sampleMs, undefined, { signal: limit.signal });
    } catch {
      throw new SessionFailure('The look was ended', { problem: 'stopped', stage: 'command' });
    }
    const after = first(await client.read(statement, [], limit));
    const afterEndings = first(await client.read(endings, [], limit));
    const ended = (name: string): number => numberOf(beforeEndings[name]) + numberOf(afterEndings[name]);
    const seconds = Math.max(0.1, numberOf(after.at) - numberOf(before.at));
    const difference = (name: string): number => Math.max(0, numberOf(after[name]) - numberOf(before[name]));
    const rate = (name: string): number => rounded(difference(name) / seconds);
    const finished = difference('commits') + difference('rollbacks');
    const facts = {
      'activity.commitsPerSecond': rate('commits'),
      'activity.rollbacksPerSecond': rate('rollbacks'),
      'activity.rollbackRatio': ratioOf(difference('rollbacks'), finished),
      'activity.rollbackAskedShare': ratioOf(ended('asked'), ended('resting')),
      'activity.abortedSessions': ended('aborted'),
      'activity.deadlocks': difference('deadlocks'),
      'activity.tempBytesPerSecond': rate('temp'),
      'activity.readsPerSecond': rate('reads'),
      'activity.hitRatio': finished === 0 ? 1 : ratioOf(difference('hits'), difference('hits') + difference('reads')),
      'activity.conflicts': difference('conflicts'),
      'activity.rowsReadPerSecond': rate('returned'),
      'activity.sessionsPerSecond': rate('sessions'),
      'activity.transactionsPerSession': difference('sessions') === 0 ? 1_000 : rounded(finished / difference('sessions')),
      'activity.fatalSessions': difference('fatal'),
    };
    return {
      headline: {
        'zh-CN': `每秒提交 ${String(facts['activity.commitsPerSecond'])}、回滚 ${String(facts['activity.rollbacksPerSecond'])}，死锁 ${String(facts['activity.deadlocks'])}，新会话 ${String(facts['activity.sessionsPerSecond'])}`,
        en: `${String(facts['activity.commitsPerSecond'])} commits and ${String(facts['activity.rollbacksPerSecond'])} rollbacks a second, ${String(facts['activity.deadlocks'])} deadlocks, ${String(facts['activity.sessionsPerSecond'])} new sessions`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('\n'),
    };
  },
});
