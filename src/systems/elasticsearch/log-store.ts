/** Reads lines out of indices of logs, as Filebeat, Fluent Bit, Logstash and data streams write them. */

import { z } from 'zod';
import type { LogAnswer, LogLimit, LogLine, LogRequest, LogStore } from '../logs/contract.ts';
import type { ElasticsearchClient } from './client.ts';
import { everyLog, findService, pathOf, rangeOf } from './find-service.ts';

const lineMax = 16_384;

const answer = z.looseObject({
  timed_out: z.boolean().default(false),
  hits: z.looseObject({
    hits: z.array(z.looseObject({ _index: z.string().default(''), _source: z.record(z.string(), z.unknown()).default({}) })),
  }),
});

/**
 * The query is `INDEX[,INDEX…]: QUERY` in the syntax of Lucene, or a query alone, which the usual names of indices are asked. The newest
 * lines of the range by `@timestamp`; throws SystemError.
 */
export async function readElasticsearch(client: ElasticsearchClient, request: LogRequest, limit: LogLimit): Promise<LogAnswer> {
  const { indices, query } = parseLogQuery(request.query);
  const range = rangeOf(request);
  const parameters = new URLSearchParams({
    q: query === '*' ? range : `(${query}) AND ${range}`,
    sort: '@timestamp:desc',
    size: String(request.linesMax),
    ignore_unavailable: 'true',
    allow_no_indices: 'true',
    analyze_wildcard: 'true',
    timeout: `${String(Math.max(1, Math.floor(limit.timeoutMs / 1_000) - 1))}s`,
    track_total_hits: 'false',
  });
  const path = `${pathOf(indices)}/_search?${parameters.toString()}`;
  const { hits, timed_out: isCut } = await client.read(path, answer, limit);
  const lines = hits.hits.flatMap(({ _index: index, _source: source }) => lineOf(index, source));
  return { lines: lines.reverse(), isCut: isCut || lines.length >= request.linesMax };
}

export const elasticsearchStore: LogStore<ElasticsearchClient> = { read: readElasticsearch, findService };

/** Pure. */
export function parseLogQuery(text: string): { readonly indices: string; readonly query: string } {
  const [, indices, query] = /^([a-z0-9.*_+-]+(?:,[a-z0-9.*_+-]+)*): +(\S.*)$/s.exec(text.trim()) ?? [];
  return indices === undefined || query === undefined ? { indices: everyLog, query: text.trim() } : { indices, query: query.trim() };
}

function lineOf(index: string, source: Readonly<Record<string, unknown>>): readonly LogLine[] {
  const atMs = Date.parse(textAt(source, ['@timestamp']));
  const message = textAt(source, ['message', 'log', 'msg', 'event.original']);
  if (Number.isNaN(atMs) || message === '') return [];
  const trace = textAt(source, ['error.stack_trace', 'stack_trace']);
  const text = trace === '' || message.includes(trace.slice(0, 80)) ? message : `${message}\n${trace}`;
  const level = textAt(source, ['log.level', 'level', 'severity', 'severity_text']);
  const parts = ['host.name', 'container.id', 'kubernetes.pod.name', 'log.file.path', 'service.name', 'app'].map((name) =>
    textAt(source, [name]),
  );
  return [{ atMs, text: text.slice(0, lineMax), level, stream: [index, ...parts].join('|') }];
}

/** The first of the names that holds text; a dotted one may be a key of its own or a way through objects. */
function textAt(source: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  for (const name of names) {
    const value = source[name] ?? name.split('.').reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), source);
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
