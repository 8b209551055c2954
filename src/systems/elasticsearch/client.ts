/** Asks Elasticsearch, or OpenSearch, over its HTTP API. */

import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import type { Exchange, HttpLimit } from '../http/exchange.ts';
import { askApi, basicLogin, jsonOf, parseAnswer } from '../http-api/client.ts';
import { ApiFailure } from '../http-api/failure.ts';
import { type NodeSample, readNodeSample } from './node-sample.ts';
import type { ElasticsearchEntry } from './system.ts';

export interface ElasticsearchClient extends SystemClient {
  /** Its address, as errors name it. */
  readonly name: string;
  /** Throws HttpFailure when it cannot be reached, ApiFailure when it refuses; parses the answer with the schema. */
  read<Answer>(path: string, schema: z.ZodType<Answer>, limit: HttpLimit, bodyBytesMax?: number): Promise<Answer>;
  /** An answer that is no JSON, cut at the limit. */
  readText(path: string, limit: HttpLimit, bodyBytesMax: number): Promise<string>;
  /** For actions alone. */
  change(method: 'PUT' | 'POST', path: string, body: unknown, limit: HttpLimit): Promise<unknown>;
  /** Names of nodes; answers all that have been seen since the client was made. */
  rememberNodes(names: readonly string[]): readonly string[];
  /** The oldest sample of the last ten minutes, if one was taken; it lets counters be read as "lately". */
  earlierSample(nowMs: number): NodeSample | null;
}

const answerBytesMax = 8_388_608;
const nodesRememberedMax = 500;
const sampleEveryMs = 50_000;
const samplesKeptMs = 600_000;

export function createElasticsearchClient(entry: ElasticsearchEntry, context: ConnectContext): ElasticsearchClient {
  const seen = new Set<string>();
  let samples: readonly NodeSample[] = [];

  async function ask(method: 'GET' | 'PUT' | 'POST', path: string, limit: HttpLimit, bytesMax: number, body?: unknown): Promise<Exchange> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { accept: '*/*', ...loginOf(entry, context), ...type };
    const given = { method, path, headers, bodyBytesMax: bytesMax };
    const answer = await askApi(entry, body === undefined ? given : { ...given, body: JSON.stringify(body) }, limit);
    if (answer.status >= 300) throw failureOf(answer, path);
    return answer;
  }

  const client: ElasticsearchClient = {
    name: new URL(entry.url).origin,
    async read(path, schema, limit, bodyBytesMax = answerBytesMax) {
      return parseAnswer('Elasticsearch', await ask('GET', path, limit, bodyBytesMax), path, schema);
    },
    async readText(path, limit, bodyBytesMax) {
      return (await ask('GET', path, limit, bodyBytesMax)).body;
    },
    async change(method, path, body, limit) {
      return parseAnswer('Elasticsearch', await ask(method, path, limit, answerBytesMax, body), path, z.unknown());
    },
    rememberNodes(names) {
      for (const name of names) if (seen.size < nodesRememberedMax) seen.add(name);
      return [...seen];
    },
    earlierSample(nowMs) {
      return samples.find((each) => nowMs - each.takenAtMs <= samplesKeptMs && nowMs - each.takenAtMs >= 1_000) ?? null;
    },
    async warm() {
      const nowMs = context.clock.now();
      const newest = samples.at(-1);
      if (newest !== undefined && nowMs - newest.takenAtMs < sampleEveryMs) return;
      try {
        const sample = await readNodeSample(client, nowMs, { timeoutMs: 5_000, signal: AbortSignal.timeout(6_000) });
        samples = [...samples, sample].filter((each) => nowMs - each.takenAtMs <= samplesKeptMs);
        client.rememberNodes(sample.nodes.map(({ name }) => name));
      } catch {
        // It is asked ahead of need: why it cannot be, is for the probes to say.
      }
    },
    close: () => Promise.resolve(),
  };
  return client;
}

function loginOf(entry: ElasticsearchEntry, context: ConnectContext): Readonly<Record<string, string>> {
  if (entry.apiKey !== undefined) return { authorization: `ApiKey ${context.resolveSecret(entry.apiKey)}` };
  return basicLogin(entry, context);
}

const errorForm = z.object({
  error: z.union([z.string(), z.object({ type: z.string().catch(''), reason: z.string().nullish().catch('') })]),
});

function failureOf(answer: Exchange, path: string): ApiFailure {
  const parsed = errorForm.safeParse(jsonOf(answer.body));
  const error = parsed.success ? parsed.data.error : answer.body.slice(0, 200).trim();
  const [code, why] = typeof error === 'string' ? ['', error] : [error.type, error.reason ?? ''];
  const asked = path.replace(/\?.*$/s, '');
  return new ApiFailure(`Elasticsearch answered ${String(answer.status)} to '${asked}': ${`${code} ${why}`.trim().slice(0, 300)}`, {
    problem: problemOf(answer.status),
    status: answer.status,
    code,
  });
}

function problemOf(status: number): ApiFailure['problem'] {
  if (status === 401) return 'auth';
  if (status === 403) return 'no-permission';
  if ([400, 404, 405, 410, 501].includes(status)) return 'unsupported';
  if (status === 429) return 'limit';
  return status === 503 || status === 502 || status === 504 ? 'unavailable' : 'reply';
}
