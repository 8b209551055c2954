/** How busy the disks are and who keeps them busy. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type DiskCounters, parseDiskstats, parseKernelStat, parseMeminfo, parsePressure } from '../parse/counters.ts';
import { parseUptime } from '../parse/process.ts';
import { type FileContents, readFiles } from '../read-files.ts';
import { nobody, portraitOf, readProcesses, readProcessFiles, sampleTwice, serviceOf } from '../sample.ts';
import { isServing, readSockets } from './socket-table.ts';

const sectorBytes = 512;

interface Sample {
  readonly files: FileContents;
  readonly bytesByPid: ReadonlyMap<number, number>;
  readonly uptime: number;
}

interface DiskLoad {
  readonly device: string;
  readonly utilRatio: number;
  readonly awaitMs: number;
  readonly readBytesPerSecond: number;
  readonly writeBytesPerSecond: number;
  readonly operationsPerSecond: number;
  readonly queue: number;
}

export const diskIoProbe = linuxProbe({
  name: 'disk-io',
  summary: {
    'zh-CN': '磁盘繁忙程度、等待时间与读写最多的进程',
    en: 'how busy the disks are, how long requests wait, who reads and writes most',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000) }),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'disk|\\bio\\b|i/o|iowait|slow|latency|磁盘|读写|慢|延迟|卡',
  query: 'cat /proc/diskstats /proc/pressure/io /proc/[0-9]*/io (twice)',
  facts: [
    'io.worst.device',
    'io.worst.utilRatio',
    'io.worst.awaitMs',
    'io.worst.readBytesPerSecond',
    'io.worst.writeBytesPerSecond',
    'io.worst.operationsPerSecond',
    'io.worst.queue',
    'io.iowaitRatio',
    'io.psiSome10',
    'io.psiSome60',
    'io.psiFull10',
    'io.dirtyBytes',
    'io.top.pid',
    'io.top.name',
    'io.top.command',
    'io.top.startTicks',
    'io.top.bytesPerSecond',
    'io.top.shareRatio',
    'io.alike.count',
    'io.alike.shareRatio',
    'io.top.service',
    'io.top.isServing',
  ],
  async see(client, given, context, limit) {
    const { first, second } = await sampleTwice(() => takeSample(client, limit), given.windowMs, context);
    const seconds = Math.max(0.05, second.uptime - first.uptime);
    const loads = loadsBetween(first, second, seconds);
    const [worst] = loads;
    const rates = ratesBetween(first, second, seconds);
    const [processes, table] = await Promise.all([readProcesses(client, limit), readSockets(client, limit)]);
    const files = await readProcessFiles(
      client,
      rates.slice(0, 8).map(({ pid }) => pid),
      ['cmdline'],
      limit,
    );
    const [leader] = rates;
    const top = leader === undefined ? nobody : portraitOf(processes.processes.get(leader.pid), files, processes.uptimeSeconds);
    const pressure = parsePressure(second.files.get('/proc/pressure/io'));
    const nameOf = (pid: number | undefined): string | undefined => processes.processes.get(pid ?? 0)?.name;
    const alike = rates.filter(({ pid }) => nameOf(pid) !== undefined && nameOf(pid) === nameOf(leader?.pid));
    const total = sumOf(rates);
    const facts = {
      'io.worst.device': worst?.device ?? '',
      'io.worst.utilRatio': worst?.utilRatio ?? 0,
      'io.worst.awaitMs': worst?.awaitMs ?? 0,
      'io.worst.readBytesPerSecond': worst?.readBytesPerSecond ?? 0,
      'io.worst.writeBytesPerSecond': worst?.writeBytesPerSecond ?? 0,
      'io.worst.operationsPerSecond': worst?.operationsPerSecond ?? 0,
      'io.worst.queue': worst?.queue ?? 0,
      'io.iowaitRatio': iowaitBetween(first.files, second.files),
      'io.psiSome10': pressure.some10,
      'io.psiSome60': pressure.some60,
      'io.psiFull10': pressure.full10,
      'io.dirtyBytes': parseMeminfo(second.files.get('/proc/meminfo') ?? '').get('Dirty') ?? 0,
      'io.top.pid': top.pid,
      'io.top.name': top.name,
      'io.top.command': top.command,
      'io.top.startTicks': top.startTicks,
      'io.top.bytesPerSecond': leader?.bytesPerSecond ?? 0,
      'io.top.shareRatio': total > 0 ? (leader?.bytesPerSecond ?? 0) / total : 0,
      'io.alike.count': alike.length,
      'io.alike.shareRatio': sumOf(alike) / Math.max(1, total),
      'io.top.service': serviceOf(client, top.command, top.name),
      'io.top.isServing': isServing(table, top.pid),
    };
    const rows = loads
      .slice(0, 10)
      .map((each) => [
        each.device,
        percentText(each.utilRatio),
        each.awaitMs.toFixed(1),
        `${bytesText(each.readBytesPerSecond)}/s`,
        `${bytesText(each.writeBytesPerSecond)}/s`,
        each.queue.toFixed(1),
      ]);
    const processRows = rates
      .slice(0, 8)
      .map(({ pid, bytesPerSecond }) => [
        pid,
        `${bytesText(bytesPerSecond)}/s`,
        portraitOf(processes.processes.get(pid), files, 0).command,
      ]);
    return {
      headline: {
        'zh-CN': `最忙的磁盘 ${facts['io.worst.device'] || '（无）'} 繁忙 ${percentText(facts['io.worst.utilRatio'])}，平均等待 ${facts['io.worst.awaitMs'].toFixed(1)} 毫秒；读写最多：${top.name || '（无）'}`,
        en: `busiest disk ${facts['io.worst.device'] || 'none'} at ${percentText(facts['io.worst.utilRatio'])}, ${facts['io.worst.awaitMs'].toFixed(1)} ms a request; most by ${top.name || 'none'}`,
      },
      facts,
      text: `iowait ${percentText(facts['io.iowaitRatio'])}, pressure some ${pressure.some10}% full ${pressure.full10}%\n\n${tableText(['DEVICE', 'UTIL', 'AWAIT_MS', 'READ', 'WRITE', 'QUEUE'], rows)}\n\n${tableText(['PID', 'RATE', 'COMMAND'], processRows)}`,
    };
  },
});

async function takeSample(client: LinuxClient, limit: ExecLimit): Promise<Sample> {
  const [files, io] = await Promise.all([
    readFiles(client.exec, ['/proc/diskstats', '/proc/pressure/io', '/proc/stat', '/proc/meminfo'], limit),
    client.exec.run('process-io', [], limit),
  ]);
  const bytesByPid = new Map<number, number>();
  for (const [, pid, bytes] of io.stdout.matchAll(/^\/proc\/(\d+)\/io:(?:read|write)_bytes: (\d+)$/gm))
    bytesByPid.set(Number(pid), (bytesByPid.get(Number(pid)) ?? 0) + Number(bytes));
  return { files, bytesByPid, uptime: parseUptime(/^uptime (.*)$/m.exec(io.stdout)?.[1] ?? '') };
}

function loadsBetween(first: Sample, second: Sample, seconds: number): readonly DiskLoad[] {
  const before = parseDiskstats(first.files.get('/proc/diskstats') ?? '');
  const after = parseDiskstats(second.files.get('/proc/diskstats') ?? '');
  const loads = [...after.values()]
    .filter(({ device }) => isWholeDisk(device, after))
    .map((now) => loadOf(before.get(now.device), now, seconds));
  return loads.sort((one, other) => other.utilRatio - one.utilRatio);
}

/** A partition repeats what its disk counts already. */
function isWholeDisk(device: string, all: ReadonlyMap<string, DiskCounters>): boolean {
  if (/^(ram|fd|sr)\d/.test(device)) return false;
  const parent = device.replace(/p?\d+$/, '');
  return parent === device || !all.has(parent);
}

function loadOf(before: DiskCounters | undefined, now: DiskCounters, seconds: number): DiskLoad {
  const delta = (name: Exclude<keyof DiskCounters, 'device' | 'inFlight'>): number =>
    Math.max(0, now[name] - (before?.[name] ?? now[name]));
  const operations = delta('reads') + delta('writes');
  return {
    device: now.device,
    utilRatio: Math.min(1, delta('busyMs') / (seconds * 1_000)),
    awaitMs: operations > 0 ? (delta('readMs') + delta('writeMs')) / operations : 0,
    readBytesPerSecond: (delta('sectorsRead') * sectorBytes) / seconds,
    writeBytesPerSecond: (delta('sectorsWritten') * sectorBytes) / seconds,
    operationsPerSecond: operations / seconds,
    queue: delta('weightedMs') / (seconds * 1_000),
  };
}

function ratesBetween(first: Sample, second: Sample, seconds: number) {
  const rates = [...second.bytesByPid].map(([pid, bytes]) => ({
    pid,
    bytesPerSecond: Math.max(0, bytes - (first.bytesByPid.get(pid) ?? bytes)) / seconds,
  }));
  return rates.filter(({ bytesPerSecond }) => bytesPerSecond > 0).sort((one, other) => other.bytesPerSecond - one.bytesPerSecond);
}

function sumOf(rates: readonly { readonly bytesPerSecond: number }[]): number {
  return rates.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
}

function iowaitBetween(first: FileContents, second: FileContents): number {
  const [before, after] = [first, second].map((files) => parseKernelStat(files.get('/proc/stat') ?? '').all);
  if (before === undefined || after === undefined) return 0;
  return Math.max(0, after.iowait - before.iowait) / Math.max(1, after.total - before.total);
}
