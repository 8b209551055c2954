/** `zhiban insights`: the numbers of on-call work as a table, or as CSV. */

import type { Durations, Insight, InsightReport } from '../../domain/insight.ts';
import { durationText } from '../../text/duration.ts';
import { insightCsv } from '../../text/insight-csv.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sinceTime } from './incidents.ts';
import { printTable } from './table.ts';

export interface InsightsOptions {
  readonly since: string;
  readonly until?: string | undefined;
  readonly by: string;
  readonly csv?: boolean | undefined;
}

export async function runInsights(context: CliContext, options: InsightsOptions, nowMs: number): Promise<ExitCode> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query = {
    since: sinceTime(options.since, nowMs),
    until: options.until === undefined ? undefined : sinceTime(options.until, nowMs),
    group: options.by,
    timeZone,
  };
  const report = await context.api().get<InsightReport>('/api/v1/insights', query);
  if (options.csv === true) for (const line of insightCsv(report).trimEnd().split('\r\n')) context.terminal.line(line);
  else answer(context, report, () => print(context, report));
  return exitCodes.ok;
}

function print(context: CliContext, report: InsightReport): void {
  const { terminal } = context;
  if (report.total.incidents === 0) {
    terminal.line(say(context, 'insights.nothing'));
    return;
  }
  const names = ['incidents', 'alerts', 'notifications', 'noise'] as const;
  const header = [
    say(context, `insights.group.${report.group}`),
    ...names.map((name) => say(context, `insights.${name}`)),
    ...['MTTD', 'MTTA', 'MTTI', 'MTTR'],
    ...(['fixedByPlan', 'saved'] as const).map((name) => say(context, `insights.${name}`)),
  ];
  const rows = [...report.items.map((item) => rowOf(context, report, item)), rowOf(context, report, report.total, 'insights.total')];
  printTable(terminal, header, rows, (cell, row) => (row === rows.length - 1 ? terminal.colours.bold(cell) : cell));
  if (report.isTruncated) terminal.line(terminal.colours.dim(say(context, 'insights.truncated')));
  if (report.total.saved !== null) terminal.line(terminal.colours.dim(say(context, 'insights.savedHint')));
}

function rowOf(context: CliContext, report: InsightReport, insight: Insight, title?: 'insights.total'): readonly string[] {
  const { noise, saved } = insight;
  const { locale } = context.terminal;
  const mean = (of: Durations | null) => (of === null ? '–' : durationText(of.mean * 1_000)[locale]);
  const name = title === undefined ? nameOf(context, report, insight.key) : say(context, title);
  return [
    ...[name, String(insight.incidents), String(insight.alerts), String(insight.notifications)],
    noise.share === null ? '–' : `${Math.round(noise.share * 100)}%`,
    ...[insight.detect, insight.acknowledge, insight.identify, insight.resolve].map(mean),
    String(insight.fixedByPlan),
    saved === null ? '–' : `${saved.seconds < 0 ? '−' : ''}${durationText(Math.abs(saved.seconds) * 1_000)[locale]}`,
  ];
}

function nameOf(context: CliContext, { group }: InsightReport, key: string): string {
  if (key === '') return say(context, 'insights.none');
  return group === 'severity' && (key === 'critical' || key === 'warning' || key === 'info') ? say(context, `severity.${key}`) : key;
}
