/** Asks VictoriaLogs over its HTTP API, and remembers its counters. */

import type { ConnectContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { createJsonClient, type JsonClient } from '../http-api/json-client.ts';
import { type CounterMemory, createCounterMemory, readSamples, type Sample } from '../http-api/metrics.ts';
import type { VictorialogsEntry } from './system.ts';

export interface VictorialogsClient extends JsonClient {
  readonly memory: CounterMemory;
  /** Null where it shows none to us. */
  metrics(limit: HttpLimit): Promise<readonly Sample[] | null>;
}

const metricsBytesMax = 4_194_304;

export function createVictorialogsClient(entry: VictorialogsEntry, context: ConnectContext): VictorialogsClient {
  const api = createJsonClient(entry, context, { name: 'VictoriaLogs', headers: tenantHeaders(entry.tenant) });
  const memory = createCounterMemory(context.clock, (name) => /_total$|_seconds$/.test(name) && !name.startsWith('go_'));
  async function metrics(limit: HttpLimit): Promise<readonly Sample[] | null> {
    const answer = await api.ask({ path: 'metrics', bodyBytesMax: metricsBytesMax }, limit);
    return answer.status === 200 ? readSamples(answer.body) : null;
  }
  return {
    ...api,
    memory,
    metrics,
    async warm() {
      const samples = await metrics({ timeoutMs: 5_000, signal: AbortSignal.timeout(6_000) }).catch(() => null);
      if (samples !== null) memory.remember(samples);
    },
  };
}

/** `12` or `12:3`, account and project; without one it is the tenant 0:0. */
function tenantHeaders(tenant: string | undefined): Readonly<Record<string, string>> {
  if (tenant === undefined) return {};
  const [account = '0', project = '0'] = tenant.split(':');
  return { AccountID: account, ProjectID: project };
}
