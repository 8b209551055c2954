/** One trace as a tree: the one that is asked for, or the slowest of late. */

import { z } from 'zod';
import { apiProbe } from '../../http-api/probe.ts';
import type { JaegerClient } from '../client.ts';
import { criticalPath } from '../critical-path.ts';
import { msOf, printTrace } from '../print-trace.ts';
import { sampleParameters, sampleTraces } from '../sample-traces.ts';
import { lengthOf, nameOf } from '../span.ts';
import { longestOf } from './latency.ts';

export const traceProbe = apiProbe({
  name: 'trace',
  summary: {
    'zh-CN': '一条链路的调用树与关键路径，默认取近期最慢的一条',
    en: 'one trace as a tree with its critical path; by default the slowest of late',
  },
  parameters: z.strictObject({
    /** By default the slowest. */
    id: z
      .string()
      .regex(/^[0-9a-fA-F]{0,32}$/, 'expected the hexadecimal id of a trace')
      .default(''),
    ...sampleParameters,
  }),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'trace id|waterfall|slowest trace|单条链路|最慢的链路|瀑布',
  query: 'GET /api/traces/{id}',
  facts: [],
  async see(client: JaegerClient, given, limit, context) {
    const trace =
      given.id === '' ? longestOf((await sampleTraces(client, given, context, limit)).now) : await client.trace(given.id, limit);
    if (trace === undefined || trace === null)
      return { headline: { 'zh-CN': '没有这样的链路', en: 'there is no such trace' }, facts: { 'reach.isOk': true }, text: '' };
    const [most] = criticalPath(trace);
    const [entry, took] = [nameOf(trace.root), msOf(lengthOf(trace.root))];
    return {
      headline: {
        'zh-CN': `${entry} 用时 ${took}${most === undefined ? '' : `，其中 ${nameOf(most.span)} 自身 ${msOf(most.selfUs)}`}`,
        en: `${entry} took ${took}${most === undefined ? '' : `, of that ${msOf(most.selfUs)} in ${nameOf(most.span)} itself`}`,
      },
      // One trace of a person's choice says nothing of the rest.
      facts: { 'reach.isOk': true },
      text: printTrace(trace),
      query: `GET /api/traces/${trace.id}`,
    };
  },
});
