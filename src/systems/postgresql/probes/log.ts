/** What the server wrote into its own log in the last minutes, where it keeps one that may be read. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { readRawText } from '../../logs/read-raw-text.ts';
import { SessionFailure, type SessionLimit, statusOf } from '../../session/failure.ts';
import { type Seen, sessionProbe } from '../../session/probe.ts';
import { textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { PostgresqlClient } from '../client.ts';
import { crashFacts } from './log-crashes.ts';
import { timeOf } from './log-time.ts';
import { first } from './postgresql-probe.ts';

const tailBytes = 131_072;

/** What is worth counting by itself; the words are those of the server, which writes English unless `lc_messages` says otherwise. */
const patterns = {
  deadlocks: /deadlock detected/i,
  tooManyClients: /too many clients|remaining connection slots|too many connections for/i,
  noSpace: /No space left on device|could not extend file|could not write to file/i,
  outOfMemory: /out of memory|out of shared memory/i,
  corruption:
    /invalid page|checksum|could not read block|unexpected zero page|missing chunk number|could not access status of transaction/i,
  // A standby that begins from a copy says 'was interrupted' as well: what is recovered after a crash also says 'not properly shut down'.
  crashes:
    /was terminated by signal|crash of another server process|database system was interrupted while in recovery|was not properly shut down/i,
  archiveFailures: /archive command failed|archiving .* failed/i,
  checkpointsTooFrequent: /checkpoints are occurring too frequently/i,
  lockWaits: /still waiting for/i,
  statementTimeouts: /canceling statement due to statement timeout/i,
  lockTimeouts: /canceling statement due to lock timeout/i,
  recoveryConflicts: /due to conflict with recovery/i,
  walRemoved: /requested WAL segment .* has already been removed/i,
  loginFailures:
    /password authentication failed|no pg_hba\.conf entry|pg_hba\.conf rejects|role ".*" (does not exist|is not permitted to log in)|authentication failed for user/i,
  permissionDenied: /permission denied for|must be owner of/i,
  missingObjects: /(relation|column|function|schema|type) .* does not exist/i,
  readOnlyWrites: /cannot execute .* in a read-only transaction/i,
  sequenceEnds: /reached maximum value of sequence|integer out of range/i,
  tempFiles: /temporary file: path/i,
  tempFileLimits: /temporary file size exceeds temp_file_limit/i,
  idleSessionTimeouts: /due to idle-session timeout/i,
  transactionTimeouts: /due to idle-in-transaction timeout/i,
  duplicateKeys: /duplicate key value violates unique constraint/i,
  noPartition: /no partition of relation .* found for row/i,
  foreignKeys: /violates foreign key constraint/i,
  nullValues: /violates not-null constraint/i,
  checkConstraints: /violates check constraint/i,
  valuesTooLong: /value too long for type/i,
  serializationFailures: /could not serialize access/i,
  wraparound: /must be vacuumed within|not accepting commands to avoid wraparound/i,
} as const;

/** Those whose message says which table, column or constraint it is about. */
const named = ['noPartition', 'duplicateKeys', 'foreignKeys', 'nullValues', 'checkConstraints', 'valuesTooLong'] as const;

export const logProbe = sessionProbe({
  name: 'log',
  summary: { 'zh-CN': '服务器日志中最近的错误', en: 'recent errors in the server’s own log' },
  parameters: z.strictObject({ withinMinutes: z.number().int().min(1).max(1_440).default(15) }),
  cost: 'moderate',
  hints: 'log|error|fatal|panic|crash|deadlock|日志|报错|错误|崩溃|死锁',
  query: 'SELECT pg_read_file(pg_current_logfile(), size - 128 kB)',
  async see(client: PostgresqlClient, given, limit, context) {
    // Most servers are started by something that keeps their log, and few logins may read files: where it lies may be declared.
    const declared = async (): Promise<Seen | null> => {
      const text = await readRawText(context, { timeoutMs: limit.timeoutMs, signal: limit.signal });
      return text === null ? null : seenIn(text, context.clock.now(), given.withinMinutes, context);
    };
    try {
      const own = await readOwnLog(client, limit);
      if (own === null) return (await declared()) ?? noLog;
      return seenIn(own.text, own.nowMs, given.withinMinutes, context);
    } catch (error) {
      const seen = error instanceof SessionFailure && statusOf(error) === 'denied' ? await declared() : null;
      if (seen === null) throw error;
      return seen;
    }
  },
  onFailure: () => ({ 'log.isReadable': false }),
});

/** Null where the server collects none. Throws SessionFailure, also where the login may not read it. */
async function readOwnLog(
  client: PostgresqlClient,
  limit: SessionLimit,
): Promise<{ readonly text: string; readonly nowMs: number } | null> {
  const file = textOf(first(await client.read("SELECT coalesce(pg_current_logfile('stderr'), '') AS file", [], limit)).file);
  if (file === '') return null;
  const tail = `SELECT extract(epoch FROM now()) AS now, pg_read_file($1, greatest(0, (pg_stat_file($1)).size - ${String(tailBytes)}), ${String(tailBytes)}) AS text`;
  const row = first(await client.read(tail, [file], limit));
  return { text: textOf(row.text), nowMs: Number(row.now) * 1_000 };
}

function seenIn(text: string, nowMs: number, withinMinutes: number, { aboutMs }: { readonly aboutMs: number }): Seen {
  const sinceMs = Math.min(nowMs, aboutMs) - withinMinutes * 60_000;
  const recent = entriesOf(text).filter((entry) => entry.atMs === null || entry.atMs >= sinceMs);
  const facts: Facts = { 'log.isReadable': true, ...logFacts(recent), ...crashFacts(text, sinceMs) };
  return {
    headline: {
      'zh-CN': `近 ${String(withinMinutes)} 分钟日志：ERROR ${String(facts['log.errors'])}，FATAL ${String(facts['log.fatals'])}，PANIC ${String(facts['log.panics'])}`,
      en: `the log of ${String(withinMinutes)} minutes: ${String(facts['log.errors'])} ERROR, ${String(facts['log.fatals'])} FATAL, ${String(facts['log.panics'])} PANIC`,
    },
    facts,
    text: recent
      .filter(
        ({ level, message }) => /ERROR|FATAL|PANIC|WARNING/.test(level) || Object.values(patterns).some((pattern) => pattern.test(message)),
      )
      .slice(-40)
      .map(({ level, message }) => `${level}: ${message}`)
      .join('\n'),
  };
}

/** Without a collector the log goes to whoever started the server, and can only be read on its host. */
const noLog: Seen = {
  headline: {
    'zh-CN': '服务器没有自己收集的日志（logging_collector 未开），请在主机上查看，或以 logs 声明其位置',
    en: 'the server collects no log of its own (logging_collector is off); read it on its host, or declare it under logs',
  },
  facts: { 'log.isReadable': false },
  text: '',
};

export interface LogEntry {
  /** Null when the line's prefix holds no time that can be read. */
  readonly atMs: number | null;
  readonly level: string;
  /** Without values: a message may quote what a person entered. */
  readonly message: string;
}

/** Pure. Continued lines, statements and details are left out: they hold values. */
export function entriesOf(text: string): readonly LogEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(.{0,200}?)\b(LOG|ERROR|FATAL|PANIC|WARNING):\s+(.*)$/.exec(line);
    if (match === null) return [];
    const [, prefix = '', level = '', message = ''] = match;
    if (/^(duration: |statement: |execute |connection )/.test(message)) return [];
    return [{ atMs: timeOf(prefix), level, message: maskedMessage(message) }];
  });
}

function maskedMessage(message: string): string {
  return normaliseQuery(message, 'postgresql');
}

/** Pure: entries in, facts out; each pattern is counted, also when it is nought. */
export function logFacts(entries: readonly LogEntry[]): Facts {
  const level = (name: string): number => entries.filter((entry) => entry.level === name).length;
  const facts: Record<string, number | string | null> = {
    'log.errors': level('ERROR'),
    'log.fatals': level('FATAL'),
    'log.panics': level('PANIC'),
  };
  for (const [name, pattern] of Object.entries(patterns))
    facts[`log.${name}`] = entries.filter((entry) => pattern.test(entry.message)).length;
  for (const name of named) facts[`log.${name}.message`] = entries.findLast(({ message }) => patterns[name].test(message))?.message ?? null;
  const counts = new Map<string, number>();
  for (const entry of entries) if (/ERROR|FATAL|PANIC/.test(entry.level)) counts.set(entry.message, (counts.get(entry.message) ?? 0) + 1);
  const [message, count] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  facts['log.topMessage'] = message;
  facts['log.topCount'] = count;
  return facts;
}
