/** Reads every declared source of a system around the incident; one that cannot be read is told and does not hold up the others. */

import type { LogEntry } from '../../analysis/logs/log-reader.ts';
import { readStoredLines } from '../../analysis/logs/read-stored-lines.ts';
import { type LogTimes, readLogText } from '../../analysis/logs/summarise-log.ts';
import { SystemError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { LookContext } from '../contract.ts';
import { wholeLines } from '../linux/parse/log-templates.ts';
import type { LogLimit, LogSource, LogStore, StoredLogs } from './contract.ts';
import { queryOf } from './query-of.ts';
import { isPath, sourceName } from './source.ts';

export interface LogReading {
  readonly name: string;
  /** Oldest first; empty when nothing was logged. */
  readonly entries: readonly LogEntry[];
  readonly times: LogTimes;
  /** There is more than was read. */
  readonly isCut: boolean;
  /** Why it could not be read; '' when it was. */
  readonly reason: string;
}

/** An alert fires some minutes after it began to go wrong. */
const onsetLeadMs = 15 * 60_000;
/** How far before the onset is looked for what is usual. */
const baselineMs = 60 * 60_000;
/** How long after the alert is still about it. */
const afterMs = 60 * 60_000;
const linesMax = 2_000;
const tailBytesMax = 262_144;
const tailsBytesMax = 1_572_864;

export function logTimesOf(context: Pick<LookContext, 'clock' | 'aboutMs'>, zoneMinutes = 0): LogTimes {
  const nowMs = context.clock.now();
  return { nowMs, onsetMs: Math.min(nowMs, context.aboutMs) - onsetLeadMs, zoneMinutes };
}

/** From when to when a log system is read. */
export function logWindowOf(context: Pick<LookContext, 'clock' | 'aboutMs'>): { readonly fromMs: number; readonly toMs: number } {
  const { nowMs, onsetMs } = logTimesOf(context);
  return { fromMs: onsetMs - baselineMs, toMs: Math.min(nowMs, context.aboutMs + afterMs) };
}

export async function readSources(sources: readonly LogSource[], context: LookContext, limit: LogLimit): Promise<readonly LogReading[]> {
  const paths = sources.filter(isPath);
  const read = await Promise.all([
    ...(paths.length === 0 ? [] : [readFiles(paths, context, limit)]),
    ...sources.flatMap((source) => (isPath(source) ? [] : [readStore(source, context, limit).then((reading) => [reading])])),
  ]);
  return read.flat();
}

async function readFiles(paths: readonly string[], context: LookContext, limit: LogLimit): Promise<readonly LogReading[]> {
  const times = logTimesOf(context);
  const failed = (reason: string): readonly LogReading[] => paths.map((path) => unread(path, times, reason));
  const { runsOn } = context.entry;
  const host = runsOn === undefined ? null : (context.neighbour?.(runsOn) ?? null);
  const files = host?.kind.logFiles;
  if (host === null || files === undefined)
    return failed(`its files can't be read: 'runsOn' names no host of kind host or ssh${runsOn === undefined ? '' : ` ('${runsOn}')`}`);
  try {
    const bytesMax = Math.min(tailBytesMax, Math.floor(tailsBytesMax / paths.length));
    const { tails, zoneMinutes } = await files.tail(host.client, paths, bytesMax, limit);
    return tails.map(({ path, text, reason }) => {
      if (text === null) return unread(path, times, reason);
      const zoned = { ...times, zoneMinutes };
      const isCut = Buffer.byteLength(text) >= bytesMax;
      return { name: path, entries: readLogText(wholeLines(text, bytesMax), zoned), times: zoned, isCut, reason: '' };
    });
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/** What a service of that name has not logged is an empty log, as what a query does not find. */
export async function readStore(source: StoredLogs, context: LookContext, limit: LogLimit): Promise<LogReading> {
  const times = logTimesOf(context);
  const name = sourceName(source);
  const system = context.neighbour?.(source.system) ?? null;
  const store = system?.kind.logStore;
  if (system === null || store === undefined) return unread(name, times, `'${source.system}' is no system that keeps logs`);
  try {
    const query = await queryOf(source, { store, client: system.client }, logWindowOf(context), limit);
    if (query === null) return { name, entries: [], times, isCut: false, reason: '' };
    return await readingOf(name, store, system.client, query, context, limit);
  } catch (error) {
    return unread(name, times, reasonOf(error));
  }
}

/**
 * The time since the onset and the time before it are asked for one by one, so that a storm of lines leaves room for what is usual.
 * Throws what the store throws.
 */
export async function readingOf<Client>(
  name: string,
  store: LogStore<Client>,
  client: Client,
  query: string,
  context: LookContext,
  limit: LogLimit,
): Promise<LogReading> {
  const times = logTimesOf(context);
  const { fromMs, toMs } = logWindowOf(context);
  const ask = (beginMs: number, endMs: number) => store.read(client, { query, fromMs: beginMs, toMs: endMs, linesMax }, limit);
  const [before, since] = await Promise.all([ask(fromMs, times.onsetMs - 1), ask(times.onsetMs, toMs)]);
  const entries = readStoredLines([...before.lines, ...since.lines], times.nowMs);
  return { name, entries, times, isCut: before.isCut || since.isCut, reason: '' };
}

function unread(name: string, times: LogTimes, reason: string): LogReading {
  return { name, entries: [], times, isCut: false, reason };
}

/** Throws what is no failure of a system. */
export function reasonOf(error: unknown): string {
  if (error instanceof SystemError) return maskSecrets(error.message).slice(0, 300);
  throw error;
}
