/** Asks Alertmanager over its API v2, and remembers its counters. */

import type { ConnectContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { createJsonClient, type JsonClient } from '../http-api/json-client.ts';
import { type CounterMemory, createCounterMemory, readSamples, type Sample } from '../http-api/metrics.ts';
import type { AlertmanagerEntry } from './system.ts';

export interface AlertmanagerClient extends JsonClient {
  readonly memory: CounterMemory;
  /** Null where it shows none to us. */
  metrics(limit: HttpLimit): Promise<readonly Sample[] | null>;
}

export function createAlertmanagerClient(entry: AlertmanagerEntry, context: ConnectContext): AlertmanagerClient {
  const headers = entry.tenant === undefined ? {} : { 'X-Scope-OrgID': entry.tenant };
  const api = createJsonClient(entry, context, { name: 'Alertmanager', headers });
  const memory = createCounterMemory(context.clock, (name) => name.startsWith('alertmanager_') && name.endsWith('_total'));
  async function metrics(limit: HttpLimit): Promise<readonly Sample[] | null> {
    const answer = await api.ask({ path: 'metrics' }, limit);
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
