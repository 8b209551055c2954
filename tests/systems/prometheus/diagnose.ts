/** A Prometheus entry, one of Zhiban's clients for it, and a diagnosis. */

import type { PrometheusClient } from '../../../src/systems/prometheus/client.ts';
import { type PrometheusEntry, prometheusKind } from '../../../src/systems/prometheus/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type PrometheusOptions, type PrometheusServer, startPrometheus } from '../../support/prometheus.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type Site, startSite } from '../http/site.ts';

export function prometheusEntry(url: string, more: Readonly<Record<string, unknown>> = {}): PrometheusEntry {
  return prometheusKind.entry.parse({ id: 'metrics', kind: 'prometheus', url, ...more });
}

export function prometheusClient(entry: PrometheusEntry, secret = ''): PrometheusClient {
  return prometheusKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}

export interface Scene {
  readonly server: PrometheusServer;
  readonly client: PrometheusClient;
  readonly entry: PrometheusEntry;
  look(options?: DiagnoseOptions): Promise<Diagnosis>;
}

export async function withPrometheus(options: PrometheusOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  const server = await startPrometheus(options);
  const entry = prometheusEntry(server.url);
  const client = prometheusClient(entry);
  try {
    await play({ server, client, entry, look: (given = {}) => diagnoseSystem(prometheusKind, client, entry, given) });
  } finally {
    await client.close();
    await server.stop();
  }
}

/** An exporter whose page the test writes. */
export async function withExporter(page: () => string, play: (site: Site) => Promise<void>): Promise<void> {
  const site = await startSite((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(page());
  });
  try {
    await play(site);
  } finally {
    await site.stop();
  }
}
