/** Open files: who has how many of how many allowed, and what is deleted but still held open. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type Filesystem, filesystemOf } from '../parse/filesystems.ts';
import { type ProcessSample, parseLimit } from '../parse/process.ts';
import { nobody, type Portrait, portraitOf, readProcesses, readProcessFiles, serviceOf } from '../sample.ts';
import { readFilesystems } from './disk.ts';

interface Count {
  readonly pid: number;
  readonly all: number;
  readonly sockets: number;
  readonly pipes: number;
  readonly watches: number;
}

interface Deleted {
  readonly pid: number;
  readonly fd: number;
  readonly path: string;
}

interface DeletedSize extends Deleted {
  readonly bytes: number;
  readonly identity: string;
}

/** Of its filesystem: less than this fills none. */
const goodPart = 0.05;

export const openFilesProbe = linuxProbe({
  name: 'open-files',
  summary: {
    'zh-CN': '各进程打开的文件数与上限，以及已删除但仍被占用的文件',
    en: 'open files by process against their limits, and files that are deleted but still open',
  },
  parameters: z.strictObject({}),
  timeoutMs: 25_000,
  cost: 'moderate',
  hints: 'too many open files|file descriptor|\\bfds?\\b|disk|space|deleted|句柄|文件描述符|磁盘|空间|打开的文件',
  query: 'ls -l /proc/[0-9]*/fd; stat -L (deleted ones); cat /proc/PID/limits /proc/sys/fs/file-nr',
  facts: [
    'files.isComplete',
    'files.systemUsed',
    'files.systemMax',
    'files.systemUsedRatio',
    'files.top.pid',
    'files.top.name',
    'files.top.command',
    'files.top.startTicks',
    'files.top.count',
    'files.top.limit',
    'files.top.usedRatio',
    'files.top.mostly',
    'files.top.service',
    'files.inotify.top',
    'files.inotify.max',
    'files.inotify.usedRatio',
    'files.inotify.name',
    'files.deleted.pid',
    'files.deleted.name',
    'files.deleted.command',
    'files.deleted.startTicks',
    'files.deleted.fd',
    'files.deleted.path',
    'files.deleted.bytes',
    'files.deleted.mount',
    'files.deleted.fsRatio',
    'files.deleted.service',
    'files.deletedTotalBytes',
  ],
  async see(client, _given, _context, limit) {
    const [{ stdout }, processes, filesystems] = await Promise.all([
      client.exec.run('open-files', [], limit),
      readProcesses(client, limit),
      readFilesystems(client, limit),
    ]);
    const counts = parseCounts(stdout);
    const sized = await sizeDeleted(client, parseDeleted(stdout), limit);
    const [deleted] = fullestFirst(sized, filesystems);
    const candidates = [...counts].sort((one, other) => other.all - one.all).slice(0, 15);
    const pids = [...candidates.map(({ pid }) => pid), ...sized.slice(0, 8).map(({ pid }) => pid)];
    const files = await readProcessFiles(client, pids, ['cmdline', 'limits'], limit);
    const portrait = (pid: number): Portrait => portraitOf(processes.processes.get(pid), files, processes.uptimeSeconds);
    const limited = candidates.map((count) => ({
      count,
      max: parseLimit(files.get(`/proc/${count.pid}/limits`) ?? '', 'Max open files') ?? Number.POSITIVE_INFINITY,
    }));
    const tight = [...limited].sort((one, other) => other.count.all / other.max - one.count.all / one.max)[0];
    const [used = 0, , max = 1] = (/^file-nr (.*)$/m.exec(stdout)?.[1] ?? '').split(/\s+/).map(Number);
    const watcher = [...counts].sort((one, other) => other.watches - one.watches)[0];
    const watchesMax = Number(/^inotify (\d+)$/m.exec(stdout)?.[1] ?? 0);
    const place = deleted === undefined ? undefined : filesystemOf(deleted.path, filesystems);
    const top = tight === undefined ? nobody : portrait(tight.count.pid);
    const holder = deleted === undefined ? nobody : portrait(deleted.pid);
    // What other accounts hold is hidden from an ordinary one: nothing found is then nothing known.
    const isComplete = /^complete$/m.test(stdout);
    const tightRatio = tight === undefined || !Number.isFinite(tight.max) ? 0 : tight.count.all / tight.max;
    const total = sized.reduce((sum, each) => sum + each.bytes, 0);
    const facts = {
      'files.isComplete': isComplete,
      'files.systemUsed': used,
      'files.systemMax': max,
      'files.systemUsedRatio': max > 0 ? used / max : 0,
      'files.top.pid': top.pid,
      'files.top.name': top.name,
      'files.top.command': top.command,
      'files.top.startTicks': top.startTicks,
      'files.top.count': tight?.count.all ?? 0,
      'files.top.limit': tight === undefined || !Number.isFinite(tight.max) ? 0 : tight.max,
      'files.top.usedRatio': isComplete || tightRatio >= 0.75 ? tightRatio : null,
      'files.top.mostly': tight === undefined ? '' : mostly(tight.count),
      'files.top.service': serviceOf(client, top.command, top.name),
      'files.inotify.top': watcher?.watches ?? 0,
      'files.inotify.max': watchesMax,
      'files.inotify.usedRatio': watchesMax > 0 ? (watcher?.watches ?? 0) / watchesMax : 0,
      'files.inotify.name': watcher === undefined || watcher.watches === 0 ? '' : (processes.processes.get(watcher.pid)?.name ?? ''),
      'files.deleted.pid': holder.pid,
      'files.deleted.name': holder.name,
      'files.deleted.command': holder.command,
      'files.deleted.startTicks': holder.startTicks,
      'files.deleted.fd': deleted?.fd ?? 0,
      'files.deleted.path': deleted?.path ?? '',
      'files.deleted.bytes': deleted?.bytes ?? (isComplete ? 0 : null),
      'files.deleted.mount': place?.mount ?? (isComplete ? '' : null),
      'files.deleted.fsRatio': deleted === undefined || place === undefined ? 0 : deleted.bytes / Math.max(1, place.sizeBytes),
      'files.deleted.service': serviceOf(client, holder.command, holder.name),
      'files.deletedTotalBytes': isComplete || sized.length > 0 ? total : null,
    };
    return {
      headline: {
        'zh-CN': `最接近上限的进程：${top.name || '（无）'}（${top.pid}）打开 ${facts['files.top.count']}，占上限 ${percentText(tightRatio)}；已删除未释放共 ${bytesText(total)}`,
        en: `closest to its limit: ${top.name || 'none'} (${top.pid}) with ${facts['files.top.count']} open, ${percentText(tightRatio)}; ${bytesText(total)} deleted but held`,
      },
      facts,
      text: `${used} of ${max} open on the whole system${isComplete ? '' : '; what other accounts have open is hidden from this one'}\n\n${countsText(limited, portrait)}\n\ndeleted, still open:\n${deletedText(sized, processes)}`,
    };
  },
});

interface Limited {
  readonly count: Count;
  readonly max: number;
}

function countsText(limited: readonly Limited[], portrait: (pid: number) => Portrait): string {
  const rows = limited.map(({ count, max }) => [
    count.pid,
    count.all,
    Number.isFinite(max) ? max : 'unlimited',
    count.sockets,
    count.pipes,
    portrait(count.pid).command,
  ]);
  return tableText(['PID', 'OPEN', 'LIMIT', 'SOCKETS', 'PIPES', 'COMMAND'], rows);
}

function deletedText(sized: readonly DeletedSize[], sample: ProcessSample): string {
  const rows = sized
    .slice(0, 8)
    .map((each) => [each.pid, each.fd, bytesText(each.bytes), sample.processes.get(each.pid)?.name ?? '', each.path]);
  return tableText(['PID', 'FD', 'SIZE', 'NAME', 'PATH'], rows);
}

function parseCounts(text: string): readonly Count[] {
  return [...text.matchAll(/^count (\d+) (\d+) (\d+) (\d+) (\d+)$/gm)].map(([, ...numbers]) => {
    const [pid = 0, all = 0, sockets = 0, pipes = 0, watches = 0] = numbers.map(Number);
    return { pid, all, sockets, pipes, watches };
  });
}

function parseDeleted(text: string): readonly Deleted[] {
  return [...text.matchAll(/^deleted (\d+) (\d+) (\/.*) \(deleted\)$/gm)].map(([, pid, fd, path = '']) => ({
    pid: Number(pid),
    fd: Number(fd),
    path,
  }));
}

/** Each file once, though several processes and descriptors may hold it; the biggest first. */
async function sizeDeleted(client: LinuxClient, deleted: readonly Deleted[], limit: ExecLimit): Promise<readonly DeletedSize[]> {
  if (deleted.length === 0) return [];
  const byDescriptor = new Map(deleted.map((each) => [`/proc/${each.pid}/fd/${each.fd}`, each]));
  const { stdout } = await client.exec.run('stat-descriptors', [...byDescriptor.keys()].slice(0, 400), limit);
  const sized = new Map<string, DeletedSize>();
  for (const [, blocks, , device, inode, descriptor = ''] of stdout.matchAll(/^(\d+) (\d+) (\d+) (\d+) (\/proc\/\d+\/fd\/\d+)$/gm)) {
    const found = byDescriptor.get(descriptor);
    const identity = `${device}:${inode}`;
    if (found !== undefined && !sized.has(identity)) sized.set(identity, { ...found, bytes: Number(blocks) * 512, identity });
  }
  return [...sized.values()].sort((one, other) => other.bytes - one.bytes);
}

/** Where it matters first: of those that hold a good part of their filesystem the one on the fullest, whatever larger ones lie elsewhere. */
function fullestFirst(sized: readonly DeletedSize[], filesystems: readonly Filesystem[]): readonly DeletedSize[] {
  const fullness = ({ path, bytes }: DeletedSize): number => {
    const filesystem = filesystemOf(path, filesystems);
    return filesystem !== undefined && bytes >= filesystem.sizeBytes * goodPart ? filesystem.usedRatio : 0;
  };
  return sized.toSorted((one, other) => fullness(other) - fullness(one));
}

function mostly(count: Count): string {
  const files = count.all - count.sockets - count.pipes;
  if (count.sockets >= files && count.sockets >= count.pipes) return 'sockets';
  return count.pipes > files ? 'pipes' : 'files';
}
