/**
 * Turns raw lines into entries: cleans them of colours and control characters, folds what belongs together, reads the header, takes the
 * message out of JSON and logfmt. One pass; holds one entry at a time.
 */

import { continues, endsTrace, exceptionIn, isFatal, type TraceKind, traceOf } from './fold.ts';
import { type Header, HeaderReader } from './header.ts';
import { levelOfText } from './level.ts';
import { readJsonLine, readLogfmt, type StructuredLine } from './structured.ts';
import type { Level } from './template.ts';
import { type TimeContext, TimestampReader } from './timestamp.ts';

export interface LogEntry {
  readonly message: string;
  /** Epoch milliseconds; NaN when the entry carries no time. */
  readonly atMs: number;
  /** What the entry says itself; `none` when it doesn't. An exception is an error. */
  readonly level: Level;
  readonly component: string;
  readonly pid: string;
  /** How many lines were folded into it. */
  readonly lines: number;
  /** The fields of a structured entry other than message, time, level and component. */
  readonly attributes: Readonly<Record<string, string>>;
}

const lineMax = 65_536;
const foldedMax = 1_000;
/** Of a folded entry only so many lines are kept to look for its exception. */
const keptMax = 200;
/** `Shop.Orders[13]`: what .NET's loggers write before a message on lines of its own. */
const categoryAlone = /^[A-Z][\w`+]*(?:\.[\w`+]+)+\[\d{1,9}\]$/;
const noAttributes: Readonly<Record<string, string>> = {};

export class LogReader {
  readonly #headers: HeaderReader;
  readonly #emit: (entry: LogEntry) => void;
  #head: string | null = null;
  #header: Header | null = null;
  #structured: StructuredLine | null = null;
  #rest: string[] = [];
  #count = 0;
  #trace: TraceKind = 'none';
  /** Whether entries of this stream carry a time: decided by its first lines, kept up by the later ones. */
  #timed = 0;
  #untimed = 0;

  constructor(context: TimeContext, emit: (entry: LogEntry) => void) {
    this.#headers = new HeaderReader(new TimestampReader(context));
    this.#emit = emit;
  }

  push(raw: string): void {
    const line = cleanLine(raw);
    if (line.trim() === '' && this.#head === null) return;
    const structured = readJsonLine(line) ?? readLogfmt(line);
    const header = structured === null ? this.#headers.read(line) : null;
    const hasTime = header === null || header.hasTime;
    const isTimed = this.#timed >= 2 && this.#timed > this.#untimed / 50 && !hasTime;
    if (
      this.#head !== null &&
      structured === null &&
      !hasTime &&
      this.#count < foldedMax &&
      continues(line, this.#trace, isTimed, this.#header?.hasTime === true || (this.#header?.level ?? 'none') !== 'none')
    ) {
      this.#fold(line);
      return;
    }
    if (line.trim() === '') return;
    this.flush();
    if (hasTime) this.#timed += 1;
    else this.#untimed += 1;
    this.#head = line;
    this.#header = header;
    this.#structured = structured;
    this.#count = 1;
    this.#trace = traceOf(line, 'none');
  }

  /** Ends the entry that is still open. */
  flush(): void {
    const head = this.#head;
    if (head === null) return;
    const structured = this.#structured;
    const rest = this.#rest;
    this.#head = null;
    this.#rest = [];
    this.#emit(structured === null ? this.#plain(head, rest) : fromStructured(structured, this.#count, this.#headers));
  }

  #fold(line: string): void {
    this.#count += 1;
    this.#trace = traceOf(line, this.#trace);
    if (this.#rest.length < keptMax) this.#rest.push(line);
    if (endsTrace(line, this.#trace)) this.#trace = 'other';
  }

  #plain(head: string, rest: readonly string[]): LogEntry {
    const exception = exceptionIn(rest);
    const second = (rest[0] ?? '').trim();
    const header = this.#header;
    const start = header?.messageStart ?? 0;
    const told = head.slice(start).trim();
    const own = told === '' || (categoryAlone.test(told) && second !== '') ? second : told;
    const isEnd = isFatal(exception) && !isFatal(own);
    const isTraceHead = /^Traceback \(most recent call last\):?$/.test(own) || /^(?:\[[\w-]{1,64}\])?$/.test(own) || isEnd;
    const message = exception === '' || own.includes(exception) ? own : isTraceHead ? exception : `${own} | ${exception}`;
    return {
      message: message === '' ? head.trim() : message,
      atMs: header?.atMs ?? Number.NaN,
      level: isEnd ? 'fatal' : header === null || header.level === 'none' ? levelOfText(exception) : header.level,
      component: header?.component ?? '',
      pid: header?.pid ?? '',
      lines: this.#count,
      attributes: noAttributes,
    };
  }
}

/** Containers wrap whole lines in JSON: what is inside may have a header of its own. */
function fromStructured(structured: StructuredLine, lines: number, headers: HeaderReader): LogEntry {
  const inner = structured.level === 'none' && structured.component === '' ? innerEntry(structured.message, headers) : null;
  const message = inner?.message ?? structured.message.trim();
  return {
    message,
    atMs: Number.isNaN(structured.atMs) ? (inner?.atMs ?? Number.NaN) : structured.atMs,
    level: inner?.level ?? structured.level,
    component: inner?.component ?? structured.component,
    pid: inner?.pid ?? '',
    lines,
    attributes: structured.attributes,
  };
}

function innerEntry(message: string, headers: HeaderReader): Pick<LogEntry, 'message' | 'atMs' | 'level' | 'component' | 'pid'> | null {
  const nested = readJsonLine(message) ?? readLogfmt(message);
  if (nested !== null) return { message: nested.message, atMs: nested.atMs, level: nested.level, component: nested.component, pid: '' };
  const header = headers.read(message);
  if (!header.hasTime && header.messageStart === 0) return null;
  const { atMs, level, component, pid } = header;
  return { message: message.slice(header.messageStart).trim(), atMs, level, component, pid };
}

const escapeCharacter = String.fromCharCode(27);
const escapes = new RegExp(
  `${escapeCharacter}(?:\\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\\][^${escapeCharacter}\\u0007]{0,512}(?:\\u0007|${escapeCharacter}\\\\)|[@-Z\\\\-_])`,
  'g',
);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const controlRuns = /[\u0000-\u0008\u000b-\u001f\u007f\uffff]+/g;

/** Colours, carriage returns and control characters go; a line that is mostly such is named, not shown. */
export function cleanLine(raw: string): string {
  let line = raw.length > lineMax ? raw.slice(0, lineMax) : raw;
  if (line.charCodeAt(line.length - 1) === 13) line = line.slice(0, -1);
  if (!controls.test(line) && !line.includes('\uFFFD') && !line.includes('\uFFFF')) return line;
  if (line.includes(escapeCharacter)) line = line.replace(escapes, '');
  const garbage = line.match(controlOrBroken)?.length ?? 0;
  if (garbage > 8 && garbage > line.length / 5) return `(binary, ${raw.length} characters)`;
  return line.replace(controlRuns, ' ').replace(/\s+$/, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const controlOrBroken = /[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g;
