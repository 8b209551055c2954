/** VictoriaLogs' own health: what it refused and dropped, its disk, its queues. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { refusalOf } from '../../http-api/failure.ts';
import { type Sample, sumOf } from '../../http-api/metrics.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { VictorialogsClient } from '../client.ts';

/** Counters that mean trouble when they grow. */
const counters: readonly { readonly fact: string; readonly metric: string; readonly labels?: Readonly<Record<string, string | RegExp>> }[] =
  [
    { fact: 'rowsIngested', metric: 'vl_rows_ingested_total' },
    { fact: 'rowsTooOld', metric: 'vl_rows_dropped_total', labels: { reason: 'too_small_timestamp' } },
    { fact: 'rowsFromFuture', metric: 'vl_rows_dropped_total', labels: { reason: 'too_big_timestamp' } },
    { fact: 'rowsTooManyFields', metric: 'vl_rows_dropped_total', labels: { reason: 'too_many_fields' } },
    { fact: 'linesTooLong', metric: 'vl_too_long_lines_skipped_total' },
    { fact: 'insertErrors', metric: 'vl_http_errors_total', labels: { path: /insert/ } },
    { fact: 'inserts', metric: 'vl_http_requests_total', labels: { path: /insert/ } },
    { fact: 'selects', metric: 'vl_http_requests_total', labels: { path: /select/ } },
    { fact: 'selectErrors', metric: 'vl_http_errors_total', labels: { path: /select/ } },
    { fact: 'selectQueued', metric: 'vl_concurrent_select_limit_reached_total' },
    { fact: 'selectRefused', metric: 'vl_concurrent_select_limit_timeout_total' },
    { fact: 'insertQueued', metric: 'vm_concurrent_insert_limit_reached_total' },
    { fact: 'insertRefused', metric: 'vm_concurrent_insert_limit_timeout_total' },
    { fact: 'streamsCreated', metric: 'vl_streams_created_total' },
    { fact: 'errorsLogged', metric: 'vm_log_messages_total', labels: { level: /^(error|panic|fatal)$/i } },
  ];

export const selfProbe = apiProbe({
  name: 'self',
  summary: {
    'zh-CN': '健康、只读与磁盘、丢弃的日志、写入与查询的排队',
    en: 'health, read-only and disk, rows dropped, queues of writes and queries',
  },
  parameters: z.strictObject({}),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'victorialogs|vlogs|log store|log system|ingest|日志系统|日志平台|写入日志',
  query: 'GET /health /metrics',
  facts: ['self.*'],
  tellsSilence: true,
  async see(client: VictorialogsClient, _given, limit, context) {
    const health = await client.ask({ path: 'health', bodyBytesMax: 1_024 }, limit);
    if (health.status === 401 || health.status === 403) throw refusalOf('VictoriaLogs', 'health', health.status);
    const samples = await client.metrics(limit);
    const theirs = Date.parse(health.headers.date ?? '');
    const facts: Facts = {
      'reach.isOk': true,
      'reach.problem': 'none',
      'self.isHealthy': health.status === 200,
      'self.healthStatus': health.status,
      'self.clockSkewSeconds': Number.isFinite(theirs) ? Math.round(Math.abs(theirs - context.clock.now()) / 1_000) : null,
      'self.areMetricsShown': samples !== null,
      ...(samples === null ? {} : { ...stateFacts(samples, context.clock.now()), ...counterFacts(client, samples) }),
    };
    if (samples !== null) client.memory.remember(samples);
    const isReadOnly = facts['self.isReadOnly'] === true;
    return {
      headline: {
        'zh-CN': `${facts['self.isHealthy'] === true ? '健康' : `不健康（${String(health.status)}）`}${isReadOnly ? '，只读' : ''}，磁盘剩余 ${gigabytes(facts['self.freeDiskBytes'])}，近期丢弃 ${String(facts['self.rowsDropped.recent'] ?? '未知')} 行`,
        en: `${facts['self.isHealthy'] === true ? 'healthy' : `not healthy (${String(health.status)})`}${isReadOnly ? ', read-only' : ''}, ${gigabytes(facts['self.freeDiskBytes'])} of disk free, ${String(facts['self.rowsDropped.recent'] ?? 'unknown')} rows dropped lately`,
      },
      facts,
      text: factLines(facts),
    };
  },
});

/** Pure. */
export function stateFacts(samples: readonly Sample[], nowMs: number): Facts {
  const free = sumOf(samples, 'vl_free_disk_space_bytes');
  const held = sumOf(samples, 'vl_data_size_bytes');
  const [capacity, current] = [sumOf(samples, 'vl_concurrent_select_capacity'), sumOf(samples, 'vl_concurrent_select_current')];
  const [resident, memory] = [sumOf(samples, 'process_resident_memory_bytes'), sumOf(samples, 'process_memory_limit_bytes')];
  const [used, most] = [sumOf(samples, 'process_open_fds'), sumOf(samples, 'process_max_fds')];
  const readOnly = sumOf(samples, 'vl_storage_is_read_only');
  const started = sumOf(samples, 'process_start_time_seconds');
  return {
    'self.isReadOnly': readOnly === null ? null : readOnly > 0,
    'self.freeDiskBytes': free,
    'self.dataBytes': held,
    'self.freeDiskRatio': free === null || held === null || free + held === 0 ? null : free / (free + held),
    'self.retention': flagOf(samples, 'retentionPeriod'),
    'self.futureRetention': flagOf(samples, 'futureRetention'),
    'self.selectBusyRatio': ratio(current, capacity),
    'self.residentBytes': resident,
    'self.memoryRatio': ratio(resident, memory),
    'self.fileDescriptorRatio': ratio(used, most),
    'self.uptimeSeconds': started === null ? null : Math.max(0, Math.round(nowMs / 1_000 - started)),
  };
}

function counterFacts(client: VictorialogsClient, samples: readonly Sample[]): Facts {
  const facts: Record<string, number | null> = {};
  for (const { fact, metric, labels } of counters) {
    const growth = client.memory.growth(samples, metric, labels);
    // A counter of one path comes into being with its first event, beside its siblings of other paths.
    const isNoneYet = growth === null && labels !== undefined && samples.some(({ name }) => name === metric);
    facts[`self.${fact}.recent`] = isNoneYet ? 0 : growth;
  }
  facts['self.rowsDropped.recent'] = client.memory.growth(samples, 'vl_rows_dropped_total');
  return facts;
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

/** VictoriaMetrics' programs tell their settings as metrics. */
function flagOf(samples: readonly Sample[], name: string): string {
  return samples.find((sample) => sample.name === 'flag' && sample.labels.name === name)?.labels.value ?? '';
}

function gigabytes(bytes: Facts[string] | undefined): string {
  return typeof bytes === 'number' ? `${(bytes / 1e9).toFixed(1)} GB` : '?';
}
