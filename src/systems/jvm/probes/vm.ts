/** The process and its virtual machine: since when, how much it may take, and whether it still answers. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { ExecLimit } from '../../linux/exec.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import { readFiles, sectionsOf } from '../../linux/read-files.ts';
import type { FoundProcess, JavaHost, JvmClient } from '../client.ts';
import { parseDetails } from '../parse-details.ts';

const factNames = [
  'process.pid', 'process.program', 'process.command', 'process.service', 'process.others', 'process.isStopped', 'process.rssBytes',
  'process.swapBytes', 'process.threads', 'vm.isAnswering', 'vm.version', 'vm.uptimeSeconds', 'vm.maxHeapBytes', 'vm.maxMetaspaceBytes',
  'vm.collector', 'vm.dumpsOnOutOfMemory', 'vm.dumpPath', 'vm.containerLimitBytes', 'vm.heapToLimitRatio', 'vm.rssToLimitRatio',
  'codeCache.usedRatio', 'codeCache.sizeBytes', 'codeCache.isCompiling', 'codeCache.fullCount', 'finalizer.waiting', 'finalizer.topClass',
] as const; // biome-ignore format: one list

export const vmProbe = linuxProbe({
  name: 'vm',
  summary: { 'zh-CN': '进程、版本、运行时长、上限、代码缓存、终结队列', en: 'process, version, uptime, limits, code cache, finalizers' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'jvm|java|restart|memory|container|oom|重启|内存|容器|进程',
  query: 'jcmd PID VM.version | VM.uptime | VM.flags | Compiler.codecache | GC.finalizer_info',
  facts: factNames,
  async see(client: JvmClient, _given, context, limit) {
    const java = client.through(context);
    const process = await java.find(limit);
    const { text, isAnswering } = await readDetails(java, process, limit);
    const sections = sectionsOf(text);
    const details = parseDetails(sections.get('jcmd') ?? '');
    const status = sections.get('status') ?? '';
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1_024;
    const limitBytes = await containerLimit(java, sections.get('cgroup') ?? '', limit);
    const rssBytes = kilobytes('VmRSS');
    const facts = {
      'process.pid': process.pid,
      'process.program': process.program,
      'process.command': process.command,
      'process.service': process.service,
      'process.others': process.others,
      'process.isStopped': /^State:\s+T/m.test(status),
      'process.rssBytes': rssBytes,
      'process.swapBytes': kilobytes('VmSwap'),
      'process.threads': Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0),
      'vm.isAnswering': isAnswering,
      'vm.containerLimitBytes': limitBytes,
      'vm.heapToLimitRatio': limitBytes > 0 && details['vm.maxHeapBytes'] !== null ? Number(details['vm.maxHeapBytes']) / limitBytes : 0,
      'vm.rssToLimitRatio': limitBytes > 0 ? rssBytes / limitBytes : 0,
      ...details,
    };
    const [pid, uptime] = [String(process.pid), String(details['vm.uptimeSeconds'] ?? '?')];
    return {
      headline: isAnswering
        ? {
            'zh-CN': `${process.program}（${pid}）已运行 ${uptime} 秒，最大堆 ${bytesText(details['vm.maxHeapBytes'] ?? 0)}，占用 ${bytesText(rssBytes)}`,
            en: `${process.program} (${pid}) up for ${uptime} s, heap at most ${bytesText(details['vm.maxHeapBytes'] ?? 0)}, ${bytesText(rssBytes)} resident`,
          }
        : {
            'zh-CN': `${process.program}（${pid}）在运行，但虚拟机没有应答`,
            en: `${process.program} (${pid}) runs, but its virtual machine does not answer`,
          },
      facts,
      text: `${process.command}\n${status}\n${withoutBounds(sections.get('jcmd') ?? '')}`,
    };
  },
});

/** A machine that does not answer is what is looked for, not a failure to look. */
async function readDetails(
  java: JavaHost,
  process: FoundProcess,
  limit: ExecLimit,
): Promise<{ readonly text: string; readonly isAnswering: boolean }> {
  try {
    const result = await java.ask('java-details', [String(process.pid)], { ...limit, timeoutMs: Math.min(limit.timeoutMs, 12_000) });
    return { text: result.stdout, isAnswering: true };
  } catch (error) {
    if (!(error instanceof LinuxFailure) || error.status !== 'timeout' || limit.signal.aborted) throw error;
    const path = `/proc/${String(process.pid)}/status`;
    const status = (await readFiles(java.host.exec, [path], limit)).get(path) ?? '';
    return { text: `@@status\n${status}`, isAnswering: false };
  }
}

async function containerLimit(java: JavaHost, cgroup: string, limit: ExecLimit): Promise<number> {
  const { stdout } = await java.host.exec.run('memory-limits', [limitsGroup(cgroup)], limit);
  const limits = stdout
    .split('\n')
    .map(Number)
    .filter((each) => each > 0 && each < 2 ** 60);
  return limits.length === 0 ? 0 : Math.min(...limits);
}

/** Pure: the memory group of the first generation where there is one, else the one group of the second. */
export function limitsGroup(cgroup: string): string {
  const first = /^\d+:(?:[\w,]*,)?memory(?:,[\w,]*)?:(\/.*)$/m.exec(cgroup)?.[1];
  const group = first ?? /^0::(\/.*)$/m.exec(cgroup)?.[1] ?? '/';
  return /^\/\P{Cc}*$/u.test(group) && !group.includes('/..') ? group : '/';
}

/** Addresses of memory tell a person nothing. */
function withoutBounds(text: string): string {
  return text.replace(/^ bounds .*\n?/gm, '');
}
