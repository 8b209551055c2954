/** Which operation has become slower, and on what the time of its slow traces goes. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { JaegerClient } from '../client.ts';
import { type PathShare, sharesOf } from '../critical-path.ts';
import { slowInstanceOf } from '../find-instance.ts';
import { findNPlusOne, type Repeats } from '../find-repeats.ts';
import { type Latency, latenciesOf, slowestOf } from '../latency.ts';
import { msOf, printTrace } from '../print-trace.ts';
import { sampleParameters, sampleTraces, type TraceSample } from '../sample-traces.ts';
import type { Trace } from '../span.ts';

export const latencyProbe = apiProbe({
  name: 'latency',
  summary: {
    'zh-CN': '慢链路：哪个接口变慢了、时间花在关键路径的哪一步、是否有 N+1 调用',
    en: 'slow traces: which operation has become slower, which step of the critical path takes the time, N+1 calls',
  },
  parameters: z.strictObject(sampleParameters),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'trace|span|slow|latency|p9\\d|response time|timeout|链路|追踪|调用链|慢|延迟|耗时|响应时间|超时',
  query: 'GET /api/traces',
  facts: ['traces.*', 'latency.*', 'path.*', 'slowInstance.*', 'nplus.*', 'skew.*'],
  async see(client: JaegerClient, given, limit, context) {
    const sample = await sampleTraces(client, given, context, limit);
    const [worst] = latenciesOf(sample.now, sample.earlier);
    const facts: Facts = { 'reach.isOk': true, ...latencyFacts(sample) };
    const [example] = worst === undefined ? [] : slowestOf(worst);
    const [where, took] = [
      `${String(facts['latency.service'])} ${String(facts['latency.operation'])}`,
      `${String(facts['latency.p90Ms'])} ms`,
    ];
    const earlier = facts['latency.earlierP90Ms'] === null ? '?' : `${String(facts['latency.earlierP90Ms'])} ms`;
    return {
      headline:
        worst === undefined
          ? { 'zh-CN': `近 ${String(given.minutes)} 分钟没有链路`, en: `no trace within ${String(given.minutes)} min` }
          : {
              'zh-CN': `${where} 九成在 ${took} 内（此前 ${earlier}），慢的主要花在 ${String(facts['path.service'])} ${String(facts['path.operation'])}`,
              en: `nine in ten of ${where} take up to ${took} (earlier ${earlier}); the slow ones spend it in ${String(facts['path.service'])} ${String(facts['path.operation'])}`,
            },
      facts,
      text: [factLines(facts), ...(example === undefined ? [] : [printTrace(example)])].join('\n\n'),
    };
  },
});

/** Pure. */
export function latencyFacts(sample: Pick<TraceSample, 'now' | 'earlier' | 'leftOut'>): Facts {
  const [worst] = latenciesOf(sample.now, sample.earlier);
  const skewed = [...sample.now].flatMap(({ spans }) => spans.filter(({ skewMs }) => skewMs > 0));
  const [skewest] = skewed.sort((one, other) => other.skewMs - one.skewMs);
  return {
    'traces.count': sample.now.length,
    'traces.earlierCount': sample.earlier.length,
    'traces.servicesLeftOut': sample.leftOut,
    'skew.spans': skewed.length,
    'skew.seconds': (skewest?.skewMs ?? 0) / 1_000,
    'skew.service': skewest?.service ?? '',
    ...(worst === undefined ? {} : operationFacts(worst)),
    ...repeatFacts(findNPlusOne(worst?.now ?? [])),
  };
}

function operationFacts(worst: Latency): Facts {
  const slow = slowestOf(worst);
  const shares = sharesOf(slow);
  const before = sharesOf(worst.earlier);
  const step = culpritOf(shares, before, worst);
  return {
    'latency.service': worst.service,
    'latency.operation': worst.operation,
    'latency.count': worst.now.length,
    'latency.earlierCount': worst.earlier.length,
    'latency.p50Ms': rounded(worst.p50Ms),
    'latency.p90Ms': rounded(worst.p90Ms),
    'latency.maxMs': rounded(worst.maxMs),
    'latency.earlierP90Ms': worst.earlierP90Ms === null ? null : rounded(worst.earlierP90Ms),
    'latency.growth': worst.growth,
    'latency.moreMs': worst.earlierP90Ms === null ? null : rounded(worst.p90Ms - worst.earlierP90Ms),
    'latency.traceId': slow[0]?.id ?? '',
    ...(step === undefined ? {} : { ...stepFacts(step, before), ...instanceFacts(worst.now, step) }),
    'path.steps': shares
      .slice(0, 5)
      .map((each) => `${each.service} ${each.operation} ${msOf(each.selfMs * 1_000)}`)
      .join(', '),
  };
}

/** What an operation that grew has grown by, or what takes the most. */
function culpritOf(shares: readonly PathShare[], before: readonly PathShare[], { growth }: Latency): PathShare | undefined {
  if (growth === null || growth < 1.5) return shares[0];
  const grownMs = (step: PathShare): number => step.selfMs - (sameStep(step, before)?.selfMs ?? 0);
  return [...shares].sort((one, other) => grownMs(other) - grownMs(one))[0];
}

function sameStep(step: PathShare, others: readonly PathShare[]): PathShare | undefined {
  return others.find(
    (each) =>
      each.service === step.service && each.operation === step.operation && each.statement === step.statement && each.peer === step.peer,
  );
}

function stepFacts(step: PathShare, before: readonly PathShare[]): Facts {
  const callee = step.peer === '' ? step.database : step.peer;
  return {
    'path.service': step.service,
    'path.operation': step.operation,
    'path.kind': step.kind,
    'path.peer': callee === '' ? step.operation : callee,
    'path.database': step.database,
    'path.statement': step.statement === '' ? step.operation : step.statement,
    'path.selfMs': rounded(step.selfMs),
    'path.earlierMs': rounded(sameStep(step, before)?.selfMs ?? 0),
    'path.share': step.share,
  };
}

function instanceFacts(traces: readonly Trace[], step: PathShare): Facts {
  const found = slowInstanceOf(traces, step);
  return found === null
    ? { 'slowInstance.isAlone': false }
    : {
        'slowInstance.isAlone': true,
        'slowInstance.name': found.instance,
        'slowInstance.count': found.instances,
        'slowInstance.ms': rounded(found.medianMs),
        'slowInstance.othersMs': rounded(found.othersMedianMs),
        'slowInstance.moreMs': rounded(found.medianMs - found.othersMedianMs),
      };
}

function repeatFacts(found: Repeats | null): Facts {
  if (found === null) return { 'nplus.times': 0 };
  const { call, caller } = found;
  return {
    'nplus.times': found.times,
    'nplus.service': call.service,
    'nplus.caller': caller.operation,
    'nplus.operation': call.operation,
    'nplus.statement': call.statement === '' ? call.operation : call.statement,
    'nplus.share': found.share,
    'nplus.totalMs': rounded(found.totalMs),
    'nplus.traceId': found.traceId,
  };
}

function rounded(ms: number): number {
  return ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10;
}

/** For the look at one trace, too. */
export function longestOf(traces: readonly Trace[]): Trace | undefined {
  return [...traces].sort((one, other) => other.root.endUs - other.root.startUs - (one.root.endUs - one.root.startUs))[0];
}
