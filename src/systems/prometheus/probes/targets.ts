/** Which targets are not being scraped, and why: the reason decides between exporter, network, login and format. */

import { connect } from 'node:net';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { startAwakeLimit } from '../../awake-limit.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { PrometheusClient } from '../client.ts';
import { changingTarget } from './changing-target.ts';
import { emptiedJobs } from './emptied-jobs.ts';
import { sameLabels } from './same-labels.ts';

const target = z.looseObject({
  labels: z.record(z.string(), z.string()).default({}),
  scrapeUrl: z.string().default(''),
  lastError: z.string().default(''),
  lastScrapeDuration: z.number().default(0),
  health: z.string().default('unknown'),
  scrapePool: z.string().optional(),
  scrapeInterval: z.string().optional(),
  scrapeTimeout: z.string().optional(),
});
const answer = z.looseObject({ activeTargets: z.array(target).default([]) });

type Target = z.infer<typeof target>;

export const targetsProbe = apiProbe({
  name: 'targets',
  summary: { 'zh-CN': '抓取目标状态、失败原因、标签相同的目标', en: 'scrape targets, why they fail, and which share their labels' },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'target|scrape|exporter|up ?==? ?0|no data|rate\\(|qps|relabel|抓取|采集|监控缺失|无数据|突变|跳变',
  query: 'GET /api/v1/targets, GET /api/v1/status/config, resets(process_start_time_seconds[15m])',
  async see(client: PrometheusClient, _given, limit, context) {
    const { activeTargets } = await client.api('targets', { state: 'active' }, answer, limit);
    const down = activeTargets.filter((each) => each.health === 'down');
    const reach = down[0] === undefined ? null : await isListening(down[0].scrapeUrl, context.signal);
    const nowMs = context.clock.now();
    const [emptied, changing] = await Promise.all([
      emptiedJobs(client, new Set(activeTargets.map(jobOf)), nowMs, limit),
      changingTarget(client, nowMs, limit),
    ]);
    const facts = {
      ...targetFacts(activeTargets),
      ...sameLabels(activeTargets),
      ...changing,
      'targets.doesFirstDownListen': reach,
      'targets.emptiedJobs': emptied?.slice(0, 10).join(', ') ?? null,
      'targets.emptiedJobsCount': emptied?.length ?? null,
    };
    const list = down.slice(0, 20).map((each) => `${jobOf(each)} ${instanceOf(each)}: ${each.lastError}`);
    const same = facts['targets.same.count'] > 0 ? [`same labels ${facts['targets.same.labels']}: ${facts['targets.same.urls']}`] : [];
    return {
      headline: {
        'zh-CN':
          down.length === 0
            ? `${String(activeTargets.length)} 个抓取目标全部正常`
            : `${String(down.length)}/${String(activeTargets.length)} 个抓取目标失败：${list[0] ?? ''}`,
        en:
          down.length === 0
            ? `all ${String(activeTargets.length)} targets are up`
            : `${String(down.length)} of ${String(activeTargets.length)} targets are down: ${list[0] ?? ''}`,
      },
      facts,
      query: 'GET /api/v1/targets?state=active',
      text: [...list, ...same].join('\n'),
    };
  },
});

/** The kinds of scrape failure, each with what Prometheus writes for it. */
const kinds: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['refused', /connection refused/i],
  ['timeout', /context deadline exceeded|i\/o timeout|timeout/i],
  ['dns', /no such host|server misbehaving|lookup /i],
  ['tls', /x509|tls:|certificate/i],
  ['auth', /HTTP status (401|403)/i],
  ['status', /HTTP status|server returned/i],
  ['limit', /limit exceeded|sample_limit|body size limit|label_limit/i],
  ['network', /no route to host|network is unreachable/i],
  ['closed', /EOF|connection reset|broken pipe/i],
  ['format', /expected|invalid|unexpected|parse|unsupported|text format|duplicate/i],
];

export function errorKind(message: string): string {
  return kinds.find(([, pattern]) => pattern.test(message))?.[0] ?? (message === '' ? 'none' : 'other');
}

/** Pure: the targets in, facts out. */
export function targetFacts(targets: readonly Target[]): Facts {
  const down = targets.filter((each) => each.health === 'down');
  const counts = new Map<string, number>();
  for (const each of down) counts.set(errorKind(each.lastError), (counts.get(errorKind(each.lastError)) ?? 0) + 1);
  const [top] = [...counts].sort((one, other) => other[1] - one[1]);
  const first = down.find((each) => errorKind(each.lastError) === top?.[0]);
  const jobs = [...new Set(targets.map(jobOf))];
  const lostJobs = jobs.filter((job) => targets.filter((each) => jobOf(each) === job).every((each) => each.health === 'down'));
  const slowest = Math.max(0, ...targets.map((each) => each.lastScrapeDuration / (secondsOf(each.scrapeTimeout) ?? 10)));
  return {
    'reach.isOk': true,
    'targets.total': targets.length,
    'targets.down': down.length,
    'targets.downRatio': targets.length === 0 ? 0 : round(down.length / targets.length),
    'targets.unknown': targets.filter((each) => each.health === 'unknown').length,
    'targets.errorKind': top?.[0] ?? 'none',
    'targets.errorKindCount': top?.[1] ?? 0,
    'targets.firstDownJob': first === undefined ? '' : jobOf(first),
    'targets.firstDownInstance': first === undefined ? '' : instanceOf(first),
    'targets.firstDownError': (first?.lastError ?? '').slice(0, 300),
    'targets.jobsLost': lostJobs.slice(0, 10).join(', '),
    'targets.jobsLostCount': lostJobs.length,
    'targets.slowestScrapeRatio': round(slowest),
    'targets.slowestScrapeSeconds': round(Math.max(0, ...targets.map((each) => each.lastScrapeDuration))),
  };
}

/** From here, not from Prometheus: tells a dead exporter from a path that only Prometheus cannot take. Null when not asked. */
async function isListening(scrapeUrl: string, signal: AbortSignal): Promise<boolean | null> {
  if (!URL.canParse(scrapeUrl)) return null;
  const url = new URL(scrapeUrl);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return await new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
    const end = (isThere: boolean): void => {
      timer.stop();
      socket.destroy();
      resolve(isThere);
    };
    const timer = startAwakeLimit(1_500, () => end(false));
    signal.addEventListener('abort', () => end(false), { once: true });
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

function jobOf(each: Target): string {
  return each.labels.job ?? each.scrapePool ?? '';
}

function instanceOf(each: Target): string {
  return each.labels.instance ?? each.scrapeUrl.replace(/\?.*$/, '');
}

function secondsOf(duration: string | undefined): number | null {
  const match = /^(\d+)(ms|s|m)$/.exec(duration ?? '');
  const factors: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
  return match === null ? null : Number(match[1]) * (factors[match[2] ?? 's'] ?? 1);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
