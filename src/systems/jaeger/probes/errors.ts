/** How many traces fail, in which span the failure begins, and which calls are tried again. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { JaegerClient } from '../client.ts';
import { failingInstanceOf } from '../find-instance.ts';
import { type OriginShare, originsOf } from '../find-origin.ts';
import { findRetries } from '../find-repeats.ts';
import { printTrace } from '../print-trace.ts';
import { sampleParameters, sampleTraces, type TraceSample } from '../sample-traces.ts';
import { nameOf, type Trace } from '../span.ts';

export const errorsProbe = apiProbe({
  name: 'errors',
  summary: {
    'zh-CN': '失败链路：比例、错误最先出现在哪个服务的哪个跨度、哪些调用在重试',
    en: 'failed traces: how many, in which span of which service the error begins, which calls are retried',
  },
  parameters: z.strictObject(sampleParameters),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'trace|span|error|fail|exception|5\\d\\d|retr|链路|追踪|调用链|错误|失败|异常|报错|重试',
  query: 'GET /api/traces',
  facts: ['errors.*', 'origin.*', 'instance.*', 'retries.*'],
  async see(client: JaegerClient, given, limit, context) {
    const sample = await sampleTraces(client, given, context, limit);
    const facts: Facts = { 'reach.isOk': true, ...errorFacts(sample) };
    const [first] = originsOf(sample.now);
    const failed = String(facts['errors.traces']);
    return {
      headline: {
        'zh-CN': `抽样 ${String(sample.now.length)} 条链路，失败 ${failed} 条${first === undefined ? '' : `，错误起于 ${nameOf(first.origin.span)}`}`,
        en: `${failed} of ${String(sample.now.length)} sampled traces failed${first === undefined ? '' : `; the error begins in ${nameOf(first.origin.span)}`}`,
      },
      facts,
      text: [factLines(facts), ...(first === undefined ? [] : [printTrace(first.origin.trace)])].join('\n\n'),
    };
  },
});

/** Pure. */
export function errorFacts(sample: Pick<TraceSample, 'now' | 'earlier'>): Facts {
  const failed = sample.now.filter(({ root }) => root.isError);
  const inside = sample.now.filter(({ root, spans }) => !root.isError && spans.some(({ isError }) => isError));
  const [first] = originsOf(sample.now);
  const retries = sample.now.filter((trace) => findRetries([trace]).length > 0);
  const [most] = findRetries(retries);
  return {
    'errors.traces': failed.length,
    'errors.sampled': sample.now.length,
    'errors.rate': ratioOf(failed.length, sample.now.length),
    'errors.earlierRate': ratioOf(sample.earlier.filter(({ root }) => root.isError).length, sample.earlier.length),
    'errors.copedWith': inside.length,
    ...(first === undefined ? {} : originFacts(first)),
    ...(first === undefined ? {} : instanceFacts(sample.now, first)),
    'retries.traces': retries.length,
    'retries.rate': ratioOf(retries.length, sample.now.length),
    ...(most === undefined
      ? {}
      : {
          'retries.service': most.call.service,
          'retries.operation': most.call.operation,
          'retries.times': most.times,
          'retries.reason': most.reason === '' ? '?' : most.reason.slice(0, 300),
          'retries.isGivenUp': most.isGivenUp,
          'retries.totalMs': Math.round(most.totalMs),
          'retries.traceId': most.traceId,
        }),
  };
}

function originFacts({ origin, traces, share }: OriginShare): Facts {
  const { span, trace } = origin;
  return {
    'origin.service': span.service,
    'origin.operation': span.operation,
    'origin.message': span.errorText === '' ? '?' : span.errorText.slice(0, 300),
    'origin.peer': span.peer !== '' ? span.peer : span.database !== '' ? span.database : (calleeOf(trace, span.id) ?? span.operation),
    'origin.isUnreportedCall': origin.isUnreportedCall,
    'origin.isTimeout': origin.isTimeout,
    'origin.traces': traces,
    'origin.share': share,
    'origin.entry': nameOf(trace.root),
    'origin.traceId': trace.id,
  };
}

function instanceFacts(traces: readonly Trace[], { origin }: OriginShare): Facts {
  const found = failingInstanceOf(traces, origin.span);
  return found === null
    ? { 'instance.isAlone': false }
    : {
        'instance.isAlone': true,
        'instance.name': found.instance,
        'instance.count': found.instances,
        'instance.failed': found.failed,
        'instance.served': found.served,
        'instance.othersServed': found.othersServed,
      };
}

function calleeOf(trace: Trace, id: string): string | undefined {
  return trace.spans.find(({ parentId }) => parentId === id)?.service;
}

function ratioOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
