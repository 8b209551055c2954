/** Who uses the processors, in which way, and who waits for them. */

import { z } from 'zod';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type KernelStat, parseKernelStat, parsePairs, parsePressure } from '../parse/counters.ts';
import type { ProcessSample } from '../parse/process.ts';
import { type FileContents, readFiles } from '../read-files.ts';
import { portraitOf, readProcesses, readProcessFiles, sampleTwice } from '../sample.ts';
import { isOwnWork, type Leader, topFacts, type Usage, usagesBetween } from './cpu-usage.ts';
import { isServing, ownersByPid, readSockets, type SocketTable } from './socket-table.ts';

const factNames = [
  'cpu.ownCores',
  'cpu.cores', 'cpu.load1', 'cpu.load5', 'cpu.load15', 'cpu.loadPerCore', 'cpu.busyRatio', 'cpu.userRatio', 'cpu.systemRatio',
  'cpu.niceRatio', 'cpu.iowaitRatio', 'cpu.stealRatio', 'cpu.interruptRatio', 'cpu.running', 'cpu.blocked', 'cpu.contextSwitchesPerSecond',
  'cpu.forksPerSecond', 'cpu.psiSome10', 'cpu.psiSome60', 'cpu.throttledRatio', 'cpu.top.pid', 'cpu.top.name', 'cpu.top.command',
  'cpu.top.startTicks', 'cpu.top.ageSeconds', 'cpu.top.usedCores', 'cpu.top.machineRatio', 'cpu.top.busyShareRatio', 'cpu.top.lifetimeCores',
  'cpu.top.nice', 'cpu.top.service', 
  'cpu.busyListeners', 'cpu.top.isServing', 'cpu.second.pid', 'cpu.second.name', 'cpu.second.startTicks', 'cpu.second.isAlike',
  'cpu.group.command', 'cpu.group.count', 'cpu.group.machineRatio', 'cpu.group.busyShareRatio',
] as const; // biome-ignore format: one list

const filePaths = ['/proc/stat', '/proc/loadavg', '/proc/pressure/cpu', '/sys/fs/cgroup/cpu.stat'];

interface Sample {
  readonly stat: KernelStat;
  readonly files: FileContents;
  readonly processes: ProcessSample;
}

export const cpuProbe = linuxProbe({
  name: 'cpu',
  summary: { 'zh-CN': '负载、CPU 各项占比、排队情况与占用最多的进程', en: 'load, how the processors are used, who waits, who uses most' },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000) }),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'cpu|load|slow|latency|hang|stall|busy|慢|卡|负载|处理器|延迟',
  query: 'cat /proc/stat /proc/loadavg /proc/pressure/cpu /proc/[0-9]*/stat (twice)',
  facts: factNames,
  async see(client, given, context, limit) {
    const [{ first, second }, table] = await Promise.all([
      sampleTwice(() => takeSample(client, limit), given.windowMs, context),
      readSockets(client, limit),
    ]);
    const times = timesBetween(first.stat, second.stat);
    const usages = usagesBetween(first.processes, second.processes);
    const isOwn = ({ process }: Usage): boolean => isOwnWork(process, second.processes, client.ownPid);
    const ownCores = usages.filter(isOwn).reduce((sum, { cores }) => sum + cores, 0);
    const leaders = await portray(client, usages.filter((usage) => !isOwn(usage)).slice(0, 12), second, limit);
    const top = topFacts(client, leaders, { cores: second.stat.cores, busyCores: times.busyRatio * second.stat.cores - ownCores });
    const seconds = Math.max(0.05, second.processes.uptimeSeconds - first.processes.uptimeSeconds);
    const [load1 = 0, load5 = 0, load15 = 0] = (second.files.get('/proc/loadavg') ?? '').split(' ').map(Number);
    const pressure = parsePressure(second.files.get('/proc/pressure/cpu'));
    const { cores } = second.stat;
    const facts = {
      'cpu.cores': cores,
      'cpu.load1': load1,
      'cpu.load5': load5,
      'cpu.load15': load15,
      'cpu.loadPerCore': load1 / cores,
      'cpu.busyRatio': times.busyRatio,
      'cpu.userRatio': times.user,
      'cpu.systemRatio': times.system,
      'cpu.niceRatio': times.nice,
      'cpu.iowaitRatio': times.iowait,
      'cpu.stealRatio': times.steal,
      'cpu.interruptRatio': times.interrupts,
      'cpu.running': Math.max(0, second.stat.running - 1),
      'cpu.blocked': second.stat.blocked,
      'cpu.contextSwitchesPerSecond': (second.stat.contextSwitches - first.stat.contextSwitches) / seconds,
      'cpu.forksPerSecond': (second.stat.forks - first.stat.forks) / seconds,
      'cpu.psiSome10': pressure.some10,
      'cpu.psiSome60': pressure.some60,
      'cpu.throttledRatio': throttledBetween(first, second),
      ...top,
      'cpu.ownCores': ownCores,
      'cpu.busyListeners': busyListeners(usages, table),
      'cpu.top.isServing': isServing(table, top['cpu.top.pid']),
    };
    return { headline: headlineOf(facts), facts, text: textOf(facts, leaders) };
  },
});

/** `8080:1.02 3306:0.61`: ports whose process uses at least half a core, and how much it uses. */
function busyListeners(usages: readonly Usage[], table: SocketTable): string {
  const owners = ownersByPid(table.listeners);
  const busy = usages.filter(({ cores }) => cores >= 0.5).slice(0, 20);
  return busy
    .flatMap(({ process, cores }) => (owners.get(process.pid) ?? []).map(({ port }) => `${String(port)}:${cores.toFixed(2)}`))
    .join(' ');
}

async function takeSample(client: LinuxClient, limit: ExecLimit): Promise<Sample> {
  const [files, processes] = await Promise.all([readFiles(client.exec, filePaths, limit), readProcesses(client, limit)]);
  return { files, processes, stat: parseKernelStat(files.get('/proc/stat') ?? '') };
}

async function portray(client: LinuxClient, usages: readonly Usage[], sample: Sample, limit: ExecLimit): Promise<readonly Leader[]> {
  const files = await readProcessFiles(
    client,
    usages.map(({ process }) => process.pid),
    ['cmdline'],
    limit,
  );
  return usages.map((usage) => ({ ...usage, portrait: portraitOf(usage.process, files, sample.processes.uptimeSeconds) }));
}

function timesBetween(first: KernelStat, second: KernelStat) {
  const total = Math.max(1, second.all.total - first.all.total);
  const share = (name: Exclude<keyof KernelStat['all'], 'total'>): number => Math.max(0, second.all[name] - first.all[name]) / total;
  const times = {
    user: share('user'),
    nice: share('nice'),
    system: share('system'),
    iowait: share('iowait'),
    steal: share('steal'),
    interrupts: share('interrupts'),
  };
  return { ...times, busyRatio: Math.min(1, times.user + times.nice + times.system + times.interrupts + times.steal) };
}

function throttledBetween(first: Sample, second: Sample): number {
  const [before, after] = [first, second].map(({ files }) => parsePairs(files.get('/sys/fs/cgroup/cpu.stat') ?? ''));
  const delta = (name: string): number => (after?.get(name) ?? 0) - (before?.get(name) ?? 0);
  return delta('nr_periods') > 0 ? delta('nr_throttled') / delta('nr_periods') : 0;
}

type CpuFacts = Readonly<Record<(typeof factNames)[number], string | number | boolean>>;

function headlineOf(facts: CpuFacts) {
  const busy = percentText(Number(facts['cpu.busyRatio']));
  const load = `${facts['cpu.load1']} / ${facts['cpu.cores']}`;
  const top = `${facts['cpu.top.name']} (${facts['cpu.top.pid']}) ${percentText(Number(facts['cpu.top.machineRatio']))}`;
  return {
    'zh-CN': `CPU 占用 ${busy}，负载/核数 ${load}，占用最多：${top}`,
    en: `CPU ${busy} busy, load/cores ${load}, most by ${top}`,
  };
}

function textOf(facts: CpuFacts, leaders: readonly Leader[]): string {
  const ratio = (name: keyof CpuFacts): string => percentText(Number(facts[name]));
  const modes = `user ${ratio('cpu.userRatio')} nice ${ratio('cpu.niceRatio')} system ${ratio('cpu.systemRatio')} iowait ${ratio('cpu.iowaitRatio')} steal ${ratio('cpu.stealRatio')} irq ${ratio('cpu.interruptRatio')}`;
  const load = `load ${facts['cpu.load1']} ${facts['cpu.load5']} ${facts['cpu.load15']}, ${facts['cpu.cores']} cores, ${facts['cpu.running']} running, ${facts['cpu.blocked']} blocked, pressure ${facts['cpu.psiSome10']}%`;
  const rows = leaders.map(({ process, cores, portrait }) => [
    process.pid,
    process.state,
    process.nice,
    cores.toFixed(2),
    portrait.ageSeconds,
    portrait.command,
  ]);
  return `${load}\n${modes}\n\n${tableText(['PID', 'S', 'NI', 'CORES', 'AGE_S', 'COMMAND'], rows)}`;
}
