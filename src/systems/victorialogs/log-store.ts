/** Reads lines with LogsQL. */

import { z } from 'zod';
import type { JsonClient } from '../http-api/json-client.ts';
import type { LogAnswer, LogLimit, LogLine, LogRequest, LogStore, ServiceRequest } from '../logs/contract.ts';
import { fieldsNaming, quoted } from '../logs/service-fields.ts';
import type { VictorialogsClient } from './client.ts';

const bytesMax = 4_194_304;
const lineMax = 16_384;

/** The newest lines of a range; throws SystemError. */
export async function readVictorialogs(client: JsonClient, request: LogRequest, limit: LogLimit): Promise<LogAnswer> {
  const { query, fromMs, toMs, linesMax } = request;
  const form = {
    // A query that ends in pipes of its own still gives lines with a time, or none at all.
    query: `${query} | sort by (_time desc) limit ${String(linesMax)}`,
    start: new Date(fromMs).toISOString(),
    end: new Date(toMs).toISOString(),
    timeout: `${String(Math.ceil(limit.timeoutMs / 1_000))}s`,
  };
  const { text, isCut } = await client.text({ path: 'select/logsql/query', form, bodyBytesMax: bytesMax }, limit);
  const rows = text.split('\n');
  // What was cut ends within a row.
  const lines = (isCut ? rows.slice(0, -1) : rows).flatMap(lineOf);
  return { lines: lines.reverse(), isCut: isCut || lines.length >= linesMax };
}

/** Fields that no line has cost it next to nothing, and one line is enough to know. */
async function findService(client: JsonClient, { service, fromMs, toMs }: ServiceRequest, limit: LogLimit): Promise<string | null> {
  const query = serviceQuery(service);
  const form = {
    query: `${query} | fields _time | limit 1`,
    start: new Date(fromMs).toISOString(),
    end: new Date(toMs).toISOString(),
    timeout: `${String(Math.ceil(limit.timeoutMs / 1_000))}s`,
  };
  const { text } = await client.text({ path: 'select/logsql/query', form, bodyBytesMax: lineMax }, limit);
  return text.trim() === '' ? null : query;
}

/** Pure. */
export function serviceQuery(service: string): string {
  return `(${fieldsNaming(service)
    .map(({ field, value }) => `${quoted(field)}:=${quoted(value)}`)
    .join(' or ')})`;
}

export const victorialogsStore: LogStore<VictorialogsClient> = { read: readVictorialogs, findService };

const row = z.looseObject({
  _time: z.string(),
  _msg: z.string().default(''),
  _stream_id: z.string().default(''),
});
const levelFields = ['level', 'severity', 'severity_text', 'log.level', 'lvl'];

function lineOf(text: string): readonly LogLine[] {
  const parsed = row.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  const { _time: time, _msg: message, _stream_id: stream } = parsed.data;
  const level = levelFields.map((name) => parsed.data[name]).find((value) => typeof value === 'string');
  const atMs = Date.parse(time);
  if (Number.isNaN(atMs)) return [];
  return [{ atMs, text: message.slice(0, lineMax), level: typeof level === 'string' ? level : '', stream }];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
