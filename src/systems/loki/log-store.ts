/** Reads lines with LogQL. */

import { z } from 'zod';
import type { JsonClient } from '../http-api/json-client.ts';
import type { LogAnswer, LogLimit, LogLine, LogRequest, LogStore, ServiceRequest } from '../logs/contract.ts';
import { fieldsNaming, quoted, type ServiceField } from '../logs/service-fields.ts';
import { type LokiClient, nanoseconds } from './client.ts';

const lineMax = 16_384;

/** Loki as a rule gives at most 5,000 lines (`max_entries_limit_per_query`). */
const answer = z.looseObject({
  data: z.looseObject({
    resultType: z.string(),
    result: z.array(
      z.looseObject({
        stream: z.record(z.string(), z.string()).default({}),
        values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

/** The newest lines of a range; throws SystemError. A query of numbers has no lines. */
export async function readLoki(client: JsonClient, request: LogRequest, limit: LogLimit): Promise<LogAnswer> {
  const { query, fromMs, toMs, linesMax } = request;
  const asked = { query, start: nanoseconds(fromMs), end: nanoseconds(toMs), limit: String(linesMax), direction: 'backward' };
  const { data } = await client.json({ path: 'loki/api/v1/query_range', query: asked }, answer, limit);
  if (data.resultType !== 'streams') return { lines: [], isCut: false };
  const lines = data.result.flatMap(({ stream, values }) => values.map(([time, text]): LogLine => lineOf(stream, time, text)));
  return { lines: lines.sort((one, other) => one.atMs - other.atMs), isCut: lines.length >= linesMax };
}

const names = z.looseObject({ data: z.array(z.string()).nullish() });

/**
 * A selector can't say `or` between labels: it is made of the most telling label that has the name. Loki is asked for the values that the
 * very selector leaves, which is one or none; one that is too old to narrow them gives them all.
 */
async function findService(client: JsonClient, { service, fromMs, toMs }: ServiceRequest, limit: LogLimit): Promise<string | null> {
  const range = { start: nanoseconds(fromMs), end: nanoseconds(toMs) };
  const { data: known } = await client.json({ path: 'loki/api/v1/labels', query: range }, names, limit);
  const candidates = labelsNaming(service, known ?? []);
  const found = await Promise.all(
    candidates.map(async ({ field, value }) => {
      const query = { ...range, query: selectorOf(field, value) };
      const { data: values } = await client.json({ path: `loki/api/v1/label/${field}/values`, query }, names, limit);
      return (values ?? []).includes(value);
    }),
  );
  const first = candidates.find((_, at) => found[at] === true);
  return first === undefined ? null : selectorOf(first.field, first.value);
}

/** Pure. The labels of those known that may name the service; Loki writes `_` for what a label can't have. */
export function labelsNaming(service: string, known: readonly string[]): readonly ServiceField[] {
  const labels = fieldsNaming(service).map(({ field, value }) => ({ field: field.replaceAll(/[^a-zA-Z0-9_]/g, '_'), value }));
  return labels.filter(({ field }, at) => known.includes(field) && labels.findIndex((other) => other.field === field) === at);
}

/** Pure. */
export function selectorOf(label: string, value: string): string {
  return `{${label}=${quoted(value)}}`;
}

export const lokiStore: LogStore<LokiClient> = { read: readLoki, findService };

const levelLabels = ['level', 'detected_level', 'severity', 'severity_text'];

function lineOf(stream: Readonly<Record<string, string>>, time: string, text: string): LogLine {
  const level = levelLabels.map((name) => stream[name]).find((value) => value !== undefined && value !== 'unknown') ?? '';
  // A trace that is split over lines has another level on each of them, yet is of one source.
  const source = Object.entries(stream).filter(([name]) => !levelLabels.includes(name));
  return { atMs: Number(time.slice(0, -6)), text: text.slice(0, lineMax), level, stream: JSON.stringify(source) };
}
