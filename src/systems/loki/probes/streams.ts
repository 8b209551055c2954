/** How many streams there are and which label has most values: every combination of labels is a stream of its own. */

import { z } from 'zod';
import { apiProbe } from '../../http-api/probe.ts';
import { widestLabel } from '../../logs/pace.ts';
import { type LokiClient, nanoseconds } from '../client.ts';

const series = z.looseObject({ data: z.array(z.record(z.string(), z.string())).nullish() });
const shownMax = 20;

export const streamsProbe = apiProbe({
  name: 'streams',
  summary: {
    'zh-CN': '最近一小时的日志流：数量与取值最多的标签',
    en: 'streams of the last hour: how many, and the label with most values',
  },
  parameters: z.strictObject({ selector: z.string().max(1_000).default('') }),
  timeoutMs: 15_000,
  requestMs: 8_000,
  cost: 'moderate',
  hints: 'stream|cardinality|label|日志流|基数|标签',
  query: 'GET /loki/api/v1/series',
  facts: ['streams.*'],
  async see(client: LokiClient, given, limit, context) {
    const nowMs = context.clock.now();
    const selector = given.selector === '' ? await client.everyStream(nowMs, limit) : given.selector;
    const query = { 'match[]': selector ?? '', start: nanoseconds(nowMs - 3_600_000), end: nanoseconds(nowMs) };
    const streams = selector === null ? [] : ((await client.json({ path: 'loki/api/v1/series', query }, series, limit)).data ?? []);
    const widest = widestLabel(streams);
    return {
      headline: {
        'zh-CN': `最近一小时有 ${String(streams.length)} 个日志流，取值最多的标签是 ${widest.label || '（无）'}（${String(widest.values)} 个）`,
        en: `${String(streams.length)} streams in the last hour, most values under the label ${widest.label || '(none)'} (${String(widest.values)})`,
      },
      facts: {
        'reach.isOk': true,
        'streams.count': streams.length,
        'streams.widestLabel': widest.label,
        'streams.widestLabelValues': widest.values,
      },
      text: streams
        .slice(0, shownMax)
        .map((each) => JSON.stringify(each).slice(0, 300))
        .join('\n'),
    };
  },
});
