/** Memory outside the heap, where the JVM tracks it (-XX:NativeMemoryTracking=summary); else only that it does not. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { JvmClient } from '../client.ts';

export const nativeMemoryProbe = linuxProbe({
  name: 'native-memory',
  summary: { 'zh-CN': '堆外内存（需开启 NativeMemoryTracking）', en: 'memory outside the heap, where it is tracked' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'native|direct|off.?heap|rss|metaspace|堆外|直接内存|元空间',
  query: 'jcmd PID VM.native_memory summary',
  facts: [
    'native.isTracked',
    'native.committedBytes',
    'native.heapBytes',
    'native.threadBytes',
    'native.otherBytes',
    'native.otherShare',
    'native.topOutside',
  ],
  async see(client: JvmClient, _given, context, limit) {
    const java = client.through(context);
    const { pid } = await java.find(limit);
    const { stdout } = await java.ask('java-native-memory', [String(pid)], limit);
    const { total, parts } = parseNativeMemory(stdout);
    const bytesOf = (name: string): number => parts.find((part) => part.name === name)?.bytes ?? 0;
    const [top] = parts.filter(({ name }) => name !== 'Java Heap').sort((one, other) => other.bytes - one.bytes);
    const isTracked = total > 0;
    return {
      headline: isTracked
        ? {
            'zh-CN': `已提交 ${bytesText(total)}，堆外最多：${top?.name ?? ''} ${bytesText(top?.bytes ?? 0)}`,
            en: `${bytesText(total)} committed, outside the heap most by ${top?.name ?? ''} ${bytesText(top?.bytes ?? 0)}`,
          }
        : { 'zh-CN': '未开启 NativeMemoryTracking', en: 'native memory is not tracked' },
      facts: {
        'native.isTracked': isTracked,
        'native.committedBytes': total,
        'native.heapBytes': bytesOf('Java Heap'),
        'native.threadBytes': bytesOf('Thread'),
        // Direct buffers are counted here.
        'native.otherBytes': bytesOf('Other'),
        'native.otherShare': isTracked ? bytesOf('Other') / total : 0,
        'native.topOutside': top?.name ?? '',
      },
      text: stdout,
    };
  },
});

export function parseNativeMemory(text: string): {
  readonly total: number;
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
} {
  const total = Number(/^Total: .*committed=(\d+)KB/m.exec(text)?.[1] ?? 0) * 1_024;
  const parts = [...text.matchAll(/^-\s+(.+?) \(reserved=\d+KB, committed=(\d+)KB/gm)].map(([, name = '', committed]) => ({
    name: name.trim(),
    bytes: Number(committed) * 1_024,
  }));
  return { total, parts };
}
