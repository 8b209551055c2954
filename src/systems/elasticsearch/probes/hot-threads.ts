/** What the busiest threads of each node do, sampled by Elasticsearch itself. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { sum, worst } from './node-gauges.ts';

const textBytesMax = 200_000;

interface HotThread {
  readonly node: string;
  readonly pool: string;
  readonly name: string;
  readonly ratio: number;
}

export const hotThreadsProbe = apiProbe({
  name: 'hot-threads',
  summary: { 'zh-CN': '各节点最忙的线程在做什么（采样半秒）', en: 'what the busiest threads of each node do, over half a second' },
  parameters: z.strictObject({}),
  cost: 'heavy',
  hints: 'hot threads|cpu|busy|热点线程|处理器|繁忙',
  query: 'GET /_nodes/hot_threads?threads=3&interval=500ms',
  facts: ['hot.node', 'hot.thread', 'hot.pool', 'hot.ratio', 'hot.poolRatio'],
  async see(client: ElasticsearchClient, _given, limit) {
    const text = await client.readText('_nodes/hot_threads?threads=3&interval=500ms&ignore_idle_threads=true', limit, textBytesMax);
    const threads = parseHotThreads(text);
    const hottest = worst(threads, ({ ratio }) => ratio)?.node;
    const alike = threads.filter(({ pool, node }) => pool === hottest?.pool && node === hottest.node);
    const facts: Facts = {
      'hot.node': hottest?.node ?? '',
      'hot.thread': hottest?.name ?? '',
      'hot.pool': hottest?.pool ?? '',
      'hot.ratio': hottest?.ratio ?? 0,
      'hot.poolRatio': Math.round(sum(alike, ({ ratio }) => ratio) * 1_000) / 1_000,
    };
    return {
      headline:
        hottest === undefined
          ? { 'zh-CN': '没有繁忙的线程', en: 'no thread is busy' }
          : {
              'zh-CN': `最忙的是 ${hottest.node} 的 ${hottest.pool} 线程，占一个核的 ${String(Math.round(hottest.ratio * 100))}%`,
              en: `the busiest is a ${hottest.pool} thread of ${hottest.node}, at ${String(Math.round(hottest.ratio * 100))}% of a core`,
            },
      facts,
      text,
    };
  },
});

/** Lines such as `   45.3% [cpu=45.3%, other=0.0%] (226ms out of 500ms) cpu usage by thread 'elasticsearch[es-1][search][T#2]'`. */
export function parseHotThreads(text: string): readonly HotThread[] {
  const threads: HotThread[] = [];
  let node = '';
  for (const line of text.split('\n')) {
    node = /^::: \{([^}]+)\}/.exec(line)?.[1] ?? node;
    const match = /^\s+([\d.]+)%.* cpu usage by thread '([^']+)'/.exec(line);
    if (match === null) continue;
    const name = match[2] ?? '';
    threads.push({ node, name, pool: /\]\[([^\]]+)\]/.exec(name)?.[1] ?? name, ratio: Math.round(Number(match[1]) * 10) / 1_000 });
  }
  return threads;
}
