/** Prometheus and what answers like it: where numbers and alert rules come from, and itself something that can fail. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiTokenShape } from '../http-api/client.ts';
import { isSystemFailure } from '../http-api/failure.ts';
import { createPrometheusClient, type PrometheusClient } from './client.ts';
import { prometheusCommands } from './commands.ts';
import { prometheusProbes } from './probes.ts';
import { readMetrics } from './read-metrics.ts';
import { prometheusSignatures } from './signatures.ts';

const prometheusEntry = z.strictObject({
  ...entryShape,
  /** With its path prefix, if it has one: `http://prometheus:9090`, `http://vm:8481/select/0/prometheus`. */
  ...apiTokenShape,
  kind: z.literal('prometheus'),
});

export type PrometheusEntry = z.infer<typeof prometheusEntry>;

export const prometheusKind: SystemKind<PrometheusClient, PrometheusEntry> = {
  kind: 'prometheus',
  title: { 'zh-CN': 'Prometheus', en: 'Prometheus' },
  entry: prometheusEntry,
  connect: createPrometheusClient,
  probes: prometheusProbes,
  signatures: prometheusSignatures,
  actions: [],
  commands: prometheusCommands,
  metricStore: { range: readMetrics },
  async check(client, context) {
    try {
      await client.api('query', { query: 'vector(1)' }, z.unknown(), { timeoutMs: 5_000, signal: context.signal });
      return [{ level: 'ok', text: { 'zh-CN': '可以查询', en: 'queries are answered' } }];
    } catch (error) {
      if (!isSystemFailure(error)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法查询：${error.message}`, en: error.message } }];
    }
  },
};
