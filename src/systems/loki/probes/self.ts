/** Loki's own health: readiness, rings, what it refused and why, flushes, the write-ahead log, queues. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { refusalOf } from '../../http-api/failure.ts';
import { type Sample, sumOf } from '../../http-api/metrics.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { LokiClient } from '../client.ts';

/** Loki's names for why a line was refused, put together where the cure is the same. */
const reasons: Readonly<Record<string, RegExp>> = {
  rateLimited: /^rate_limited$/,
  streamRateLimited: /^per_stream_rate_limit$/,
  streamLimit: /^stream_limit$/,
  tooOld: /^greater_than_max_sample_age$/,
  fromFuture: /^too_far_in_future$/,
  outOfOrder: /^(out_of_order|too_far_behind)$/,
  lineTooLong: /^line_too_long$/,
  labels: /^(max_label_names_per_series|label_name_too_long|label_value_too_long|duplicate_label_names|invalid_labels|missing_labels)$/,
  blocked: /^blocked_ingestion/,
};

const counters: readonly { readonly fact: string; readonly metric: string; readonly labels?: Readonly<Record<string, string | RegExp>> }[] =
  [
    { fact: 'linesReceived', metric: 'loki_distributor_lines_received_total' },
    { fact: 'pushes', metric: 'loki_request_duration_seconds_count', labels: { route: /push|otlp/ } },
    { fact: 'queries', metric: 'loki_request_duration_seconds_count', labels: { route: /^loki_api_v1_query/ } },
    { fact: 'appends', metric: 'loki_distributor_ingester_appends_total' },
    { fact: 'pushFailed', metric: 'loki_request_duration_seconds_count', labels: { route: /push|otlp/, status_code: /^5/ } },
    { fact: 'queryFailed', metric: 'loki_request_duration_seconds_count', labels: { route: /^loki_api_v1_query/, status_code: /^5/ } },
    { fact: 'appendsFailed', metric: 'loki_distributor_ingester_append_failures_total' },
    { fact: 'flushesFailed', metric: 'loki_ingester_chunks_flush_failures_total' },
    { fact: 'walDiskFull', metric: 'loki_ingester_wal_disk_full_failures_total' },
    { fact: 'walCorrupt', metric: 'loki_ingester_wal_corruptions_total' },
    { fact: 'panics', metric: 'loki_panic_total' },
  ];

export const selfProbe = apiProbe({
  name: 'self',
  summary: {
    'zh-CN': '就绪、环、拒收原因、落盘、预写日志与查询队列',
    en: 'readiness, rings, what is refused and why, flushes, write-ahead log, queues',
  },
  parameters: z.strictObject({}),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'loki|log store|log system|ingest|429|日志系统|日志平台|写入日志',
  query: 'GET /ready /metrics',
  facts: ['self.*', 'refused.*', 'ring.*'],
  tellsSilence: true,
  async see(client: LokiClient, _given, limit, context) {
    const ready = await client.ask({ path: 'ready', bodyBytesMax: 2_048 }, limit);
    if (ready.status === 401 || ready.status === 403) throw refusalOf('Loki', 'ready', ready.status);
    const samples = await client.metrics(limit);
    const facts: Facts = {
      'reach.isOk': true,
      'reach.problem': 'none',
      'self.isReady': ready.status === 200,
      'self.readyStatus': ready.status,
      'self.readyAnswer': ready.body.slice(0, 200).trim(),
      'self.areMetricsShown': samples !== null,
      ...(samples === null ? {} : { ...stateFacts(samples, context.clock.now()), ...counterFacts(client, samples) }),
    };
    if (samples !== null) client.memory.remember(samples);
    return {
      headline: {
        'zh-CN': `${ready.status === 200 ? '就绪' : `未就绪：${ready.body.slice(0, 80).trim()}`}，环中异常成员 ${String(facts['ring.unhealthy'] ?? '?')}，近期拒收 ${String(facts['refused.lines.recent'] ?? '未知')} 行`,
        en: `${ready.status === 200 ? 'ready' : `not ready: ${ready.body.slice(0, 80).trim()}`}, ${String(facts['ring.unhealthy'] ?? '?')} unhealthy in the rings, ${String(facts['refused.lines.recent'] ?? 'unknown')} lines refused lately`,
      },
      facts,
      text: factLines(facts),
    };
  },
});

/** Pure. */
export function stateFacts(samples: readonly Sample[], nowMs: number): Facts {
  const unhealthy = samples.filter(({ name, labels, value }) => name === 'loki_ring_members' && labels.state === 'Unhealthy' && value > 0);
  const compacted = sumOf(samples, 'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds');
  const started = sumOf(samples, 'process_start_time_seconds');
  const [used, most] = [sumOf(samples, 'process_open_fds'), sumOf(samples, 'process_max_fds')];
  return {
    'ring.unhealthy': sumOf(samples, 'loki_ring_members', { state: 'Unhealthy' }),
    'ring.active': sumOf(samples, 'loki_ring_members', { name: 'ingester', state: 'ACTIVE' }),
    'ring.worst': unhealthy[0]?.labels.name ?? '',
    'self.streams': sumOf(samples, 'loki_ingester_memory_streams'),
    'self.flushQueue': sumOf(samples, 'loki_ingester_flush_queue_length'),
    'self.queryQueue': sumOf(samples, 'loki_query_scheduler_queue_length'),
    'self.walDiskRatio': sumOf(samples, 'loki_ingester_wal_disk_usage_percent'),
    'self.isReplaying': (sumOf(samples, 'loki_ingester_wal_replay_active') ?? 0) > 0,
    'self.compactedAgoSeconds': compacted === null || compacted === 0 ? null : Math.max(0, Math.round(nowMs / 1_000 - compacted)),
    'self.residentBytes': sumOf(samples, 'process_resident_memory_bytes'),
    'self.fileDescriptorRatio': used === null || most === null || most === 0 ? null : used / most,
    'self.uptimeSeconds': started === null ? null : Math.max(0, Math.round(nowMs / 1_000 - started)),
  };
}

/** A counter with labels is there only once it has counted: where Loki shows metrics at all, its absence is nought. */
function counterFacts(client: LokiClient, samples: readonly Sample[]): Facts {
  const isRead = sumOf(samples, 'process_start_time_seconds') !== null;
  const growth = (metric: string, labels: Readonly<Record<string, string | RegExp>> = {}): number | null => {
    const grown = client.memory.growth(samples, metric, labels);
    return grown === null && isRead && sumOf(samples, metric, labels) === null ? 0 : grown;
  };
  const facts: Record<string, number | string | null> = {};
  for (const { fact, metric, labels } of counters) facts[`self.${fact}.recent`] = growth(metric, labels);
  for (const [name, reason] of Object.entries(reasons))
    facts[`refused.${name}.recent`] = growth('loki_discarded_samples_total', { reason });
  facts['refused.lines.recent'] = growth('loki_discarded_samples_total');
  facts['refused.tenant'] = worstTenant(samples);
  return facts;
}

function worstTenant(samples: readonly Sample[]): string {
  const [worst] = samples.filter(({ name }) => name === 'loki_discarded_samples_total').sort((one, other) => other.value - one.value);
  return worst?.labels.tenant ?? '';
}
