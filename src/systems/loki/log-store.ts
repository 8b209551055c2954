/** Reads lines with LogQL. */

import { z } from 'zod';
import type { JsonClient } from '../http-api/json-client.ts';
import type { LogAnswer, LogLimit, LogLine, LogRequest, LogStore } from '../logs/contract.ts';
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

export const lokiStore: LogStore<LokiClient> = { read: readLoki };

const levelLabels = ['level', 'detected_level', 'severity', 'severity_text'];

function lineOf(stream: Readonly<Record<string, string>>, time: string, text: string): LogLine {
  const level = levelLabels.map((name) => stream[name]).find((value) => value !== undefined && value !== 'unknown') ?? '';
  // A trace that is split over lines has another level on each of them, yet is of one source.
  const source = Object.entries(stream).filter(([name]) => !levelLabels.includes(name));
  return { atMs: Number(time.slice(0, -6)), text: text.slice(0, lineMax), level, stream: JSON.stringify(source) };
}
