/** `zhiban sources`: how each alert source does, and what would come of a message before a mapping is saved. */

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import type { SourceView, Trial, TrialIncident, TrialItem } from '../../domain/alert-source.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

const fileBytesMax = 200_000;

export async function runSourceList(context: CliContext, { isAll }: { readonly isAll: boolean }): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly SourceView[] }>('/api/v1/alert-sources');
  answer(context, { items }, () => {
    const shown = items.filter(({ kind, received, failed }) => isAll || kind !== 'hook' || received + failed > 0);
    const header = (['sourceName', 'sourceKind', 'state', 'lastReceived', 'received', 'alerts', 'failed', 'address'] as const).map((name) =>
      say(context, `column.${name}`),
    );
    const rows = shown.map((item) => [
      ...[item.name, item.kind, say(context, `source.state.${item.state}`)],
      item.lastReceivedAt === null ? '—' : timeText(item.lastReceivedAt),
      ...[String(item.received), String(item.alerts), String(item.unread + item.dropped)],
      item.reason === null ? item.address : `${item.address} — ${item.reason[context.terminal.locale]}`,
    ]);
    if (rows.length > 0) printTable(context.terminal, header, rows);
    const quiet = items.length - shown.length;
    if (quiet > 0) context.terminal.line(say(context, 'source.quiet', { count: quiet }));
  });
  return exitCodes.ok;
}

export interface SourceTryOptions {
  readonly source: string | undefined;
  /** A file with a mapping, by itself or below `mapping`. */
  readonly mapping: string | undefined;
}

/** Exit code 1 when anything of the message could not be read. */
export async function runSourceTry(
  context: CliContext,
  file: string,
  { source, mapping }: SourceTryOptions,
  stdin: NodeJS.ReadableStream,
): Promise<ExitCode> {
  if (source === undefined && mapping === undefined) throw new CliError('invalid', say(context, 'source.which'));
  const given = file === '-' ? await text(stdin) : await read(context, file);
  const trial = await context.api().post<Trial>('/api/v1/alert-sources/try', {
    payload: payloadOf(given),
    ...(source === undefined ? {} : { source }),
    ...(mapping === undefined ? {} : { mapping: mappingOf(parse(await read(context, mapping))) }),
  });
  answer(context, trial, () => printTrial(context, trial));
  const hasFailed = trial.problem !== null || trial.items.some(({ alert, isLeftOut }) => alert === null && !isLeftOut);
  return hasFailed ? exitCodes.error : exitCodes.ok;
}

async function read(context: CliContext, file: string): Promise<string> {
  const found = await readFile(file, 'utf8').catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new CliError('invalid', say(context, 'source.unreadable', { file, code }));
  });
  if (found.length > fileBytesMax) throw new CliError('too-large', say(context, 'source.tooLarge', { file }));
  return found;
}

/** What isn't JSON is in the source's own form: a mail, a line of syslog. */
function payloadOf(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}

function mappingOf(parsed: unknown): unknown {
  return typeof parsed === 'object' && parsed !== null && 'mapping' in parsed ? parsed.mapping : parsed;
}

function printTrial(context: CliContext, trial: Trial): void {
  const { terminal } = context;
  const { colours, locale } = terminal;
  if (trial.problem !== null) terminal.line(colours.red(trial.problem[locale]));
  else if (trial.total === 0) terminal.line(say(context, 'source.noAlerts'));
  for (const [index, item] of trial.items.entries()) {
    const number = colours.dim(`${index + 1}/${trial.total}`);
    terminal.line(`${number} ${headOf(context, item)}`);
    if (item.incident !== null) terminal.line(`    ${colours.cyan(incidentText(context, item.incident))}`);
    if (!item.isLeftOut) printFields(context, item);
  }
  if (trial.items.length < trial.total) terminal.line(say(context, 'source.more', { count: trial.total - trial.items.length }));
}

function headOf(context: CliContext, { alert, isLeftOut }: TrialItem): string {
  const { colours } = context.terminal;
  if (isLeftOut) return colours.dim(say(context, 'source.leftOut'));
  if (alert === null) return colours.red(say(context, 'source.noAlert'));
  const state = say(context, alert.status === 'firing' ? 'source.firing' : 'source.resolved');
  return colours.bold(`${alert.labels.alertname ?? ''} · ${alert.labels.severity ?? ''} · ${state}`);
}

function incidentText(context: CliContext, { does, code, title }: TrialIncident): string {
  return say(context, `source.incident.${does}`, { code: code ?? '', title });
}

function printFields(context: CliContext, { fields }: TrialItem): void {
  const { terminal } = context;
  const header = (['field', 'value', 'origin'] as const).map((name) => say(context, `column.${name}`));
  const rows = fields.map(({ field, value, origin, expression, problem }) => {
    const from =
      expression === null ? say(context, `source.origin.${origin}`) : `${origin === 'table' ? 'severities ← ' : ''}${expression}`;
    return [`    ${field}`, (value ?? '—').replaceAll('\n', '⏎').slice(0, 60), problem === null ? from : `✗ ${problem[terminal.locale]}`];
  });
  printTable(terminal, [`    ${header[0] ?? ''}`, ...header.slice(1)], rows, (cell, row, column) =>
    fields[row]?.problem !== null && column === 2 ? terminal.colours.yellow(cell) : cell,
  );
}
