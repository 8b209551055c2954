/** Where the memory is, whether it is running out, and who has it. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { parseMeminfo, parsePairs, parsePressure } from '../parse/counters.ts';
import { type ProcessSample, type ProcessStat, pageBytes, parseColonLines } from '../parse/process.ts';
import { type FileContents, readFiles } from '../read-files.ts';
import { nobody, type Portrait, portraitOf, readProcesses, readProcessFiles, sampleTwice, serviceOf } from '../sample.ts';

const factNames = [
  'memory.totalBytes', 'memory.availableBytes', 'memory.availableRatio', 'memory.usedRatio', 'memory.swapTotalBytes', 'memory.swapUsedBytes',
  'memory.swapUsedRatio', 'memory.swapInPerSecond', 'memory.swapOutPerSecond', 'memory.majorFaultsPerSecond', 'memory.psiSome10',
  'memory.psiSome60', 'memory.psiFull10', 'memory.oomKillsSinceBoot', 'memory.committedRatio', 'memory.sharedBytes', 'memory.sharedRatio',
  'memory.unreclaimableRatio', 'memory.hugePagesReservedRatio', 'memory.top.pid', 'memory.top.name', 'memory.top.command', 'memory.top.startTicks',
  'memory.top.ageSeconds', 'memory.top.rssBytes', 'memory.top.rssRatio', 'memory.top.swapBytes', 'memory.top.footprintRatio',
  'memory.top.growthBytesPerSecond', 'memory.top.service', 'memory.group.command', 'memory.group.count', 'memory.group.rssRatio',
  'memory.growing.pid', 'memory.growing.name', 'memory.growing.command', 'memory.growing.startTicks', 'memory.growing.bytesPerSecond',
  'memory.growing.rssBytes', 'memory.growing.rssRatio', 'memory.growing.secondsToFull', 'memory.transparentHugePages', 'memory.overcommit',
] as const; // biome-ignore format: one list

const hugePagesPath = '/sys/kernel/mm/transparent_hugepage/enabled';
const overcommitPath = '/proc/sys/vm/overcommit_memory';
const filePaths = ['/proc/meminfo', '/proc/vmstat', '/proc/pressure/memory', hugePagesPath, overcommitPath];

interface Sample {
  readonly files: FileContents;
  readonly processes: ProcessSample;
}

export const memoryProbe = linuxProbe({
  name: 'memory',
  summary: { 'zh-CN': '内存、交换分区、压力与占用最多的进程', en: 'memory, swap, pressure, and who has most of it' },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000) }),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'memory|\\bmem\\b|oom|swap|leak|slow|内存|泄漏|交换|慢',
  query: 'cat /proc/meminfo /proc/vmstat /proc/pressure/memory /proc/[0-9]*/stat (twice)',
  facts: factNames,
  async see(client, given, context, limit) {
    const { first, second } = await sampleTwice(() => takeSample(client, limit), given.windowMs, context);
    const seconds = Math.max(0.05, second.processes.uptimeSeconds - first.processes.uptimeSeconds);
    const meminfo = parseMeminfo(second.files.get('/proc/meminfo') ?? '');
    const biggest = byRss(second.processes).slice(0, 12);
    const growing = growthBetween(first.processes, second.processes);
    const files = await readProcessFiles(
      client,
      [...biggest, ...growing.slice(0, 1).map((each) => each.process)].map((each) => each.pid),
      ['cmdline', 'status'],
      limit,
    );
    const uptime = second.processes.uptimeSeconds;
    const portraits = biggest.map((process) => portraitOf(process, files, uptime));
    const total = Math.max(1, meminfo.get('MemTotal') ?? 1);
    const available = meminfo.get('MemAvailable') ?? (meminfo.get('MemFree') ?? 0) + (meminfo.get('Cached') ?? 0);
    const facts = {
      ...machineFacts(meminfo, total, available),
      ...rateFacts(first.files, second.files, seconds),
      ...policyFacts(second.files),
      ...topFacts(client, biggest, portraits, files, { total, seconds, first: first.processes }),
      ...growingFacts(growing[0], files, { total, available, seconds, uptime }),
    };
    const rows = biggest.map((process, index) => [
      process.pid,
      bytesText(process.rssPages * pageBytes),
      swapOf(process.pid, files) === 0 ? '-' : bytesText(swapOf(process.pid, files)),
      portraits[index]?.command ?? process.name,
    ]);
    const summary = `total ${bytesText(total)}, available ${bytesText(available)}, shared ${bytesText(facts['memory.sharedBytes'])}, swap ${bytesText(facts['memory.swapUsedBytes'])} of ${bytesText(facts['memory.swapTotalBytes'])}, pressure some ${facts['memory.psiSome10']}% full ${facts['memory.psiFull10']}%`;
    return {
      headline: {
        'zh-CN': `内存可用 ${percentText(facts['memory.availableRatio'])}，交换分区已用 ${percentText(facts['memory.swapUsedRatio'])}，占用最多：${facts['memory.top.name']}（${facts['memory.top.pid']}）${bytesText(facts['memory.top.rssBytes'])}`,
        en: `${percentText(facts['memory.availableRatio'])} of memory available, ${percentText(facts['memory.swapUsedRatio'])} of swap used, most by ${facts['memory.top.name']} (${facts['memory.top.pid']}) ${bytesText(facts['memory.top.rssBytes'])}`,
      },
      facts,
      text: `${summary}\n\n${tableText(['PID', 'RSS', 'SWAP', 'COMMAND'], rows)}`,
    };
  },
});

async function takeSample(client: LinuxClient, limit: ExecLimit): Promise<Sample> {
  const [files, processes] = await Promise.all([readFiles(client.exec, filePaths, limit), readProcesses(client, limit)]);
  return { files, processes };
}

function machineFacts(meminfo: ReadonlyMap<string, number>, total: number, available: number) {
  const value = (name: string): number => meminfo.get(name) ?? 0;
  const swapUsed = value('SwapTotal') - value('SwapFree');
  return {
    'memory.totalBytes': total,
    'memory.availableBytes': available,
    'memory.availableRatio': available / total,
    'memory.usedRatio': Math.max(0, 1 - available / total),
    'memory.swapTotalBytes': value('SwapTotal'),
    'memory.swapUsedBytes': swapUsed,
    'memory.swapUsedRatio': value('SwapTotal') > 0 ? swapUsed / value('SwapTotal') : 0,
    'memory.committedRatio': value('CommitLimit') > 0 ? value('Committed_AS') / value('CommitLimit') : 0,
    'memory.sharedBytes': value('Shmem'),
    'memory.sharedRatio': value('Shmem') / total,
    'memory.unreclaimableRatio': value('SUnreclaim') / total,
    'memory.hugePagesReservedRatio': (value('HugePages_Free') * value('Hugepagesize')) / total,
  };
}

function rateFacts(first: FileContents, second: FileContents, seconds: number) {
  const [before, after] = [first, second].map((files) => parsePairs(files.get('/proc/vmstat') ?? ''));
  const rate = (name: string): number => Math.max(0, ((after?.get(name) ?? 0) - (before?.get(name) ?? 0)) / seconds);
  const pressure = parsePressure(second.get('/proc/pressure/memory'));
  return {
    'memory.swapInPerSecond': rate('pswpin'),
    'memory.swapOutPerSecond': rate('pswpout'),
    'memory.majorFaultsPerSecond': rate('pgmajfault'),
    'memory.psiSome10': pressure.some10,
    'memory.psiSome60': pressure.some60,
    'memory.psiFull10': pressure.full10,
    'memory.oomKillsSinceBoot': after?.get('oom_kill') ?? 0,
  };
}

/** Null where the kernel does not say, as in many containers. */
function policyFacts(files: FileContents) {
  const overcommit = files.get(overcommitPath)?.trim();
  return {
    'memory.transparentHugePages': /\[(\w+)\]/.exec(files.get(hugePagesPath) ?? '')?.[1] ?? null,
    'memory.overcommit': overcommit === undefined || overcommit === '' ? null : Number(overcommit),
  };
}

function byRss(sample: ProcessSample): readonly ProcessStat[] {
  return [...sample.processes.values()].filter(({ rssPages }) => rssPages > 0).sort((one, other) => other.rssPages - one.rssPages);
}

interface Growth {
  readonly process: ProcessStat;
  readonly bytes: number;
}

function growthBetween(first: ProcessSample, second: ProcessSample): readonly Growth[] {
  const grown = [...second.processes.values()].flatMap((process) => {
    const earlier = first.processes.get(process.pid);
    if (earlier === undefined || earlier.startTicks !== process.startTicks) return [];
    return [{ process, bytes: (process.rssPages - earlier.rssPages) * pageBytes }];
  });
  return grown.filter(({ bytes }) => bytes > 0).sort((one, other) => other.bytes - one.bytes);
}

function swapOf(pid: number, files: FileContents): number {
  const line = parseColonLines(files.get(`/proc/${pid}/status`) ?? '').get('VmSwap');
  return Number(/^(\d+)/.exec(line ?? '')?.[1] ?? 0) * 1_024;
}

interface Frame {
  readonly total: number;
  readonly seconds: number;
  readonly first: ProcessSample;
}

function topFacts(client: LinuxClient, biggest: readonly ProcessStat[], portraits: readonly Portrait[], files: FileContents, frame: Frame) {
  const [process] = biggest;
  const portrait = portraits[0] ?? nobody;
  const rss = (process?.rssPages ?? 0) * pageBytes;
  const swap = swapOf(portrait.pid, files);
  const earlier = frame.first.processes.get(portrait.pid);
  const group = groupOf(biggest, portraits);
  return {
    'memory.top.pid': portrait.pid,
    'memory.top.name': portrait.name,
    'memory.top.command': portrait.command,
    'memory.top.startTicks': portrait.startTicks,
    'memory.top.ageSeconds': portrait.ageSeconds,
    'memory.top.rssBytes': rss,
    'memory.top.rssRatio': rss / frame.total,
    'memory.top.swapBytes': swap,
    'memory.top.footprintRatio': (rss + swap) / frame.total,
    'memory.top.growthBytesPerSecond': earlier === undefined ? 0 : (rss - earlier.rssPages * pageBytes) / frame.seconds,
    'memory.top.service': serviceOf(client, portrait.command, portrait.name),
    'memory.group.command': group.command,
    'memory.group.count': group.count,
    'memory.group.rssRatio': group.bytes / frame.total,
  };
}

function groupOf(biggest: readonly ProcessStat[], portraits: readonly Portrait[]) {
  const groups = new Map<string, { command: string; count: number; bytes: number }>();
  for (const [index, process] of biggest.entries()) {
    const command = portraits[index]?.command ?? '';
    const group = groups.get(command) ?? { command, count: 0, bytes: 0 };
    groups.set(command, { command, count: group.count + 1, bytes: group.bytes + process.rssPages * pageBytes });
  }
  return [...groups.values()].sort((one, other) => other.bytes - one.bytes)[0] ?? { command: '', count: 0, bytes: 0 };
}

interface GrowthFrame {
  readonly total: number;
  readonly available: number;
  readonly seconds: number;
  readonly uptime: number;
}

function growingFacts(growth: Growth | undefined, files: FileContents, { total, available, seconds, uptime }: GrowthFrame) {
  const portrait = portraitOf(growth?.process, files, uptime);
  const rss = (growth?.process.rssPages ?? 0) * pageBytes;
  const rate = (growth?.bytes ?? 0) / seconds;
  return {
    'memory.growing.pid': portrait.pid,
    'memory.growing.name': portrait.name,
    'memory.growing.command': portrait.command,
    'memory.growing.startTicks': portrait.startTicks,
    'memory.growing.bytesPerSecond': rate,
    'memory.growing.rssBytes': rss,
    'memory.growing.rssRatio': rss / total,
    // Ten years stand for never: a fact that is missing would leave the question open.
    'memory.growing.secondsToFull': rate > 0 ? Math.min(315_360_000, available / rate) : 315_360_000,
  };
}
