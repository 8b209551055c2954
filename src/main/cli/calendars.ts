/** `zhiban oncall export|feed|import`: shifts for calendars, and out of them. */

import { readFileSync } from 'node:fs';
import type { CalendarImportView, ImportedEntryView } from '../../domain/calendar-import-view.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { FeedView } from '../../domain/oncall-view.ts';
import { zonedTime } from '../../text/duty.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';

export async function runOncallExport(context: CliContext, schedule: string | undefined): Promise<ExitCode> {
  const { text } = await context.api().get<{ readonly text: string }>('/api/v1/oncall/calendar', { schedule });
  for (const line of text.trimEnd().split('\r\n')) context.terminal.line(line);
  return exitCodes.ok;
}

export async function runOncallFeed(context: CliContext, schedule: string | undefined, isOwn: boolean): Promise<ExitCode> {
  const body = { isOwn, ...(schedule === undefined ? {} : { schedule }) };
  const made = await context.api().post<{ readonly feed: FeedView; readonly url: string }>('/api/v1/oncall/feeds', body);
  answer(context, made, () => context.terminal.line(say(context, 'oncall.feedUrl', { url: made.url })));
  return exitCodes.ok;
}

export interface ImportOptions {
  readonly schedule: string;
  readonly days?: number | undefined;
  readonly apply?: boolean | undefined;
}

const fetchTimeoutMs = 30_000;

/** A file, an address that begins with http, https or webcal, or `-` for what comes in. */
export async function runOncallImport(
  context: CliContext,
  source: string,
  { schedule, days, apply = false }: ImportOptions,
): Promise<ExitCode> {
  const calendar = await readSource(context, source);
  const body = { schedule, calendar, apply, ...(days === undefined ? {} : { days }) };
  const made = await context.api().post<CalendarImportView>('/api/v1/oncall/calendar/import', body);
  answer(context, made, () => printImport(context, made));
  return exitCodes.ok;
}

async function readSource(context: CliContext, source: string): Promise<string> {
  try {
    if (!/^(?:https?|webcal):/i.test(source)) return readFileSync(source === '-' ? 0 : source, 'utf8');
    const response = await fetch(source.replace(/^webcal:/i, 'https:'), { signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.text();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // An address of a calendar often holds its secret.
    const name = source.replace(/^(\w+:\/\/[^/?#]+).*$/, '$1/…');
    throw new ZhibanError('invalid', say(context, 'oncall.importSource', { source: name, reason }), { cause });
  }
}

function printImport(context: CliContext, { schedule, isApplied, entries }: CalendarImportView): void {
  const { terminal } = context;
  const time = (iso: string | null): string => (iso === null ? '—' : zonedTime(iso, schedule.timeZone, terminal.locale));
  const columns = (['from', 'to', 'onDuty', 'importState', 'importEntry'] as const).map((column) => say(context, `column.${column}`));
  const rows = entries.map(({ from, to, person, state, summary, note, conflict }) => [
    ...[time(from), time(to), person?.name ?? '—', say(context, `import.${state}`)],
    [summary, note, conflict].filter((part) => part !== '').join(' · '),
  ]);
  if (rows.length > 0) printTable(terminal, columns, rows, (cell, row) => colourOf(context, entries[row]?.state)(cell));
  const isChanged = entries.some(({ state }) => state === 'new' || state === 'changed' || state === 'removed');
  terminal.line(
    say(context, isApplied ? 'oncall.imported' : isChanged ? 'oncall.importDry' : 'oncall.importNothing', { count: entries.length }),
  );
}

function colourOf({ terminal: { colours } }: CliContext, state: ImportedEntryView['state'] | undefined): (text: string) => string {
  if (state === 'left' || state === 'unreadable') return colours.yellow;
  return state === 'removed' ? colours.red : state === 'same' ? colours.dim : (text) => text;
}
