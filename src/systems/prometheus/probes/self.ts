/** Prometheus' own health: readiness, configuration, storage, notifications, its clock. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LookContext } from '../../contract.ts';
import { exchange, HttpFailure, type HttpLimit } from '../../http/exchange.ts';
import { ApiFailure, refusalOf } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { PrometheusClient } from '../client.ts';
import { queryInstant } from '../series.ts';
import { counters, parseExposition, sumOf } from './exposition.ts';

const runtime = z.looseObject({
  startTime: z.string().optional(),
  reloadConfigSuccess: z.boolean().optional(),
  corruptionCount: z.number().optional(),
  storageRetention: z.string().optional(),
});
const build = z.looseObject({ version: z.string().optional() });
const counted = z.looseObject({ name: z.string(), value: z.number() });
const tsdb = z.looseObject({
  headStats: z.looseObject({ numSeries: z.number() }).optional(),
  seriesCountByMetricName: z.array(counted).nullish(),
  labelValueCountByLabelName: z.array(counted).nullish(),
});
const managers = z.looseObject({ activeAlertmanagers: z.array(z.looseObject({ url: z.string() })).nullish() });

export const selfProbe = apiProbe({
  name: 'self',
  summary: { 'zh-CN': '就绪、配置加载、存储、通知与时钟', en: 'readiness, configuration, storage, notifications, clock' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'prometheus|alertmanager|monitoring|tsdb|cardinality|reload|监控|基数|配置加载|告警发不出',
  query: 'GET /-/ready /metrics /api/v1/status/*',
  tellsSilence: true,
  async see(client: PrometheusClient, _given, limit, context) {
    const ready = await client.page('/-/ready', limit, 4_096);
    if (ready.status === 401 || ready.status === 403) throw refusalOf('Prometheus', '/-/ready', ready.status);
    const page = await client.page('/metrics', limit).catch(ignoreFailure);
    const own = page !== null && page.status === 200 && !page.isTruncated ? parseExposition(page.body) : null;
    const facts: Facts = {
      'reach.isOk': true,
      'reach.problem': 'none',
      'self.isReady': ready.status === 200 || ready.status === 404,
      'self.readyStatus': ready.status,
      'self.readyAnswer': ready.body.slice(0, 200).trim(),
      'self.clockSkewSeconds': skewSeconds(ready.headers.date, context.clock.now()),
      ...(await apiFacts(client, context, limit)),
      ...metricFacts(own),
      ...(await recentFacts(client, own, context, limit)),
    };
    return {
      headline: {
        'zh-CN': `${facts['self.isReady'] === true ? '就绪' : '未就绪'}，版本 ${String(facts['self.version'])}，活跃序列 ${String(facts['self.headSeries'])}，配置加载${facts['self.isConfigLoaded'] === false ? '失败' : '正常'}`,
        en: `${facts['self.isReady'] === true ? 'ready' : 'not ready'}, version ${String(facts['self.version'])}, ${String(facts['self.headSeries'])} series, configuration ${facts['self.isConfigLoaded'] === false ? 'not loaded' : 'loaded'}`,
      },
      facts,
      query: 'GET /-/ready /metrics /api/v1/status/*',
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

/** What newer versions tell and other products do not is null, not an error. */
async function optional<Data>(client: PrometheusClient, path: string, schema: z.ZodType<Data>, limit: HttpLimit): Promise<Data | null> {
  try {
    return await client.api(path, {}, schema, limit);
  } catch (error) {
    if (error instanceof ApiFailure || error instanceof HttpFailure || error instanceof z.ZodError) return null;
    throw error;
  }
}

function ignoreFailure(error: unknown): null {
  if (error instanceof HttpFailure) return null;
  throw error;
}

async function apiFacts(client: PrometheusClient, context: LookContext, limit: HttpLimit): Promise<Facts> {
  const [runtimeNow, buildNow, tsdbNow, managersNow] = await Promise.all([
    optional(client, 'status/runtimeinfo', runtime, limit),
    optional(client, 'status/buildinfo', build, limit),
    optional(client, 'status/tsdb', tsdb, limit),
    optional(client, 'alertmanagers', managers, limit),
  ]);
  const startedMs = Date.parse(runtimeNow?.startTime ?? '');
  const [topMetric] = tsdbNow?.seriesCountByMetricName ?? [];
  const [topLabel] = tsdbNow?.labelValueCountByLabelName ?? [];
  const active = managersNow?.activeAlertmanagers?.map((each) => each.url) ?? [];
  return {
    'self.version': buildNow?.version ?? '',
    'self.isConfigLoaded': runtimeNow?.reloadConfigSuccess ?? null,
    'self.corruptions': runtimeNow?.corruptionCount ?? null,
    'self.retention': runtimeNow?.storageRetention ?? '',
    'self.uptimeSeconds': Number.isFinite(startedMs) ? Math.max(0, Math.round((context.clock.now() - startedMs) / 1_000)) : null,
    'self.headSeries': tsdbNow?.headStats?.numSeries ?? null,
    'self.topMetric': topMetric?.name ?? '',
    'self.topMetricSeries': topMetric?.value ?? 0,
    'self.topLabel': topLabel?.name ?? '',
    'self.topLabelValues': topLabel?.value ?? 0,
    'self.alertmanagers': managersNow === null ? null : active.length,
    'self.alertmanager': active[0] ?? '',
    'self.isAlertmanagerAnswering': active.length === 0 ? null : await answersAny(active.slice(0, 4), limit),
  };
}

/** Asked from here, which is not where Prometheus asks from: only counts together with errors that Prometheus itself has had. */
async function answersAny(urls: readonly string[], limit: HttpLimit): Promise<boolean> {
  const answers = await Promise.all(
    urls.map(async (url) => {
      const given = { url: new URL('/-/ready', url), method: 'GET', headers: {}, tls: { insecure: true }, bodyBytesMax: 1_024 };
      return await exchange(given, { ...limit, timeoutMs: 2_000 }).then(
        () => true,
        () => false,
      );
    }),
  );
  return answers.includes(true);
}

function metricFacts(own: ReadonlyMap<string, number> | null): Facts {
  if (own === null) return { 'self.areMetricsShown': false, 'self.fileDescriptorRatio': null, 'self.residentBytes': null };
  const [used, most] = [sumOf(own, 'process_open_fds'), sumOf(own, 'process_max_fds')];
  return {
    'self.areMetricsShown': true,
    'self.fileDescriptorRatio': used === null || most === null || most === 0 ? null : Math.round((used / most) * 1_000) / 1_000,
    'self.residentBytes': sumOf(own, 'process_resident_memory_bytes'),
  };
}

/** By its own record of itself where it scrapes itself; otherwise, while it is young, since its start. */
async function recentFacts(
  client: PrometheusClient,
  own: ReadonlyMap<string, number> | null,
  context: LookContext,
  limit: HttpLimit,
): Promise<Facts> {
  const facts: Record<string, number | null> = {};
  const startedSeconds = own === null ? null : sumOf(own, 'process_start_time_seconds');
  // Counters of what is not in use, as remote write, are not exposed; other products expose none of these.
  const isPrometheus = own?.has('prometheus_build_info') === true;
  const isYoung = startedSeconds !== null && context.clock.now() / 1_000 - startedSeconds < 3_600;
  const recorded = await recordedGrowth(client, context, limit);
  for (const { fact, metric } of counters) {
    const total = own === null ? null : (sumOf(own, metric) ?? (isPrometheus ? 0 : null));
    facts[`self.${fact}.total`] = total;
    facts[`self.${fact}.recent`] = recorded.get(metric) ?? (isYoung || total === 0 ? total : null);
  }
  return facts;
}

async function recordedGrowth(client: PrometheusClient, context: LookContext, limit: HttpLimit): Promise<ReadonlyMap<string, number>> {
  try {
    // increase() drops the name before it could be copied to a label; so each is named by itself, all in one expression.
    const expression = counters
      .map(({ metric }) => `label_replace(sum(increase(${metric}[15m])), "name", "${metric}", "", "")`)
      .join(' or ');
    const values = await queryInstant(client, expression, context.clock.now(), limit);
    return new Map(
      values.flatMap(({ labels, value }) => (value === null ? [] : [[labels.name ?? '', Math.round(value * 100) / 100] as const])),
    );
  } catch (error) {
    if (error instanceof ApiFailure || error instanceof HttpFailure) return new Map();
    throw error;
  }
}

function skewSeconds(date: string | undefined, nowMs: number): number | null {
  const theirs = Date.parse(date ?? '');
  return Number.isFinite(theirs) ? Math.round(Math.abs(theirs - nowMs) / 1_000) : null;
}
