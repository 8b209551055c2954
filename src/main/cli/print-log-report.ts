/** The report of `zhiban analyze logs` for people: what changed first, then the templates, most frequent first. */

import type { LogChange } from '../../analysis/logs/find-changes.ts';
import type { Level } from '../../analysis/logs/template.ts';
import type { TemplateView } from '../../analysis/logs/template-view.ts';
import { type CliContext, say } from './context.ts';
import { timeText } from './times.ts';
import { cutToWidth, padToWidth } from './width.ts';

export interface LogReport {
  readonly file: string;
  readonly lines: number;
  readonly entries: number;
  readonly folded: number;
  readonly isCompared: boolean;
  readonly templates: readonly (TemplateView & { readonly baseline: number; readonly window: number })[];
  readonly changes: readonly LogChange[];
}

export function printLogReport(context: CliContext, report: LogReport, limit: number): void {
  const { terminal } = context;
  const { bold, dim } = terminal.colours;
  const times = report.templates.flatMap(({ firstMs, lastMs }) => (firstMs === null || lastMs === null ? [] : [firstMs, lastMs]));
  const span = times.length === 0 ? '' : ` · ${rangeText(Math.min(...times), Math.max(...times))}`;
  terminal.line(
    say(context, 'analyze.summary', { lines: report.lines, entries: report.entries, templates: report.templates.length }) + span,
  );
  if (report.folded > 0) terminal.line(dim(say(context, 'analyze.folded', { folded: report.folded })));
  if (report.isCompared) {
    terminal.line();
    terminal.line(bold(say(context, 'analyze.changes')));
    if (report.changes.length === 0) terminal.line(say(context, 'analyze.noChanges'));
    for (const change of report.changes.slice(0, limit)) printChange(context, change);
    printRest(context, report.changes.length - limit);
  }
  terminal.line();
  terminal.line(bold(say(context, 'analyze.templates')));
  const shown = report.templates.slice(0, limit);
  const width = Math.max(...shown.map(({ count }) => String(count).length));
  for (const template of shown) printTemplate(context, template, width);
  printRest(context, report.templates.length - limit);
}

function printRest(context: CliContext, count: number): void {
  if (count > 0) context.terminal.line(context.terminal.colours.dim(say(context, 'analyze.more', { count })));
}

function printChange(context: CliContext, change: LogChange): void {
  const { terminal } = context;
  const kind = say(context, `analyze.kind.${change.kind}`);
  const level = change.template?.level ?? 'error';
  const isBad = (level === 'error' || level === 'fatal') && change.kind !== 'fewer' && change.kind !== 'fewer-errors';
  const painted = isBad ? terminal.colours.red(kind) : change.kind === 'new' ? terminal.colours.yellow(kind) : terminal.colours.blue(kind);
  terminal.line(`  ${painted}  ${change.reason[terminal.locale]}`);
  if (change.template !== null) terminal.line(`    ${cut(context, oneLine(change.template.text), 4)}`);
}

function printTemplate(context: CliContext, template: TemplateView, width: number): void {
  const { terminal } = context;
  const level = template.level === 'none' ? '' : say(context, `analyze.level.${template.level}`);
  const head = `  ${String(template.count).padStart(width)}  ${padToWidth(level, 7)}`;
  const indent = width + 11;
  terminal.line(`${paintLevel(context, template.level, head)}  ${cut(context, oneLine(template.text), indent + 2)}`);
  const span = template.firstMs === null || template.lastMs === null ? '' : `${rangeText(template.firstMs, template.lastMs)}  `;
  const isVaried = template.text !== template.example;
  if (span !== '' || isVaried)
    terminal.line(
      terminal.colours.dim(`${' '.repeat(indent + 2)}${cut(context, span + (isVaried ? oneLine(template.example) : ''), indent + 2)}`),
    );
}

function paintLevel(context: CliContext, level: Level, text: string): string {
  const { red, yellow } = context.terminal.colours;
  if (level === 'error' || level === 'fatal') return red(text);
  return level === 'warning' ? yellow(text) : text;
}

function cut(context: CliContext, text: string, indent: number): string {
  return context.terminal.isTerminal ? cutToWidth(text, context.terminal.columns - indent) : text;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function rangeText(fromMs: number, toMs: number): string {
  const from = timeText(new Date(fromMs).toISOString());
  const to = timeText(new Date(toMs).toISOString());
  return from === to ? from : `${from} – ${from.slice(0, 5) === to.slice(0, 5) ? to.slice(6) : to}`;
}
