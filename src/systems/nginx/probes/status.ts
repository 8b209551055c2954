/** stub_status twice, with a pause: what is open, in which state, and what was dropped. */

import { z } from 'zod';
import { reachFacts } from '../../http/status-page.ts';
import { pageProbe } from './nginx-probe.ts';

export const statusProbe = pageProbe({
  name: 'status',
  summary: {
    'zh-CN': '连接数（读、写、空闲）、请求速率、被丢弃的连接',
    en: 'connections by state, requests a second, connections dropped',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(5_000).default(1_000) }),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'nginx|connection|5xx|50[0-9]|499|gateway|slow|down|网关|连接|超时|慢|代理',
  query: 'GET stub_status ×2',
  facts: [
    'status.active',
    'status.reading',
    'status.writing',
    'status.waiting',
    'status.readingRatio',
    'status.writingRatio',
    'status.requestsPerSecond',
    'status.acceptsPerSecond',
    'status.requestsPerConnection',
    'status.dropped.total',
    'status.dropped.recent',
    'status.droppedRatio',
  ],
  async see(client, { windowMs }, context, limit) {
    const startedMs = context.clock.now();
    const first = await client.status(limit);
    await context.clock.sleep(windowMs, context.signal);
    const now = await client.status(limit);
    const seconds = Math.max(0.1, (context.clock.now() - startedMs) / 1_000);
    const [accepts, requests] = [now.accepts - first.accepts, now.requests - first.requests];
    // Our own two requests are not traffic; a restart in between makes the counters smaller.
    const rate = (count: number): number => Math.max(0, count - 1) / seconds;
    const dropped = now.accepts - now.handled;
    const facts = {
      ...reachFacts('none', 'done', ''),
      'status.active': now.active,
      'status.reading': now.reading,
      'status.writing': now.writing,
      'status.waiting': now.waiting,
      'status.readingRatio': now.reading / Math.max(1, now.active),
      'status.writingRatio': now.writing / Math.max(1, now.active),
      'status.requestsPerSecond': rate(requests),
      'status.acceptsPerSecond': rate(accepts),
      'status.requestsPerConnection': now.requests / Math.max(1, now.handled),
      'status.dropped.total': dropped,
      'status.dropped.recent': Math.max(0, dropped - (first.accepts - first.handled)),
      'status.droppedRatio': dropped / Math.max(1, now.accepts),
    };
    const perSecond = facts['status.requestsPerSecond'].toFixed(1);
    return {
      headline: {
        'zh-CN': `活跃连接 ${now.active}（读 ${now.reading}，写 ${now.writing}，空闲 ${now.waiting}），每秒 ${perSecond} 个请求，累计丢弃 ${dropped}`,
        en: `${now.active} connections (reading ${now.reading}, writing ${now.writing}, waiting ${now.waiting}), ${perSecond} requests/s, ${dropped} dropped in all`,
      },
      facts,
      text: [first, now].map((each) => JSON.stringify(each)).join('\n'),
    };
  },
});
