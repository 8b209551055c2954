/** Takes the message out of a line that is an object: JSON as programs and containers write it, and logfmt. */

import { levelOfNumber, levelOfWord } from './level.ts';
import type { Level } from './template.ts';

export interface StructuredLine {
  readonly message: string;
  readonly atMs: number;
  readonly level: Level;
  readonly component: string;
  /** The other fields, as text; nested names are joined by dots. */
  readonly attributes: Readonly<Record<string, string>>;
}

const jsonMax = 262_144;
const attributesMax = 24;
const valueMax = 200;

const messageNames = [
  'message',
  'msg',
  'MESSAGE',
  '@message',
  '@m',
  '@mt',
  'short_message',
  'log',
  'text',
  'event',
  'body',
  'textPayload',
  '消息',
];
const errorNames = ['error', 'err', 'exception', 'error.message', 'err.message', 'exception.message', 'stack_trace', 'stack'];
const levelNames = [
  'level',
  'severity',
  'lvl',
  'loglevel',
  'log.level',
  'levelname',
  'level_name',
  'severity_text',
  'severityText',
  '@l',
  'PRIORITY',
];
const timeNames = ['time', 'timestamp', '@timestamp', 'ts', '@t', 't', 'date', 'datetime', 'eventTime', '__REALTIME_TIMESTAMP'];
const componentNames = ['logger', 'logger_name', 'component', 'module', 'name', 'service', 'app', 'SYSLOG_IDENTIFIER', 'caller'];
/** Whom it called; without underscores and in small letters, as the names below. */
const peerNames = new Set('upstream target peer addr address remote endpoint url dependency provider broker database'.split(' '));
/** Fields that say why or where something failed. */
const reasonNames = new Set([
  ...['reason', 'cause', 'rootcause', 'detail', 'details', 'description', 'errordescription', 'errormessage', 'errormsg', 'errmsg', 'hint'],
  ...['code', 'errorcode', 'errcode', 'sqlstate', 'exitcode', 'signal', ...peerNames, 'proxy', 'httpproxy'],
  ...['table', 'column', 'queue', 'topic', 'file', 'flag', 'setting', 'limit', 'quota', 'timeout', 'timeoutms', 'elapsedms'],
]);
/** The answer of that one, where one is named; else it is what the program itself answered. */
const statusNames = new Set(['status', 'statuscode', 'httpstatus']);
const reasonsMax = 5;
const reasonMax = 160;
const grave: readonly Level[] = ['warning', 'error', 'fatal'];
const known = new Set([...messageNames, ...levelNames, ...timeNames, ...componentNames]);

/** Null when the line is no JSON object; never throws. */
export function readJsonLine(line: string): StructuredLine | null {
  let start = 0;
  while (start < 3 && line.charCodeAt(start) === 32) start += 1;
  if (line.charCodeAt(start) !== 123 || line.length > jsonMax || line.charCodeAt(line.trimEnd().length - 1) !== 125) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line.slice(start));
  } catch {
    return null;
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return null;
  const fields = new Map<string, string | number | boolean>();
  flatten(parsed, '', fields, 0);
  return fields.size === 0 ? null : structured(fields);
}

function flatten(value: object, prefix: string, fields: Map<string, string | number | boolean>, depth: number): void {
  for (const [name, item] of Object.entries(value)) {
    if (fields.size >= 200) return;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') fields.set(path, item);
    else if (Array.isArray(item)) fields.set(path, JSON.stringify(item).slice(0, valueMax));
    else if (item !== null && typeof item === 'object' && depth < 3) flatten(item, path, fields, depth + 1);
  }
}

const logfmtField = /(?:^|[ \t,])([A-Za-z_@][\w.@-]{0,63})=("(?:[^"\\]|\\.){0,8192}"|[^ \t,"]{0,2048})/g;

/** Null unless the line has a message or an error among its pairs, and a level or a time. */
export function readLogfmt(line: string): StructuredLine | null {
  // Most lines have no pairs at all: a plain search says so sooner than a pattern.
  if (!line.includes('=') || !/\b(?:msg|message|err|error)=/.test(line) || !/\b(?:level|lvl|severity|ts|time|t)=/.test(line)) return null;
  const fields = new Map<string, string>();
  logfmtField.lastIndex = 0;
  for (let match = logfmtField.exec(line); match !== null && fields.size < 100; match = logfmtField.exec(line)) {
    const value = match[2] ?? '';
    fields.set(match[1] ?? '', value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value);
  }
  const isStructured = ['msg', 'message', 'err', 'error'].some((name) => fields.has(name));
  return isStructured ? structured(fields) : null;
}

function structured(fields: ReadonlyMap<string, string | number | boolean>): StructuredLine {
  const message = textOf(fields, messageNames);
  const error = errorNames.map((name) => fields.get(name)).find((value) => typeof value === 'string' && value !== '' && value !== message);
  const attributes: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of fields) {
    if (known.has(name) || count >= attributesMax) continue;
    attributes[name] = String(value).slice(0, valueMax);
    count += 1;
  }
  const firstErrorLine = String(error ?? '').split('\n', 1)[0] ?? '';
  const parts = [message.trim(), firstErrorLine.trim()].filter((part) => part !== '');
  const level = levelOf(fields);
  const said = parts.join(': ');
  return {
    message: parts.length === 0 ? pairsOf(fields) : grave.includes(level) ? `${said}${reasonsOf(fields, said)}` : said,
    atMs: timeOf(fields),
    level,
    component: textOf(fields, componentNames),
    attributes,
  };
}

/** ` (code=card_expired, upstream=pay.example)`; '' where no field says more than the message. */
function reasonsOf(fields: ReadonlyMap<string, string | number | boolean>, said: string): string {
  const told = [...fields].flatMap(([field, value]) => {
    const name = field.slice(field.lastIndexOf('.') + 1);
    const plain = name.replaceAll(/[_-]/g, '').toLowerCase();
    const text = String(value).split('\n', 1)[0]?.trim().slice(0, reasonMax) ?? '';
    // A path is what the program was asked for.
    const isTold = text !== '' && !said.includes(text) && !known.has(field) && !(plain === 'url' && text.startsWith('/'));
    return isTold && (reasonNames.has(plain) || statusNames.has(plain)) ? [{ name, plain, text }] : [];
  });
  const hasPeer = told.some(({ plain }) => peerNames.has(plain));
  const shown = told.filter(({ plain }) => hasPeer || !statusNames.has(plain)).map(({ name, text }) => `${name}=${text}`);
  return shown.length === 0 ? '' : ` (${shown.slice(0, reasonsMax).join(', ')})`;
}

/** An object without a message is named by its fields. */
function pairsOf(fields: ReadonlyMap<string, string | number | boolean>): string {
  const names = [...fields.keys()].filter((name) => !timeNames.includes(name)).slice(0, attributesMax);
  return names.map((name) => `${name}=${String(fields.get(name)).slice(0, 80)}`).join(' ');
}

function textOf(fields: ReadonlyMap<string, string | number | boolean>, names: readonly string[]): string {
  for (const name of names) {
    const value = fields.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

function levelOf(fields: ReadonlyMap<string, string | number | boolean>): Level {
  for (const name of levelNames) {
    const value = fields.get(name);
    if (typeof value === 'number') return levelOfNumber(value);
    if (typeof value === 'string' && value !== '') return /^\d+$/.test(value) ? levelOfNumber(Number(value)) : levelOfWord(value);
  }
  return 'none';
}

/** Text as ISO 8601; a number as seconds, milliseconds, microseconds or nanoseconds, whichever lies in our century. */
function timeOf(fields: ReadonlyMap<string, string | number | boolean>): number {
  for (const name of timeNames) {
    const value = fields.get(name);
    if (value === undefined || typeof value === 'boolean' || value === '') continue;
    const number = Number(value);
    if (!Number.isFinite(number)) {
      const atMs = Date.parse(String(value));
      if (!Number.isNaN(atMs)) return atMs;
      continue;
    }
    for (const scale of [1_000, 1, 1e-3, 1e-6]) if (number * scale > 9e11 && number * scale < 4.2e12) return Math.floor(number * scale);
  }
  return Number.NaN;
}
