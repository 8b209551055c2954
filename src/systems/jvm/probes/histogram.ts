/** Which classes fill the heap. Objects that nobody reaches any more are counted too: looking must not collect garbage. */

import { z } from 'zod';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { JvmClient } from '../client.ts';

export const histogramProbe = linuxProbe({
  name: 'histogram',
  summary: { 'zh-CN': '占堆最多的类', en: 'the classes that fill the heap' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'heap|leak|oom|memory|histogram|堆|泄漏|内存|溢出',
  query: 'jcmd PID GC.class_histogram -all | head -45',
  facts: [
    'histogram.totalBytes',
    'histogram.totalInstances',
    'histogram.topClass',
    'histogram.topBytes',
    'histogram.topInstances',
    'histogram.topShare',
    'histogram.ownClass',
    'histogram.ownBytes',
    'histogram.ownInstances',
  ],
  async see(client: JvmClient, _given, context, limit) {
    const java = client.through(context);
    const { pid } = await java.find(limit);
    const { stdout } = await java.ask('java-histogram', [String(pid)], limit);
    const { rows, total } = parseHistogram(stdout);
    const [top] = rows;
    const own = rows.find(({ name }) => !/^\[|^(java|javax|jdk|sun|com\.sun)\./.test(name));
    const facts = {
      'histogram.totalBytes': total.bytes,
      'histogram.totalInstances': total.instances,
      'histogram.topClass': top?.name ?? '',
      'histogram.topBytes': top?.bytes ?? 0,
      'histogram.topInstances': top?.instances ?? 0,
      'histogram.topShare': total.bytes > 0 ? (top?.bytes ?? 0) / total.bytes : 0,
      'histogram.ownClass': own?.name ?? '',
      'histogram.ownBytes': own?.bytes ?? 0,
      'histogram.ownInstances': own?.instances ?? 0,
    };
    const share = `${String(Math.round(facts['histogram.topShare'] * 100))}%`;
    return {
      headline: {
        'zh-CN': `占用最多：${facts['histogram.topClass']} ${share}；应用自己的类：${facts['histogram.ownClass'] || '无'}`,
        en: `most by ${facts['histogram.topClass']} ${share}; of the application's own: ${facts['histogram.ownClass'] || 'none'}`,
      },
      facts,
      text: stdout,
    };
  },
});

interface Row {
  readonly name: string;
  readonly instances: number;
  readonly bytes: number;
}

export function parseHistogram(text: string): { readonly rows: readonly Row[]; readonly total: Omit<Row, 'name'> } {
  const rows = [...text.matchAll(/^\s*\d+:\s+(\d+)\s+(\d+)\s+(\S+)/gm)].map(([, instances, bytes, name = '']) => ({
    name,
    instances: Number(instances),
    bytes: Number(bytes),
  }));
  const [, instances, bytes] = /^Total\s+(\d+)\s+(\d+)/m.exec(text) ?? [];
  return { rows, total: { instances: Number(instances ?? 0), bytes: Number(bytes ?? 0) } };
}
