/** Asks Loki over its HTTP API, and remembers its counters. */

import { z } from 'zod';
import type { ConnectContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { createJsonClient, type JsonClient } from '../http-api/json-client.ts';
import { type CounterMemory, createCounterMemory, readSamples, type Sample } from '../http-api/metrics.ts';
import type { LokiEntry } from './system.ts';

export interface LokiClient extends JsonClient {
  readonly memory: CounterMemory;
  /** Null where it shows none to us. */
  metrics(limit: HttpLimit): Promise<readonly Sample[] | null>;
  /** A selector of every stream: Loki wants at least one label that is not empty. Null when it knows no label. */
  everyStream(nowMs: number, limit: HttpLimit): Promise<string | null>;
}

const metricsBytesMax = 8_388_608;
const labels = z.looseObject({ data: z.array(z.string()).nullish() });
/** What collectors set on everything, most usual first; Loki 3 itself adds the first. */
const usualLabels = ['service_name', 'job', 'app', 'namespace', 'container', 'host', 'filename'];

export function createLokiClient(entry: LokiEntry, context: ConnectContext): LokiClient {
  const headers = entry.tenant === undefined ? {} : { 'X-Scope-OrgID': entry.tenant };
  const api = createJsonClient(entry, context, { name: 'Loki', headers });
  const memory = createCounterMemory(context.clock, (name) => name.startsWith('loki_') && /_(total|count)$/.test(name));
  async function metrics(limit: HttpLimit): Promise<readonly Sample[] | null> {
    const answer = await api.ask({ path: 'metrics', bodyBytesMax: metricsBytesMax }, limit);
    return answer.status === 200 ? readSamples(answer.body) : null;
  }
  return {
    ...api,
    memory,
    metrics,
    async everyStream(nowMs, limit) {
      const query = { start: nanoseconds(nowMs - 7_200_000), end: nanoseconds(nowMs) };
      const { data } = await api.json({ path: 'loki/api/v1/labels', query }, labels, limit);
      const known = data ?? [];
      const label = usualLabels.find((each) => known.includes(each)) ?? known[0];
      return label === undefined ? null : `{${label}=~".+"}`;
    },
    async warm() {
      const samples = await metrics({ timeoutMs: 5_000, signal: AbortSignal.timeout(6_000) }).catch(() => null);
      if (samples !== null) memory.remember(samples);
    },
  };
}

export function nanoseconds(ms: number): string {
  return `${String(Math.round(ms))}000000`;
}
