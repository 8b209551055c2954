/** Jaeger's own health: what the collector drops, how full its queue is, what its storage refuses. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { type Sample, sumOf } from '../../http-api/metrics.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { JaegerClient } from '../client.ts';

export const selfProbe = apiProbe({
  name: 'self',
  summary: {
    'zh-CN': '采集端自身：丢弃的跨度、队列、存储写入失败（需 adminUrl）',
    en: 'the collector itself: dropped spans, its queue, failures of the storage (needs adminUrl)',
  },
  parameters: z.strictObject({}),
  timeoutMs: 10_000,
  cost: 'cheap',
  hints: 'jaeger|collector|dropped|queue|链路|采集|丢弃|队列',
  query: 'GET /metrics',
  facts: ['self.*'],
  tellsSilence: true,
  async see(client: JaegerClient, _given, limit) {
    await client.services(limit);
    // The admin port is another door: that it is shut says nothing of the queries.
    const samples = await client.metrics(limit).catch((error: unknown) => {
      if (error instanceof SystemError) return null;
      throw error;
    });
    if (samples === null) {
      return {
        headline: { 'zh-CN': '可以查询；采集端的指标不可读', en: 'answers; the metrics of the collector are not shown' },
        facts: { 'reach.isOk': true, 'self.areMetricsShown': false },
        text: '',
      };
    }
    const facts: Facts = { 'reach.isOk': true, 'self.areMetricsShown': true, ...selfFacts(client, samples) };
    client.memory.remember(samples);
    return {
      headline: {
        'zh-CN': `近期丢弃 ${String(facts['self.dropped.recent'])} 个跨度，队列 ${String(facts['self.queueLength'])}，保存失败 ${String(facts['self.saveFailed.recent'])}`,
        en: `${String(facts['self.dropped.recent'])} spans dropped lately, queue ${String(facts['self.queueLength'])}, ${String(facts['self.saveFailed.recent'])} not saved`,
      },
      facts,
      text: factLines(facts),
    };
  },
});

/** Version 1 names; a counter with labels is there only once it has counted. */
function selfFacts(client: JaegerClient, samples: readonly Sample[]): Facts {
  const growth = (metric: string, labels: Readonly<Record<string, string | RegExp>> = {}): number | null =>
    client.memory.growth(samples, metric, labels) ?? (sumOf(samples, metric, labels) === null ? 0 : null);
  const [length, capacity] = [sumOf(samples, 'jaeger_collector_queue_length'), sumOf(samples, 'jaeger_collector_queue_capacity')];
  return {
    'self.received.recent': growth('jaeger_collector_spans_received_total'),
    'self.dropped.recent': growth('jaeger_collector_spans_dropped_total'),
    'self.rejected.recent': growth('jaeger_collector_spans_rejected_total'),
    'self.saveFailed.recent': growth('jaeger_collector_spans_saved_by_svc_total', { result: 'err' }),
    'self.queueLength': length,
    'self.queueRatio': length === null || capacity === null || capacity === 0 ? null : length / capacity,
  };
}
