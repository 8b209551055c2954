/** Asks Jaeger's query service, over its own API or that of OpenTelemetry's form. */

import { z } from 'zod';
import type { ConnectContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { ApiFailure } from '../http-api/failure.ts';
import { createJsonClient, type JsonClient } from '../http-api/json-client.ts';
import { type CounterMemory, createCounterMemory, readSamples, type Sample } from '../http-api/metrics.ts';
import { readTracesOtlp, tracesOtlp } from './read-otlp.ts';
import { readTracesV1, tracesV1 } from './read-v1.ts';
import type { Trace } from './span.ts';
import type { JaegerEntry } from './system.ts';

export interface TraceQuery {
  readonly service: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tracesMax: number;
  readonly operation?: string;
  /** Only those of which a span takes at least this long. */
  readonly slowerThanMs?: number;
}

export interface Call {
  readonly caller: string;
  readonly callee: string;
  readonly calls: number;
}

export interface JaegerClient extends JsonClient {
  /** By name. */
  services(limit: HttpLimit): Promise<readonly string[]>;
  /** The newest that it gives, fewer where they are too large. */
  traces(query: TraceQuery, limit: HttpLimit): Promise<readonly Trace[]>;
  /** Null when there is none of that id. */
  trace(id: string, limit: HttpLimit): Promise<Trace | null>;
  /** Who called whom; null where this API does not tell. */
  calls(fromMs: number, toMs: number, limit: HttpLimit): Promise<readonly Call[] | null>;
  /** Null without an `adminUrl`. */
  metrics(limit: HttpLimit): Promise<readonly Sample[] | null>;
  readonly memory: CounterMemory;
}

const bytesMax = 8_388_608;
const names = z.looseObject({ data: z.array(z.string()).nullish() });
const namesV3 = z.looseObject({ services: z.array(z.string()).nullish() });
const links = z.looseObject({
  data: z.array(z.looseObject({ parent: z.string(), child: z.string(), callCount: z.number() })).nullish(),
});

export function createJaegerClient(entry: JaegerEntry, context: ConnectContext): JaegerClient {
  const api = createJsonClient(entry, context, { name: 'Jaeger' });
  const admin = entry.adminUrl === undefined ? null : createJsonClient({ ...entry, url: entry.adminUrl }, context, { name: 'Jaeger' });
  const memory = createCounterMemory(context.clock, (name) => name.startsWith('jaeger_') && /_(total|count)$/.test(name));

  async function ask(query: TraceQuery, limit: HttpLimit): Promise<readonly Trace[]> {
    if (entry.api === 'v3')
      return readTracesOtlp(await api.json({ path: 'api/v3/traces', query: askedV3(query), bodyBytesMax: bytesMax }, tracesOtlp, limit));
    return readTracesV1(await api.json({ path: 'api/traces', query: askedV1(query), bodyBytesMax: bytesMax }, tracesV1, limit));
  }

  async function metrics(limit: HttpLimit): Promise<readonly Sample[] | null> {
    return admin === null ? null : readSamples((await admin.text({ path: 'metrics', bodyBytesMax: bytesMax }, limit)).text);
  }

  return {
    ...api,
    memory,
    metrics,
    async services(limit) {
      const known =
        entry.api === 'v3'
          ? (await api.json({ path: 'api/v3/services' }, namesV3, limit)).services
          : (await api.json({ path: 'api/services' }, names, limit)).data;
      return [...(known ?? [])].sort();
    },
    async traces(query, limit) {
      // Traces have thousands of spans where they have them: better few of those than none.
      for (let tracesMax = query.tracesMax; ; tracesMax = Math.ceil(tracesMax / 8)) {
        try {
          return await ask({ ...query, tracesMax }, limit);
        } catch (error) {
          if (isNone(error)) return [];
          if (!isTooLarge(error) || tracesMax === 1) throw error;
        }
      }
    },
    async trace(id, limit) {
      const path = entry.api === 'v3' ? `api/v3/traces/${id}` : `api/traces/${id}`;
      const asked = { path, bodyBytesMax: bytesMax };
      try {
        const read =
          entry.api === 'v3'
            ? readTracesOtlp(await api.json(asked, tracesOtlp, limit))
            : readTracesV1(await api.json(asked, tracesV1, limit));
        return read[0] ?? null;
      } catch (error) {
        if (isNone(error)) return null;
        throw error;
      }
    },
    async calls(fromMs, toMs, limit) {
      if (entry.api === 'v3') return null;
      const query = { endTs: String(toMs), lookback: String(toMs - fromMs) };
      const { data } = await api.json({ path: 'api/dependencies', query }, links, limit);
      return (data ?? []).map(({ parent, child, callCount }) => ({ caller: parent, callee: child, calls: callCount }));
    },
    async warm() {
      const samples = await metrics({ timeoutMs: 5_000, signal: AbortSignal.timeout(6_000) }).catch(() => null);
      if (samples !== null) memory.remember(samples);
    },
    async close() {
      await Promise.all([api.close(), admin?.close()]);
    },
  };
}

function askedV1(query: TraceQuery): Readonly<Record<string, string>> {
  return {
    service: query.service,
    start: `${String(query.fromMs)}000`,
    end: `${String(query.toMs)}000`,
    limit: String(query.tracesMax),
    ...(query.operation === undefined ? {} : { operation: query.operation }),
    ...(query.slowerThanMs === undefined ? {} : { minDuration: `${String(query.slowerThanMs)}ms` }),
  };
}

function askedV3(query: TraceQuery): Readonly<Record<string, string>> {
  return {
    'query.service_name': query.service,
    'query.start_time_min': new Date(query.fromMs).toISOString(),
    'query.start_time_max': new Date(query.toMs).toISOString(),
    'query.num_traces': String(query.tracesMax),
    ...(query.operation === undefined ? {} : { 'query.operation_name': query.operation }),
    ...(query.slowerThanMs === undefined ? {} : { 'query.duration_min': `${String(query.slowerThanMs)}ms` }),
  };
}

/** Version 3 says so for a search without a result, too. */
function isNone(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 404 && /trace.*not found|no traces? found/i.test(error.message);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'too-large';
}
