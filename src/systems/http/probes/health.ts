/** Does it answer as it should, always, and where does the time go: a handful of requests, one after the other. */

import { z } from 'zod';
import type { Facts, Look } from '../../../domain/evidence.ts';
import type { LookContext, Probe } from '../../contract.ts';
import { reasonIn } from '../body-reason.ts';
import type { Followed, HttpClient } from '../client.ts';
import { HttpFailure, reachProblemOf, statusOf, type Timing } from '../exchange.ts';
import { pageTextOf } from '../page-text.ts';
import { speaksTls } from '../speaks-tls.ts';
import { type Expectation, expectationOf } from './expectation.ts';

const parameters = z.strictObject({
  samples: z.number().int().min(1).max(20).default(6),
  pauseMs: z.number().int().min(0).max(2_000).default(120),
});

const tlsWithinMs = 3_000;

type Sample = { readonly answer: Followed } | { readonly failure: HttpFailure };

export const healthProbe: Probe<HttpClient> = {
  name: 'health',
  summary: { 'zh-CN': '多次访问：状态码、内容、重定向与耗时分解', en: 'several requests: status, body, redirects, where the time goes' },
  parameters,
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'http|https|url|api|website|5xx|50[0-9]|latency|slow|down|probe|接口|网站|服务|访问|超时|慢|状态码',
  async look(client, given, context) {
    const { samples, pauseMs } = parameters.parse(given);
    const expectation = expectationOf(context.entry);
    const taken = await takeSamples(client, samples, pauseMs, expectation, context);
    const facts = {
      ...healthFacts(taken, expectation),
      ...(await rootFacts(client, taken, context, expectation)),
      'health.speaksTls': await wantsTls(client, taken, context),
    };
    const query = `${expectation.method} ${client.url.origin}${client.url.pathname} ×${String(taken.length)}`;
    const failures = taken.flatMap((sample) => ('failure' in sample ? [sample.failure] : []));
    const [worst] = failures;
    const text = taken.map((sample, index) => printSample(sample, index)).join('\n');
    if (worst !== undefined && failures.length === taken.length) return failedLook(worst, facts, query, text);
    return { status: 'ok', headline: headline(facts), facts, query, text };
  },
};

async function takeSamples(
  client: HttpClient,
  count: number,
  pauseMs: number,
  expectation: Expectation,
  context: LookContext,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const untilMs = context.clock.now() + 14_000;
  for (let index = 0; index < count && context.clock.now() < untilMs && !context.signal.aborted; index += 1) {
    if (index > 0) await context.clock.sleep(pauseMs, context.signal).catch(() => undefined);
    try {
      samples.push({ answer: await client.ask({ timeoutMs: expectation.timeoutMs, signal: context.signal }) });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      samples.push({ failure: error });
      // What fails twice in a way that will not change within a second is not asked again.
      const isLasting = samples.length >= 2 && samples.every((sample) => 'failure' in sample && sample.failure.problem === error.problem);
      if (isLasting && samples.length >= Math.min(count, 3)) break;
    }
  }
  if (samples.length === 0)
    samples.push({ failure: new HttpFailure('The look was ended before it began', { problem: 'stopped', stage: 'dns', code: '' }) });
  return samples;
}

/** Pure: what the samples say. */
export function healthFacts(samples: readonly Sample[], expectation: Expectation): Facts {
  const answers = samples.flatMap((sample) => ('answer' in sample ? [sample.answer] : []));
  const failures = samples.flatMap((sample) => ('failure' in sample ? [sample.failure] : []));
  const good = answers.filter(
    (answer) => expectation.isStatus(answer.last.status) && expectation.isBody(answer.last.body) && !answer.isLoop,
  );
  const bad = answers.filter((answer) => !good.includes(answer));
  const [wrong] = bad;
  const shown = wrong ?? answers.at(-1);
  const failure = failures[0];
  return {
    'health.samples': samples.length,
    'health.okRatio': round(good.length / samples.length),
    'health.isOk': good.length === samples.length,
    'health.isFlapping': good.length > 0 && good.length < samples.length,
    'health.isAnswering': answers.length > 0,
    'health.failures': failures.length,
    'health.problem': failure?.problem ?? 'none',
    'health.stage': failure?.stage ?? 'done',
    'health.code': failure?.code ?? '',
    'health.reason': failure?.message.slice(0, 400) ?? '',
    'health.status': shown?.last.status ?? 0,
    'health.badShare': round((bad.length + failures.length) / samples.length),
    'health.isStatusExpected': shown === undefined ? null : expectation.isStatus(shown.last.status),
    'health.isBodyExpected': shown === undefined ? null : expectation.isBody(shown.last.body),
    'health.said': wrong === undefined || wrong.last.status < 400 ? '' : reasonIn(wrong.last.body),
    // A page that was expected is nobody's to repeat.
    'health.shows': wrong === undefined ? '' : pageTextOf(wrong.last.body),
    'health.isPageForData': wrong !== undefined && isPageForData(wrong, expectation),
    'health.redirects': shown?.redirects ?? 0,
    'health.isRedirectLoop': answers.some((answer) => answer.isLoop),
    'health.finalUrl': shown === undefined ? '' : `${shown.finalUrl.origin}${shown.finalUrl.pathname}`.slice(0, 300),
    'health.redirectedTo': failure?.redirectedTo ?? '',
    'health.isElsewhere': shown !== undefined && shown.redirects > 0,
    'health.gateway': shown === undefined ? null : gatewayOf(shown),
    'health.server': shown?.last.headers.server?.slice(0, 100) ?? '',
    'health.retryAfter': shown?.last.headers['retry-after']?.slice(0, 50) ?? null,
    'health.slowMs': expectation.slowMs,
    ...timingFacts(answers.map((answer) => answer.last.timing)),
  };
}

/** Where an API is served. */
const dataPath = /\/(?:api|graphql|rest|rpc|v\d+)(?:\/|$)|\.json$/i;

function isPageForData({ finalUrl, last }: Followed, { isOfData }: Expectation): boolean {
  const isPage = /^text\/html\b/i.test(last.headers['content-type'] ?? '') || /^\s*<(?:!doctype html|html)\b/i.test(last.body);
  return isPage && last.status < 400 && (isOfData || dataPath.test(finalUrl.pathname));
}

function timingFacts(timings: readonly Timing[]): Facts {
  const facts: Record<string, number | null> = {};
  const parts = ['dnsMs', 'connectMs', 'tlsMs', 'waitMs', 'transferMs', 'totalMs'] as const;
  for (const part of parts) {
    const values = timings.map((timing) => timing[part]).sort((one, other) => one - other);
    facts[`health.${part}`] = values[Math.floor(values.length / 2)] ?? null;
    facts[`health.max.${part}`] = values.at(-1) ?? null;
  }
  return facts;
}

/** Who wrote the error: a proxy that could not reach what is behind it says so in its own words. Null where nothing tells. */
function gatewayOf({ last }: Followed): string | null {
  const words = `${last.headers.server ?? ''} ${last.headers.via ?? ''} ${last.body.slice(0, 2_000)}`.toLowerCase();
  if (/upstream connect error|no healthy upstream|envoy/.test(words)) return 'envoy';
  if (/no server is available to handle this request|haproxy/.test(words)) return 'haproxy';
  const names = ['openresty', 'nginx', 'traefik', 'kong', 'cloudflare', 'varnish', 'apache', 'caddy', 'awselb', 'istio', 'tengine'];
  return names.find((name) => words.includes(name)) ?? null;
}

/** A plain request that was cut off, not understood or called bad; what answers it elsewhere is not asked. */
async function wantsTls(client: HttpClient, samples: readonly Sample[], context: LookContext): Promise<boolean> {
  if (client.url.protocol !== 'http:') return false;
  const isOdd = samples.every((sample) =>
    'failure' in sample
      ? sample.failure.redirectedTo === '' && ['reset', 'not-http'].includes(sample.failure.problem)
      : sample.answer.last.status === 400 && sample.answer.redirects === 0,
  );
  return isOdd && (await speaksTls(client.url, tlsWithinMs, context.signal));
}

/** With a 404 one more look at `/` tells a wrong path from a wrong server. */
async function rootFacts(client: HttpClient, samples: readonly Sample[], context: LookContext, expectation: Expectation): Promise<Facts> {
  const isMissing = samples.some((sample) => 'answer' in sample && [404, 410].includes(sample.answer.last.status));
  if (!isMissing || client.url.pathname === '/') return { 'health.rootStatus': null };
  try {
    const { status } = await client.askPath('/', { timeoutMs: expectation.timeoutMs, signal: context.signal });
    return { 'health.rootStatus': status };
  } catch {
    return { 'health.rootStatus': null };
  }
}

function headline(facts: Facts): Look['headline'] {
  const percent = String(Math.round(Number(facts['health.okRatio']) * 100));
  const [status, total] = [String(facts['health.status']), String(facts['health.totalMs'])];
  return {
    'zh-CN': `${String(facts['health.samples'])} 次访问成功 ${percent}%，状态码 ${status}，耗时中位 ${total} ms（连接 ${String(facts['health.connectMs'])}，等待 ${String(facts['health.waitMs'])}）`,
    en: `${percent} % of ${String(facts['health.samples'])} requests were good, status ${status}, median ${total} ms (connect ${String(facts['health.connectMs'])}, wait ${String(facts['health.waitMs'])})`,
  };
}

function failedLook(failure: HttpFailure, facts: Facts, query: string, text: string): Look {
  const problem = reachProblemOf(failure);
  return {
    status: statusOf(failure),
    reason: failure.message,
    ...(problem === undefined ? {} : { problem }),
    headline: { 'zh-CN': `无法访问：${failure.message}`, en: failure.message },
    facts,
    query,
    text,
  };
}

/** Status, time and where it came from; of the body only its beginning, and only when it was not as expected. */
function printSample(sample: Sample, index: number): string {
  const number = `#${String(index + 1)}`;
  if ('failure' in sample) return `${number} ${sample.failure.problem} (${sample.failure.stage}): ${sample.failure.message}`;
  const { last, redirects } = sample.answer;
  const { timing } = last;
  const head = `${number} ${String(last.status)} ${String(timing.totalMs)} ms (dns ${String(timing.dnsMs)}, connect ${String(timing.connectMs)}, tls ${String(timing.tlsMs)}, wait ${String(timing.waitMs)}, body ${String(timing.transferMs)}) ${last.remoteAddress} redirects=${String(redirects)}`;
  return last.status >= 400 ? `${head}\n${last.body.slice(0, 500)}` : head;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
