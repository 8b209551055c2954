/** Who calls whom, as the traces say: services, and the addresses of what reports nothing. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { Call, JaegerClient } from '../client.ts';
import { sampleParameters, sampleTraces } from '../sample-traces.ts';
import type { Trace } from '../span.ts';

const linksMax = 60;

export interface Link {
  readonly caller: string;
  /** A service, or the address of what reports none. */
  readonly callee: string;
  readonly calls: number;
  readonly errors: number;
}

export const dependenciesProbe = apiProbe({
  name: 'dependencies',
  summary: { 'zh-CN': '服务依赖图：谁调用谁、多少次、失败多少', en: 'the dependency graph: who calls whom, how often, how many fail' },
  parameters: z.strictObject(sampleParameters),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'depend|graph|topology|upstream|downstream|calls|依赖|拓扑|上游|下游|调用关系',
  query: 'GET /api/dependencies',
  facts: ['calls.*'],
  async see(client: JaegerClient, given, limit, context) {
    const sample = await sampleTraces(client, given, context, limit);
    const told = (await client.calls(sample.toMs - 86_400_000, sample.toMs, limit)) ?? [];
    const links = linksOf(sample.now, told);
    const failing = [...links].filter(({ errors }) => errors > 0).sort((one, other) => other.errors - one.errors)[0];
    const facts: Facts = {
      'reach.isOk': true,
      'calls.count': links.length,
      'calls.failingCaller': failing?.caller ?? '',
      'calls.failingCallee': failing?.callee ?? '',
      'calls.failingRate': failing === undefined || failing.calls === 0 ? 0 : failing.errors / failing.calls,
      ...Object.fromEntries(
        links
          .slice(0, linksMax)
          .map(({ caller, callee, calls, errors }, index) => [
            `calls.link.${String(index)}`,
            `${caller}|${callee}|${String(calls)}|${String(errors)}`,
          ]),
      ),
    };
    return {
      headline: {
        'zh-CN': `${String(links.length)} 条调用关系${failing === undefined ? '' : `，${failing.caller} → ${failing.callee} 失败最多`}`,
        en: `${String(links.length)} links${failing === undefined ? '' : `; ${failing.caller} → ${failing.callee} fails most`}`,
      },
      facts,
      text: links
        .map(({ caller, callee, calls, errors }) => `${caller} → ${callee}: ${String(calls)} calls, ${String(errors)} failed`)
        .join('\n'),
    };
  },
});

/** Pure: from the traces at hand, and what Jaeger has counted of the day. */
export function linksOf(traces: readonly Trace[], told: readonly Call[]): readonly Link[] {
  const links = new Map<string, { caller: string; callee: string; calls: number; errors: number }>();
  const add = (caller: string, callee: string, calls: number, errors: number): void => {
    const key = `${caller}\0${callee}`;
    const known = links.get(key);
    if (known === undefined) links.set(key, { caller, callee, calls, errors });
    else {
      known.calls += calls;
      known.errors += errors;
    }
  };
  for (const trace of traces) for (const { caller, callee, isError } of callsIn(trace)) add(caller, callee, 1, isError ? 1 : 0);
  for (const { caller, callee, calls } of told) if (!links.has(`${caller}\0${callee}`)) add(caller, callee, calls, 0);
  return [...links.values()].sort((one, other) => other.calls - one.calls || (one.callee < other.callee ? -1 : 1));
}

function callsIn(trace: Trace): readonly { readonly caller: string; readonly callee: string; readonly isError: boolean }[] {
  const byId = new Map(trace.spans.map((span) => [span.id, span]));
  const answered = new Set<string>();
  const calls: { caller: string; callee: string; isError: boolean }[] = [];
  for (const span of trace.spans) {
    const parent = span.parentId === null ? undefined : byId.get(span.parentId);
    if (parent === undefined || parent.service === span.service) continue;
    answered.add(parent.id);
    calls.push({ caller: parent.service, callee: span.service, isError: span.isError });
  }
  for (const span of trace.spans)
    if ((span.kind === 'client' || span.kind === 'producer') && span.peer !== '' && !answered.has(span.id))
      calls.push({ caller: span.service, callee: span.peer, isError: span.isError });
  return calls;
}
