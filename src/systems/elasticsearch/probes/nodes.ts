/** Every node: heap, garbage collection, breakers, disk against the watermarks, CPU, thread pools, file descriptors, caches. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { HttpFailure, type HttpLimit } from '../../http/exchange.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { type NodeSample, readNodeSample, sampleQuery } from '../node-sample.ts';
import { diskFactNames, diskFacts, readWatermarks } from './disk-facts.ts';
import { gaugeFactNames, gaugeFacts } from './node-gauges.ts';
import { rateFactNames, rateFacts } from './node-rates.ts';
import { pressureFactNames, pressureFacts, readPressure } from './pressure.ts';

const sampleMs = 1_000;

export const nodesProbe = apiProbe({
  name: 'nodes',
  summary: {
    'zh-CN': '各节点：堆、GC、断路器、磁盘与水位线、CPU、线程池、文件句柄、缓存',
    en: 'every node: heap, garbage collection, breakers, disk against the watermarks, CPU, thread pools, file descriptors, caches',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'heap|gc|memory|breaker|disk|watermark|cpu|reject|429|queue|slow|fielddata|throttl|堆|内存|断路器|熔断|磁盘|水位|拒绝|队列|慢|卡',
  query: `${sampleQuery}, GET /_nodes/stats/indexing_pressure, twice`,
  facts: ['nodes.count', 'nodes.windowSeconds', ...gaugeFactNames, ...rateFactNames, ...diskFactNames, ...pressureFactNames],
  async see(client: ElasticsearchClient, _given, limit, context) {
    const first = await readNodeSample(client, context.clock.now(), limit);
    const [watermarks, pressure] = await Promise.all([readWatermarks(client, limit), readPressure(client, limit)]);
    await pause(client, limit);
    const second = await readNodeSample(client, context.clock.now(), limit);
    const earlier = client.earlierSample(second.takenAtMs) ?? first;
    const facts: Facts = {
      'nodes.count': second.nodes.length,
      'nodes.windowSeconds': Math.round((second.takenAtMs - earlier.takenAtMs) / 1_000),
      ...gaugeFacts(second),
      ...rateFacts({ earlier, first, second }),
      ...diskFacts(second, watermarks),
      ...pressureFacts(pressure, await readPressure(client, limit), (second.takenAtMs - first.takenAtMs) / 1_000),
    };
    return { headline: headlineOf(facts), facts, text: linesOf(second, facts) };
  },
});

async function pause(client: ElasticsearchClient, limit: HttpLimit): Promise<void> {
  try {
    await sleep(sampleMs, undefined, { signal: limit.signal });
  } catch {
    throw new HttpFailure(`The look at ${client.name} was ended`, { problem: 'stopped', stage: 'answer', code: 'ABORT_ERR' });
  }
}

function headlineOf(facts: Facts): { 'zh-CN': string; en: string } {
  const percent = (name: string): string => `${String(Math.round(Number(facts[name] ?? 0) * 100))}%`;
  const [heap, cpu, disk] = [percent('nodes.heap.usedRatio'), percent('nodes.cpu.ratio'), percent('nodes.disk.usedRatio')];
  return {
    'zh-CN': `${String(facts['nodes.count'])} 个节点；最高：堆 ${heap}（${String(facts['nodes.heap.name'])}），CPU ${cpu}，磁盘 ${disk}`,
    en: `${String(facts['nodes.count'])} nodes; highest: heap ${heap} (${String(facts['nodes.heap.name'])}), CPU ${cpu}, disk ${disk}`,
  };
}

function linesOf(sample: NodeSample, facts: Facts): string {
  const rows = sample.nodes.slice(0, 60).map((node) => {
    const heap = node.jvm?.mem;
    const pools = Object.entries(node.thread_pool ?? {}).map(
      ([name, each]) =>
        `${name}: active ${String(each?.active ?? 0)} queue ${String(each?.queue ?? 0)} rejected ${String(each?.rejected ?? 0)}`,
    );
    return `${node.name}: heap ${String(heap?.heap_used_in_bytes ?? 0)}/${String(heap?.heap_max_in_bytes ?? 0)}, cpu ${String(node.os?.cpu?.percent ?? 0)} %, ${pools.join('; ')}`;
  });
  return [...rows, '', ...Object.entries(facts).map(([name, value]) => `${name} = ${String(value)}`)].join('\n');
}
