/** `zhiban incidents`: the list, newest first. */

import type { IncidentSummaryView } from '../../domain/view.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { agoText } from './times.ts';

export interface IncidentsOptions {
  readonly status?: string | undefined;
  readonly since?: string | undefined;
  readonly search?: string | undefined;
  readonly systemId?: string | undefined;
  readonly limit: number;
}

export async function runIncidents(context: CliContext, options: IncidentsOptions, nowMs: number): Promise<ExitCode> {
  const { status, since, search, systemId, limit } = options;
  const query = { status, since: since === undefined ? undefined : sinceTime(since, nowMs), q: search, systemId, limit };
  const page = await context
    .api()
    .get<{ readonly items: readonly IncidentSummaryView[]; readonly nextCursor: string | null }>('/api/v1/incidents', query);
  answer(context, page, () => print(context, page.items, page.nextCursor !== null, nowMs));
  return exitCodes.ok;
}

function print(context: CliContext, items: readonly IncidentSummaryView[], hasMore: boolean, nowMs: number): void {
  const { terminal } = context;
  if (items.length === 0) {
    terminal.line(say(context, 'incidents.none'));
    return;
  }
  const header = [
    say(context, 'column.code'),
    say(context, 'column.status'),
    say(context, 'column.severity'),
    say(context, 'column.age'),
    say(context, 'column.title'),
  ];
  const rows = items.map((item) => [
    item.code,
    say(context, `status.${item.status}`),
    item.origin === 'question' ? '—' : say(context, `severity.${item.severity}`),
    agoText(item.startedAt, nowMs, terminal.locale),
    item.title,
  ]);
  printTable(terminal, header, rows, (cell, row, column) => {
    const item = items[row];
    if (column === 0) return terminal.colours.bold(cell);
    if (item === undefined || column !== 1) return cell;
    return item.status === 'resolved'
      ? terminal.colours.green(cell)
      : item.alertsFiring > 0
        ? terminal.colours.red(cell)
        : terminal.colours.blue(cell);
  });
  if (hasMore) terminal.line(terminal.colours.dim(say(context, 'incidents.more')));
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `12h` and the like, or a time that is passed on. Throws CliError `invalid`. */
export function sinceTime(given: string, nowMs: number): string {
  const relative = /^(\d{1,5})([mhdw])$/.exec(given);
  if (relative !== null) return new Date(nowMs - Number(relative[1]) * (unitsMs[relative[2] ?? ''] ?? 0)).toISOString();
  const atMs = Date.parse(given);
  if (Number.isNaN(atMs)) throw new CliError('invalid', `--since: ${given}`);
  return new Date(atMs).toISOString();
}
