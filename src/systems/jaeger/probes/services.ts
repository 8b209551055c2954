/** Which services report, and which have stopped. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { JaegerClient } from '../client.ts';
import { inTurns, servicesOf, stretchOf } from '../sample-traces.ts';
import type { Trace } from '../span.ts';

const servicesMax = 30;
const tracesMax = 20;
/** The time before is this many times as long. */
const beforeTimes = 4;

export interface Reporting {
  readonly service: string;
  /** Starts of its spans within both stretches, epoch ms, in order. */
  readonly atMs: readonly number[];
}

export const servicesProbe = apiProbe({
  name: 'services',
  summary: {
    'zh-CN': '哪些服务在上报链路、哪个服务停止了上报',
    en: 'which services report traces, and which have stopped',
  },
  parameters: z.strictObject({ minutes: z.number().int().min(1).max(360).default(15) }),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'trace|span|no data|missing|report|stopped|链路|追踪|上报|没有数据|缺失|断',
  query: 'GET /api/services',
  facts: ['services.*'],
  async see(client: JaegerClient, given, limit, context) {
    const { fromMs, toMs } = stretchOf(given.minutes, context);
    const known = await servicesOf(client, context, limit);
    const asked = known.slice(0, servicesMax);
    const seen = await inTurns(asked, async (service): Promise<Reporting> => {
      const now = await client.traces({ service, fromMs, toMs, tracesMax }, limit);
      const beforeMs = fromMs - (toMs - fromMs) * beforeTimes;
      const before = await client.traces({ service, fromMs: beforeMs, toMs: fromMs, tracesMax }, limit);
      return { service, atMs: startsOf(service, [...now, ...before]) };
    });
    const facts: Facts = { 'reach.isOk': true, ...silenceFacts(seen, toMs), 'services.leftOut': known.length - asked.length };
    return {
      headline: {
        'zh-CN': `${String(known.length)} 个服务，${String(facts['services.silent'])} 个停止上报`,
        en: `${String(known.length)} services, ${String(facts['services.silent'])} of them have stopped reporting`,
      },
      facts,
      text: seen.map((each) => lineOf(each, toMs)).join('\n'),
    };
  },
});

/** Its own spans: a trace is found by any service in it. */
function startsOf(service: string, traces: readonly Trace[]): readonly number[] {
  const starts = traces.map(({ spans }) => spans.find((span) => span.service === service)?.startUs ?? 0);
  return [...new Set(starts.filter((us) => us > 0).map((us) => us / 1_000))].sort((one, other) => one - other);
}

/** Pure. One that spoke at a pace is silent once ten of its usual pauses have passed; one that spoke a few times has no pace. */
export function silenceFacts(seen: readonly Reporting[], nowMs: number): Facts {
  const judged = seen.map((each) => ({ ...each, usualMs: usualGapMs(each.atMs), silentMs: nowMs - (each.atMs.at(-1) ?? nowMs) }));
  const silent = judged
    .filter(({ usualMs, silentMs }) => usualMs !== null && silentMs > Math.max(120_000, usualMs * 10))
    .sort((one, other) => other.silentMs - one.silentMs);
  const paced = judged.filter(({ usualMs }) => usualMs !== null);
  const [first] = silent;
  return {
    'services.count': seen.length,
    'services.paced': paced.length,
    'services.silent': silent.length,
    'services.areAllSilent': paced.length > 0 && silent.length === paced.length,
    'services.silentName': first?.service ?? '',
    'services.silentNames': silent
      .slice(0, 10)
      .map(({ service }) => service)
      .join(', '),
    'services.silentSeconds': first === undefined ? null : Math.round(first.silentMs / 1_000),
    'services.usualGapSeconds': first?.usualMs === null || first === undefined ? null : Math.round(first.usualMs / 100) / 10,
  };
}

/** The longest of nine in ten pauses; null where there are too few. */
function usualGapMs(atMs: readonly number[]): number | null {
  if (atMs.length < 8) return null;
  const gaps = atMs
    .slice(1)
    .map((at, index) => at - (atMs[index] ?? at))
    .sort((one, other) => one - other);
  return gaps[Math.floor(gaps.length * 0.9)] ?? null;
}

function lineOf({ service, atMs }: Reporting, nowMs: number): string {
  const last = atMs.at(-1);
  const usual = usualGapMs(atMs);
  const pause = usual === null ? 'no pace' : `a pause of up to ${String(Math.round(usual / 1_000))} s is usual`;
  return `${service}: ${String(atMs.length)} traces${last === undefined ? '' : `, the newest ${String(Math.round((nowMs - last) / 1_000))} s ago, ${pause}`}`;
}
