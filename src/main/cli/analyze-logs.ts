/** `zhiban analyze logs`: the templates of a log, and what changed in it. Needs no running Zhiban. */

import type { Readable } from 'node:stream';
import { findChanges } from '../../analysis/logs/find-changes.ts';
import { LogBook, type Stretch } from '../../analysis/logs/log-book.ts';
import { type LogEntry, LogReader } from '../../analysis/logs/log-reader.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { createJsonLines } from './join-json-lines.ts';
import { readLogLines } from './log-lines.ts';
import { type LogPoint, parseLogPoint } from './log-time.ts';
import { printLogReport } from './print-log-report.ts';

export interface AnalyzeLogsOptions {
  /** `-` is standard input. */
  readonly file: string;
  /** Entries before are left out. */
  readonly since: string | undefined;
  /** Entries before are the baseline. */
  readonly split: string | undefined;
  /** Another log that says what is usual. */
  readonly baseline: string | undefined;
  readonly limit: number;
}

export async function runAnalyzeLogs(
  context: CliContext,
  options: AnalyzeLogsOptions,
  nowMs: number,
  stdin: Readable = process.stdin,
): Promise<ExitCode> {
  const { file, since, split, baseline } = options;
  if (split !== undefined && baseline !== undefined) throw new CliError('invalid', say(context, 'analyze.eitherBaseline'));
  if (file === '-' && baseline === '-') throw new CliError('invalid', say(context, 'analyze.oneStdin'));
  const zoneMinutes = -new Date(nowMs).getTimezoneOffset();
  const pointOf = (option: string, given: string | undefined): LogPoint | null =>
    given === undefined ? null : parseLogPoint(option, given, nowMs, zoneMinutes);
  const book = new LogBook();
  const time = { nowMs, zoneMinutes };
  if (baseline !== undefined) await readInto(book, baseline, stdin, context, time, () => 'baseline');
  await readInto(book, file, stdin, context, time, stretches(pointOf('--since', since), pointOf('--split', split)));
  if (book.lines === 0) throw new CliError('invalid', say(context, 'analyze.empty', { file }));
  const templates = book.templates();
  const changes = findChanges(book, { zoneMinutes });
  const isCompared = book.totals.baseline.count > 0 && book.totals.window.count > 0;
  if ((split !== undefined || baseline !== undefined) && !isCompared) {
    const key = book.totals.baseline.count === 0 ? 'analyze.noBaseline' : 'analyze.noWindow';
    context.terminal.problem(say(context, key));
  }
  const report = {
    file,
    lines: book.lines,
    entries: book.totals.baseline.count + book.totals.window.count,
    folded: book.folded,
    isCompared,
    templates: templates.map(({ view, baseline: before, window }) => ({ ...view, baseline: before.count, window: window.count })),
    changes,
  };
  answer(context, report, () => printLogReport(context, report, options.limit));
  return exitCodes.ok;
}

async function readInto(
  book: LogBook,
  path: string,
  stdin: Readable,
  context: CliContext,
  time: { readonly nowMs: number; readonly zoneMinutes: number },
  stretchOf: (entry: LogEntry) => Stretch | null,
): Promise<void> {
  const reader = new LogReader(time, (entry) => {
    const stretch = stretchOf(entry);
    if (stretch !== null) book.add(entry, stretch);
  });
  const json = createJsonLines();
  for await (const lines of readLogLines(path, stdin, context.signal))
    for (const line of lines) for (const whole of json.push(line)) reader.push(whole);
  for (const rest of json.flush()) reader.push(rest);
  reader.flush();
}

/** Entries without a time go with the one before them. */
function stretches(since: LogPoint | null, split: LogPoint | null): (entry: LogEntry) => Stretch | null {
  let sinceMs = since === null ? Number.NEGATIVE_INFINITY : Number.NaN;
  let splitMs = split === null ? Number.NEGATIVE_INFINITY : Number.NaN;
  let lastMs = Number.NaN;
  return ({ atMs }) => {
    if (!Number.isNaN(atMs)) {
      if (Number.isNaN(lastMs)) {
        if (since !== null) sinceMs = since(atMs);
        if (split !== null) splitMs = split(atMs);
      }
      lastMs = atMs;
    }
    if (lastMs < sinceMs || (Number.isNaN(lastMs) && since !== null)) return null;
    return lastMs < splitMs || (Number.isNaN(lastMs) && split !== null) ? 'baseline' : 'window';
  };
}
