/** Reads measurements from a table: a time and one or more values in each row, with or without a header. */

import type { Readable } from 'node:stream';
import { CliError } from './api-client.ts';
import { type CliContext, say } from './context.ts';
import { readLogLines } from './log-lines.ts';
import { parseSeriesValue } from './series-cell.ts';
import { parseSeriesTime } from './series-time.ts';

export interface MeasuredSeries {
  readonly name: string;
  /** Rising, without repetition. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface SeriesTable {
  readonly series: readonly MeasuredSeries[];
  /** What was put right on the way, in the reader's words. */
  readonly remarks: readonly string[];
}

export interface SeriesSource {
  /** `-` is standard input. */
  readonly file: string;
  /** Only this column of values. */
  readonly column: string | undefined;
}

const rowsMax = 2_000_000;
const columnsMax = 20;
/** A table with more broken rows than this share is refused. */
const brokenShareMax = 0.01;
const missingCell = /^(?:|-|nan|null|none|n\/a|nil)$/i;

/** Throws CliError: the file can't be read, or a line isn't a time and values; the message names the line. */
export async function readSeries(context: CliContext, source: SeriesSource, stdin: Readable, zoneMinutes: number): Promise<SeriesTable> {
  const rows: Row[] = [];
  const broken: string[] = [];
  let header: readonly string[] | null = null;
  let separator = ',';
  let line = 0;
  for await (const lines of readLogLines(source.file, stdin, context.signal)) {
    for (const given of lines) {
      line += 1;
      const text = given.replace(/^\ufeff/, '').trim();
      if (text === '' || text.startsWith('#')) continue;
      if (header === null && rows.length === 0) separator = separatorOf(text);
      const cells = joinClock(splitCells(text, separator));
      const timeMs = parseSeriesTime(cells[0] ?? '', zoneMinutes);
      if (timeMs === null && header === null && rows.length === 0) {
        if (cells.length < 2) throw new CliError('invalid', say(context, 'series.noColumns', { file: source.file, line }));
        header = cells;
        continue;
      }
      if (timeMs === null) broken.push(say(context, 'series.badTime', { line, cell: (cells[0] ?? '').slice(0, 40) }));
      else if (cells.length < 2) broken.push(say(context, 'series.noValue', { line }));
      else rows.push({ line, timeMs, cells: cells.slice(1) });
      if (rows.length > rowsMax) throw new CliError('invalid', say(context, 'series.tooLong', { file: source.file, rows: rowsMax }));
    }
  }
  return assemble(context, source, { rows, header: headerFor(header, rows), broken, separator });
}

interface Row {
  readonly line: number;
  readonly timeMs: number;
  readonly cells: readonly string[];
}

interface RawTable {
  readonly rows: readonly Row[];
  readonly header: readonly string[] | null;
  readonly broken: string[];
  readonly separator: string;
}

/** A day and a clock in cells of their own are one time. */
function joinClock(cells: readonly string[]): string[] {
  const [day = '', clock = '', ...rest] = cells;
  return rest.length > 0 && /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/.test(day.trim()) && /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.test(clock.trim())
    ? [`${day.trim()} ${clock.trim()}`, ...rest]
    : [...cells];
}

/** Without the name of the clock's column, once it was joined to the day. */
function headerFor(header: readonly string[] | null, rows: readonly Row[]): readonly string[] | null {
  const cells = rows[0]?.cells.length ?? 0;
  return header !== null && header.length === cells + 2 ? [header[0] ?? '', ...header.slice(2)] : header;
}

function assemble(context: CliContext, { file, column }: SeriesSource, { rows, header, broken, separator }: RawTable): SeriesTable {
  if (rows.length === 0) throw new CliError('invalid', broken[0] ?? say(context, 'series.empty', { file }));
  const columns = Math.min(columnsMax, Math.max(...rows.slice(0, 100).map(({ cells }) => cells.length)));
  const names = Array.from(
    { length: columns },
    (_, index) => header?.[index + 1]?.trim() || (columns === 1 ? 'value' : `value ${String(index + 1)}`),
  );
  if (column !== undefined && !names.includes(column))
    throw new CliError('invalid', say(context, 'series.noSuchColumn', { column, columns: names.join(', ') }));
  const sorted = [...rows].sort((one, other) => one.timeMs - other.timeMs || one.line - other.line);
  const remarks: string[] = [];
  const moved = rows.filter((row, index) => index > 0 && row.timeMs < (rows[index - 1]?.timeMs ?? 0)).length;
  if (moved > 0) remarks.push(say(context, 'series.unsorted', { rows: moved }));
  const series: MeasuredSeries[] = [];
  for (const [index, name] of names.entries()) {
    if (column !== undefined && name !== column) continue;
    const read = readColumn(context, sorted, { index, separator }, broken);
    if (read.values.length === 0) remarks.push(say(context, 'series.noNumbers', { column: name }));
    else series.push({ name, times: read.times, values: read.values });
    if (read.repeated > 0) remarks.push(say(context, 'series.repeated', { rows: read.repeated, column: name }));
    if (read.missing > 0) remarks.push(say(context, 'series.missing', { rows: read.missing, column: name }));
  }
  refuse(context, broken, rows.length, series.length, remarks);
  return { series, remarks };
}

interface Place {
  readonly index: number;
  readonly separator: string;
}

function readColumn(context: CliContext, rows: readonly Row[], { index, separator }: Place, broken: string[]) {
  const [times, values]: [number[], number[]] = [[], []];
  let [repeated, missing] = [0, 0];
  const wrong: string[] = [];
  for (const { line, timeMs, cells } of rows) {
    const cell = (cells[index] ?? '').trim();
    const value = parseSeriesValue(cell, separator);
    if (missingCell.test(cell)) missing += 1;
    else if (!Number.isFinite(value)) wrong.push(say(context, 'series.badValue', { line, cell: cell.slice(0, 40) }));
    else if (times.at(-1) === timeMs) {
      // Written twice: the later line is the correction.
      values[values.length - 1] = value;
      repeated += 1;
    } else {
      times.push(timeMs);
      values.push(value);
    }
  }
  // A column of words is a label, not a broken series.
  const isLabel = wrong.length > values.length;
  if (!isLabel) broken.push(...wrong);
  return { times: isLabel ? [] : times, values: isLabel ? [] : values, repeated: isLabel ? 0 : repeated, missing: isLabel ? 0 : missing };
}

function refuse(context: CliContext, broken: readonly string[], rows: number, series: number, remarks: string[]): void {
  const shown = broken.slice(0, 3).join('\n');
  if (series === 0 || broken.length > Math.max(1, brokenShareMax * rows))
    throw new CliError(
      'invalid',
      shown === '' ? remarks.join('\n') : `${shown}\n${say(context, 'series.tooBroken', { broken: broken.length, rows })}`,
    );
  if (broken.length > 0) remarks.push(`${shown}\n${say(context, 'series.leftOut', { broken: broken.length })}`);
}

function separatorOf(line: string): string {
  const candidates = ['\t', ';', ','];
  return candidates.find((separator) => line.includes(separator)) ?? ',';
}

/** Quotes may enclose a cell and are doubled inside of it. */
function splitCells(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === '"') {
      if (isQuoted && line.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = !isQuoted;
    } else if (character === separator && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}
