/** Heap dumps that an OutOfMemoryError has left: that there was one, when, and how full their disk is. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { JvmClient } from '../client.ts';

export const heapDumpsProbe = linuxProbe({
  name: 'heap-dumps',
  summary: { 'zh-CN': 'OOM 留下的堆转储及其磁盘', en: 'heap dumps that were left, and their disk' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'oom|outofmemory|dump|hprof|disk|restart|溢出|转储|磁盘|重启',
  query: 'ls HeapDumpPath/*.hprof; df -P',
  facts: [
    'dumps.directory',
    'dumps.count',
    'dumps.bytes',
    'dumps.newest',
    'dumps.newestAgeSeconds',
    'dumps.diskUsedRatio',
    'dumps.diskShare',
  ],
  async see(client: JvmClient, _given, context, limit) {
    const java = client.through(context);
    const { pid, command } = await java.find(limit);
    const directories = dumpDirectories(pid, command);
    const { stdout } = await java.host.exec.run('heap-dumps', directories, limit);
    const { dumps, disk, nowSeconds } = parseDumps(stdout);
    const bytes = dumps.reduce((sum, dump) => sum + dump.bytes, 0);
    const [newest] = [...dumps].sort((one, other) => other.modifiedSeconds - one.modifiedSeconds);
    return {
      headline: {
        'zh-CN': dumps.length === 0 ? '没有堆转储' : `${String(dumps.length)} 个堆转储，共 ${bytesText(bytes)}，最新 ${newest?.path ?? ''}`,
        en: dumps.length === 0 ? 'no heap dumps' : `${String(dumps.length)} heap dumps, ${bytesText(bytes)}, newest ${newest?.path ?? ''}`,
      },
      facts: {
        'dumps.directory': newest?.path.replace(/\/[^/]*$/, '') ?? directories[0] ?? '',
        'dumps.count': dumps.length,
        'dumps.bytes': bytes,
        'dumps.newest': newest?.path ?? '',
        'dumps.newestAgeSeconds': newest === undefined ? null : Math.max(0, nowSeconds - newest.modifiedSeconds),
        'dumps.diskUsedRatio': disk.sizeBytes > 0 ? 1 - disk.freeBytes / disk.sizeBytes : 0,
        'dumps.diskShare': disk.sizeBytes > 0 ? bytes / disk.sizeBytes : 0,
      },
      text: stdout,
    };
  },
});

/** Where the flag says, and where the process was started: the default. */
export function dumpDirectories(pid: number, command: string): readonly string[] {
  const flagged = /-XX:HeapDumpPath=(\/\S+)/.exec(command)?.[1]?.replace(/\/$/, '');
  const stated = flagged === undefined ? [] : [flagged.endsWith('.hprof') ? flagged.replace(/\/[^/]*$/, '') || '/' : flagged];
  return [...stated, `/proc/${String(pid)}/cwd`].filter((path) => !path.includes('/..'));
}

interface Dump {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedSeconds: number;
}

export function parseDumps(text: string): {
  readonly dumps: readonly Dump[];
  readonly disk: { readonly sizeBytes: number; readonly freeBytes: number };
  readonly nowSeconds: number;
} {
  const [list = '', space = ''] = text.split('@@space');
  const dumps = [...list.matchAll(/^(\d+) \d+ (\d+) (.+)$/gm)].map(([, blocks, modified, path = '']) => ({
    path,
    bytes: Number(blocks) * 512,
    modifiedSeconds: Number(modified),
  }));
  const [, size, free] = /^(\d+) (\d+) \//m.exec(space) ?? [];
  const nowSeconds = Number(/^(\d{9,})$/m.exec(space)?.[1] ?? 0);
  return { dumps, disk: { sizeBytes: Number(size ?? 0) * 1_024, freeBytes: Number(free ?? 0) * 1_024 }, nowSeconds };
}
