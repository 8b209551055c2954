/** `zhiban alerts`: all alerts that came, newest first, with their incident or why they are in none. */

import type { AlertListed } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sinceTime } from './incidents.ts';
import { printTable } from './table.ts';
import { agoText } from './times.ts';

export interface AlertsOptions {
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly match?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly service?: string | undefined;
  readonly system?: string | undefined;
  readonly source?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly suppressed?: string | undefined;
  readonly incident?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Page {
  readonly items: readonly AlertListed[];
  readonly nextCursor: string | null;
}

export async function runAlerts(context: CliContext, options: AlertsOptions, nowMs: number): Promise<ExitCode> {
  const { match, search, system, since, until, ...rest } = options;
  const page = await context.api().get<Page>('/api/v1/alerts', {
    ...rest,
    // As one list: matchers may be written one after the other.
    match: match === undefined ? undefined : match.map((each) => each.trim().replace(/^\{(.*)\}$/s, '$1')).join(','),
    q: search,
    systemId: system,
    since: since === undefined ? undefined : sinceTime(since, nowMs),
    until: until === undefined ? undefined : sinceTime(until, nowMs),
  });
  answer(context, page, () => print(context, page, nowMs));
  return exitCodes.ok;
}

/** Why nobody was told, behind the title. */
function whyNot(context: CliContext, { suppressed }: AlertListed): string {
  if (suppressed === null) return '';
  const reasons = suppressed.reasons.map(({ text }) => text).join(context.terminal.locale === 'en' ? '; ' : '；');
  return ` — ${say(context, `alerts.${suppressed.state}`, { reasons })}`;
}

function print(context: CliContext, { items, nextCursor }: Page, nowMs: number): void {
  const { terminal } = context;
  if (items.length === 0) {
    terminal.line(say(context, 'alerts.none'));
    return;
  }
  const header = (['column.status', 'column.severity', 'column.age', 'column.code', 'column.title'] as const).map((key) =>
    say(context, key),
  );
  const rows = items.map((alert) => [
    say(context, `alerts.${alert.status}`),
    say(context, `severity.${alert.severity}`),
    agoText(alert.startsAt, nowMs, terminal.locale),
    alert.incidentCode ?? '—',
    alert.title + whyNot(context, alert),
  ]);
  printTable(terminal, header, rows, (cell, row, column) => {
    if (column === 3) return terminal.colours.bold(cell);
    if (column !== 0) return cell;
    return items[row]?.status === 'firing' ? terminal.colours.red(cell) : terminal.colours.green(cell);
  });
  if (nextCursor !== null) terminal.line(terminal.colours.dim(say(context, 'alerts.more', { cursor: nextCursor })));
}
