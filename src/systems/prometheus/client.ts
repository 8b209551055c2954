/** Asks Prometheus, or what answers like it (VictoriaMetrics), over its HTTP API. */

import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import type { Exchange, HttpLimit } from '../http/exchange.ts';
import { baseOf, jsonOf } from '../http-api/client.ts';
import { ApiFailure, refusalOf } from '../http-api/failure.ts';
import { createJsonClient } from '../http-api/json-client.ts';
import type { PrometheusEntry } from './system.ts';

export interface PrometheusClient extends SystemClient {
  readonly url: URL;
  /** Throws HttpFailure when it cannot be reached, ApiFailure when it refuses; parses `data` with the schema. */
  api<Data>(path: string, parameters: Readonly<Record<string, string>>, schema: z.ZodType<Data>, limit: HttpLimit): Promise<Data>;
  /** Any other path, such as `/-/ready` and `/metrics`; every status is an answer. */
  page(path: string, limit: HttpLimit, bodyBytesMax?: number): Promise<Exchange>;
}

const envelope = z.looseObject({ status: z.string(), data: z.unknown().optional(), error: z.string().optional() });

export function createPrometheusClient(entry: PrometheusEntry, context: ConnectContext): PrometheusClient {
  const { ask, close } = createJsonClient(entry, context, { name: 'Prometheus' });
  return {
    url: baseOf(entry),
    async api(path, parameters, schema, limit) {
      // Long expressions do not fit an address; only the query endpoints take a form.
      const given = path === 'query' || path === 'query_range' ? { form: parameters } : { query: parameters };
      const parsed = schema.safeParse(dataOf(await ask({ path: `api/v1/${path}`, ...given }, limit), path));
      if (parsed.success) return parsed.data;
      throw new ApiFailure(`Prometheus answered '${path}' in a form that is not understood`, {
        problem: 'reply',
        status: 200,
        code: 'form',
      });
    },
    page: (path, limit, bodyBytesMax) => ask(bodyBytesMax === undefined ? { path } : { path, bodyBytesMax }, limit),
    close,
  };
}

function dataOf(answer: Exchange, path: string): unknown {
  if (answer.isTruncated) {
    const bytes = String(answer.body.length);
    const given = { problem: 'reply', status: answer.status, code: 'too-large' } as const;
    throw new ApiFailure(`The answer of Prometheus to '${path}' is larger than ${bytes} bytes`, given);
  }
  const parsed = envelope.safeParse(jsonOf(answer.body));
  if (parsed.success && parsed.data.status === 'success') return parsed.data.data;
  throw refusalOf('Prometheus', path, answer.status, parsed.success ? (parsed.data.error ?? 'no reason given') : answer.body.slice(0, 200));
}
