/** The end of a log as evidence: templates with counts and times instead of lines, and which errors are new since the incident began. */

import { durationText } from '../../domain/text.ts';
import { calmBefore } from './calm.ts';
import { findChanges, type LogChange } from './find-changes.ts';
import { LogBook } from './log-book.ts';
import { type LogEntry, LogReader } from './log-reader.ts';
import type { TemplateView } from './template-view.ts';

export interface LogTimes {
  readonly nowMs: number;
  /** Where the incident is taken to have begun: what was first seen after it is new. */
  readonly onsetMs: number;
  /** Minutes east of UTC that the program's clock shows. */
  readonly zoneMinutes: number;
}

export interface SeenTemplate extends TemplateView {
  /** Entries since the onset. */
  readonly recent: number;
  /** First seen after the onset, in a log that reaches further back. */
  readonly isNew: boolean;
  /** How many entries the log had before the first of them, where that is no chance; else 0. */
  readonly calmEntries: number;
}

export interface LogSummary {
  readonly lines: number;
  readonly entries: number;
  /** Entries that are errors by their level or their words. */
  readonly errors: number;
  /** Most frequent first. */
  readonly templates: readonly SeenTemplate[];
  /** Whether the text reaches back before the onset, so that new can be told from old. */
  readonly isCompared: boolean;
  /** What the time since the onset says that the time before did not. */
  readonly changes: readonly LogChange[];
}

/** A program that writes UTC on a machine that doesn't seems to write in the future. */
const aheadMaxMs = 300_000;

export function summariseLog(text: string, times: LogTimes): LogSummary {
  return summariseEntries(readLogText(text, times), times);
}

/** The entries of a text, oldest first as they stand there. */
export function readLogText(text: string, times: LogTimes): readonly LogEntry[] {
  const entries = entriesOf(text, times);
  const isAhead = times.zoneMinutes !== 0 && entries.some(({ atMs }) => atMs > times.nowMs + aheadMaxMs);
  return isAhead ? entriesOf(text, { ...times, zoneMinutes: 0 }) : entries;
}

function entriesOf(text: string, times: LogTimes): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  const reader = new LogReader({ nowMs: times.nowMs + aheadMaxMs, zoneMinutes: times.zoneMinutes }, (entry) => entries.push(entry));
  for (const line of text.split('\n')) reader.push(line);
  reader.flush();
  return entries;
}

export function summariseEntries(entries: readonly LogEntry[], { onsetMs, zoneMinutes }: LogTimes): LogSummary {
  const book = new LogBook();
  let isAfter = false;
  for (const entry of entries) {
    // An entry without a time goes with the one before it.
    if (!Number.isNaN(entry.atMs)) isAfter = entry.atMs >= onsetMs;
    book.add(entry, isAfter ? 'window' : 'baseline');
  }
  const isCompared = !Number.isNaN(book.totals.baseline.firstMs);
  return {
    lines: book.lines,
    entries: entries.length,
    errors: book.errors.baseline.count + book.errors.window.count,
    templates: book.templates().map(({ view, baseline, window, ...course }) => ({
      ...view,
      calmEntries: calmBefore(course, entries.length),
      recent: window.count,
      isNew: isCompared && baseline.count === 0 && window.count > 0,
    })),
    isCompared,
    changes: isCompared ? findChanges(book, { zoneMinutes }) : [],
  };
}

export function isError({ level }: Pick<TemplateView, 'level'>): boolean {
  return level === 'error' || level === 'fatal';
}

export interface ShownTemplates {
  readonly errorsMax: number;
  readonly othersMax: number;
}

/** Errors first, the new ones before the known, then what else is said most. Templates come with one masked example. */
export function templateLines(
  templates: readonly SeenTemplate[],
  nowMs: number,
  { errorsMax, othersMax }: ShownTemplates,
): readonly string[] {
  const errors = templates.filter(isError).sort((one, other) => Number(other.isNew) - Number(one.isNew) || other.count - one.count);
  const others = templates.filter((template) => !isError(template));
  const rest = Math.max(0, errors.length - errorsMax) + Math.max(0, others.length - othersMax);
  const shown = [...errors.slice(0, errorsMax), ...others.slice(0, othersMax)];
  return [...shown.flatMap((template) => linesOf(template, nowMs)), ...(rest > 0 ? [`… ${rest} more templates`] : [])];
}

function linesOf(template: SeenTemplate, nowMs: number): readonly string[] {
  const marks = [template.level === 'none' ? '' : template.level, template.isNew ? 'NEW' : '', ageOf(template, nowMs)].filter(
    (mark) => mark !== '',
  );
  const head = `${template.count}× ${marks.length > 0 ? `[${marks.join(', ')}] ` : ''}${template.text.slice(0, 400)}`;
  const isVaried = template.text !== template.example;
  return isVaried ? [head, `    e.g. ${template.example}`] : [head];
}

function ageOf({ firstMs, lastMs }: SeenTemplate, nowMs: number): string {
  if (firstMs === null || lastMs === null) return '';
  const ago = (atMs: number): string => durationText(Math.max(0, Math.round((nowMs - atMs) / 1_000)));
  return firstMs === lastMs ? `${ago(lastMs)} ago` : `${ago(firstMs)} to ${ago(lastMs)} ago`;
}
