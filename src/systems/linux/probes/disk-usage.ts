/** What fills the fullest filesystem, what is growing there and who writes it. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type Filesystem, filesystemOf } from '../parse/filesystems.ts';
import { parseUptime } from '../parse/process.ts';
import { aimedPaths, pathsIn } from '../paths-in.ts';
import { type Portrait, portraitOf, readProcesses, readProcessFiles, serviceOf } from '../sample.ts';
import { containerLogFacts } from './container-log.ts';
import { readFilesystems } from './disk.ts';
import { alikeFacts, findAlike, findRecent, recentFacts } from './filling-files.ts';
import { findHeavyFolder, folderFacts } from './heavy-folder.ts';
import { isServing, readSockets } from './socket-table.ts';

const filesShown = 25;
const filesWatched = 12;
/** Ten years in seconds: as good as never. */
const longMax = 315_360_000;

export interface FileSize {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedSeconds: number;
}

export const diskUsageProbe = linuxProbe({
  name: 'disk-usage',
  summary: {
    'zh-CN': '最满的文件系统里最大的文件、正在增长的文件及写入者',
    en: 'the biggest and the growing files on the fullest filesystem, and who writes them',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000), paths: aimedPaths }),
  aimedAt: pathsIn,
  timeoutMs: 25_000,
  cost: 'moderate',
  hints: 'disk|space|full|no space|inode|磁盘|空间|写满',
  query:
    'find MOUNT -xdev -type f (biggest first); stat (twice); cat config.v2.json (of a container whose log is among them); ls -l /proc/[0-9]*/fd',
  facts: [
    'usage.mount',
    'usage.biggest.path',
    'usage.biggest.bytes',
    'usage.biggest.fsRatio',
    'usage.biggest.quietSeconds',
    'usage.biggest.cleanPath',
    'usage.biggest.isOpen',
    'usage.topFilesRatio',
    'usage.containerLog.name',
    'usage.containerLog.bytes',
    'usage.containerLog.fsRatio',
    'usage.containerLog.limit',
    'usage.growing.path',
    'usage.growing.bytes',
    'usage.growing.fsRatio',
    'usage.growing.bytesPerSecond',
    'usage.growing.cleanPath',
    'usage.growing.secondsToFull',
    'usage.writer.pid',
    'usage.writer.name',
    'usage.writer.command',
    'usage.writer.startTicks',
    'usage.writer.service',
    'usage.writer.isServing',
    'usage.crowd.path',
    'usage.crowd.files',
    'usage.crowd.inodesRatio',
    'usage.crowd.cleanPath',
    'usage.alike.path',
    'usage.alike.count',
    'usage.alike.bytes',
    'usage.alike.fsRatio',
    'usage.alike.cleanPath',
    'usage.recent.path',
    'usage.recent.bytes',
    'usage.recent.fsRatio',
    'usage.recent.cleanPath',
    'usage.recent.isOpen',
    'usage.folder.path',
    'usage.folder.bytes',
    'usage.folder.files',
    'usage.folder.fsRatio',
    'usage.folder.cleanPath',
    'usage.cleanable.path',
    'usage.cleanable.bytes',
  ],
  async see(client, given, context, limit) {
    const filesystems = await readFilesystems(client, limit, given.paths);
    const byInodes = [...filesystems].sort(
      (one, other) => other.inodesUsed / Math.max(1, other.inodes) - one.inodesUsed / Math.max(1, one.inodes),
    );
    const [worst] = filesystems;
    const places = placesToSearch(client, filesystems, given.paths.length > 0 ? worst : undefined);
    const crowdedMount = byInodes[0];
    const isCrowded = crowdedMount !== undefined && crowdedMount.inodes > 0 && crowdedMount.inodesUsed / crowdedMount.inodes >= 0.8;
    const [found, crowd] = await Promise.all([
      findBigFiles(client, places, limit),
      isCrowded ? findCrowd(client, crowdedMount, limit) : Promise.resolve(null),
    ]);
    const files = found.filter(({ path }) => filesystemOf(path, filesystems) === worst || isCleanable(client, path));
    const onWorst = files.filter(({ path }) => filesystemOf(path, filesystems) === worst);
    const growing = await findGrowing(client, onWorst.length > 0 ? onWorst : files, given.windowMs, context, limit);
    const [biggest] = onWorst;
    const nowSeconds = context.clock.now() / 1_000;
    const recent = findRecent(onWorst, nowSeconds);
    const holders = await findHolders(
      client,
      [growing?.file.path, biggest?.path, recent?.path].filter((each) => each !== undefined),
      limit,
    );
    const writer = holders.get(growing?.file.path ?? '') ?? holders.get(biggest?.path ?? '');
    const size = Math.max(1, worst?.sizeBytes ?? 1);
    const cleanable = cleanableOf(client, files);
    const folder = await findHeavyFolder(client, worst, biggest?.bytes ?? 0, limit);
    const facts = {
      'usage.mount': worst?.mount ?? '',
      'usage.biggest.path': biggest?.path ?? '',
      'usage.biggest.bytes': biggest?.bytes ?? 0,
      'usage.biggest.fsRatio': (biggest?.bytes ?? 0) / size,
      'usage.biggest.quietSeconds': biggest === undefined ? 0 : Math.max(0, Math.round(nowSeconds - biggest.modifiedSeconds)),
      'usage.biggest.cleanPath': cleanPathOf(client, biggest?.path ?? ''),
      'usage.biggest.isOpen': holders.has(biggest?.path ?? ''),
      'usage.topFilesRatio': Math.min(1, onWorst.slice(0, 10).reduce((sum, file) => sum + file.bytes, 0) / size),
      ...(await containerLogFacts(client, onWorst, size, limit)),
      ...growingFacts(client, growing, size, worst?.availableBytes ?? 0),
      'usage.writer.pid': writer?.pid ?? 0,
      'usage.writer.name': writer?.name ?? '',
      'usage.writer.command': writer?.command ?? '',
      'usage.writer.startTicks': writer?.startTicks ?? 0,
      'usage.writer.service': writer === undefined ? '' : serviceOf(client, writer.command, writer.name),
      'usage.writer.isServing': writer !== undefined && isServing(await readSockets(client, limit), writer.pid),
      'usage.crowd.path': crowd?.path ?? '',
      'usage.crowd.files': crowd?.files ?? 0,
      'usage.crowd.inodesRatio': crowd === null ? 0 : crowd.files / Math.max(1, crowdedMount?.inodes ?? 1),
      'usage.crowd.cleanPath': cleanPathOf(client, crowd?.path ?? ''),
      ...fillingFacts(client, onWorst, recent, size, holders),
      ...folderFacts(folder, size, cleanPathOf(client, folder?.path ?? '')),
      'usage.cleanable.path': cleanable.path,
      'usage.cleanable.bytes': cleanable.bytes,
    };
    const rows = files
      .slice(0, filesShown)
      .map((file) => [bytesText(file.bytes), new Date(file.modifiedSeconds * 1_000).toISOString().slice(0, 19), file.path]);
    return {
      headline: {
        'zh-CN': `${facts['usage.mount']} 上最大的文件：${facts['usage.biggest.path'] || '（无）'} ${bytesText(facts['usage.biggest.bytes'])}（占 ${percentText(facts['usage.biggest.fsRatio'])}）${growing === null ? '' : `；正在增长：${growing.file.path}`}`,
        en: `biggest on ${facts['usage.mount']}: ${facts['usage.biggest.path'] || 'none'} ${bytesText(facts['usage.biggest.bytes'])} (${percentText(facts['usage.biggest.fsRatio'])})${growing === null ? '' : `; growing: ${growing.file.path}`}`,
      },
      facts,
      text: `${tableText(['SIZE', 'MODIFIED', 'PATH'], rows)}${crowd === null ? '' : `\n\n${crowd.text}`}`,
    };
  },
});

function growingFacts(client: LinuxClient, growing: Growing | null, sizeBytes: number, availableBytes: number) {
  return {
    'usage.growing.path': growing?.file.path ?? '',
    'usage.growing.bytes': growing?.file.bytes ?? 0,
    'usage.growing.fsRatio': (growing?.file.bytes ?? 0) / sizeBytes,
    'usage.growing.bytesPerSecond': growing?.bytesPerSecond ?? 0,
    'usage.growing.cleanPath': cleanPathOf(client, growing?.file.path ?? ''),
    'usage.growing.secondsToFull': growing === null ? longMax : Math.min(longMax, availableBytes / growing.bytesPerSecond),
  };
}

function fillingFacts(
  client: LinuxClient,
  files: readonly FileSize[],
  recent: FileSize | null,
  sizeBytes: number,
  holders: ReadonlyMap<string, Portrait>,
) {
  const alike = findAlike(files);
  return {
    ...recentFacts(recent, sizeBytes, cleanPathOf(client, recent?.path ?? ''), holders.has(recent?.path ?? '')),
    ...alikeFacts(alike, sizeBytes, cleanPathOf(client, alike?.folder ?? '')),
  };
}

/** The filesystem that was named, and those that are full; else only where files may be cleaned or usually pile up. */
function placesToSearch(client: LinuxClient, filesystems: readonly Filesystem[], named: Filesystem | undefined): readonly string[] {
  const full = filesystems
    .filter((each) => each === named || each.usedRatio >= 0.8)
    .slice(0, 3)
    .map(({ mount }) => mount);
  const usual = ['/var/log', '/tmp', '/var/tmp', '/var/crash', '/var/lib/systemd/coredump'];
  return [...new Set([...full, ...client.settings.cleanPaths, ...usual])];
}

async function findBigFiles(client: LinuxClient, places: readonly string[], limit: ExecLimit): Promise<readonly FileSize[]> {
  const { stdout } = await client.exec.run('big-files', ['512', '200', ...places], limit);
  const seen = new Map<string, FileSize>();
  for (const file of parseFileSizes(stdout)) seen.set(file.path, file);
  return [...seen.values()].sort((one, other) => other.bytes - one.bytes);
}

/** Blocks on disk rather than the length: a sparse file fills nothing. */
export function parseFileSizes(text: string): readonly FileSize[] {
  return [...text.matchAll(/^(\d+) (\d+) (\d+) (\d+) (\/.*)$/gm)].map(([, blocks, , modified, , path = '']) => ({
    path,
    bytes: Number(blocks) * 512,
    modifiedSeconds: Number(modified),
  }));
}

interface Growing {
  readonly file: FileSize;
  readonly bytesPerSecond: number;
}

async function findGrowing(
  client: LinuxClient,
  files: readonly FileSize[],
  windowMs: number,
  context: Parameters<Parameters<typeof linuxProbe>[0]['see']>[2],
  limit: ExecLimit,
): Promise<Growing | null> {
  // Those written last are watched beside the biggest: a file that grows was written a moment ago.
  const newest = [...files].sort((one, other) => other.modifiedSeconds - one.modifiedSeconds).slice(0, filesWatched);
  const watched = [...new Set([...newest, ...files.slice(0, filesWatched)])].map(({ path }) => path);
  if (watched.length === 0) return null;
  const take = async () => {
    const { stdout } = await client.exec.run('stat-files', watched, limit);
    return { files: parseStatSizes(stdout), uptime: parseUptime(/^uptime (.*)$/m.exec(stdout)?.[1] ?? '') };
  };
  const first = await take();
  await context.clock.sleep(windowMs, context.signal);
  const second = await take();
  const seconds = Math.max(0.05, second.uptime - first.uptime);
  const grown = files.flatMap((file) => {
    const bytes = (second.files.get(file.path) ?? 0) - (first.files.get(file.path) ?? second.files.get(file.path) ?? 0);
    return bytes > 0 ? [{ file, bytesPerSecond: bytes / seconds }] : [];
  });
  return grown.sort((one, other) => other.bytesPerSecond - one.bytesPerSecond)[0] ?? null;
}

/** The length: on a full disk blocks are handed out late. */
function parseStatSizes(text: string): ReadonlyMap<string, number> {
  return new Map([...text.matchAll(/^(\d+) (\d+) (\d+) (\d+) (\/.*)$/gm)].map(([, , size, , , path = '']) => [path, Number(size)]));
}

async function findHolders(client: LinuxClient, paths: readonly string[], limit: ExecLimit): Promise<ReadonlyMap<string, Portrait>> {
  if (paths.length === 0) return new Map();
  const { stdout } = await client.exec.run('file-holders', [...new Set(paths)], limit);
  const held = [...stdout.matchAll(/^(\d+) (\S+) (\/.*)$/gm)].map(([, pid, mode = '', path = '']) => ({
    pid: Number(pid),
    isWriting: mode.includes('w'),
    path,
  }));
  const processes = await readProcesses(client, limit);
  const files = await readProcessFiles(
    client,
    held.map(({ pid }) => pid),
    ['cmdline'],
    limit,
  );
  const holders = new Map<string, Portrait>();
  for (const { pid, path } of held.sort((one, other) => Number(other.isWriting) - Number(one.isWriting)))
    if (!holders.has(path)) holders.set(path, portraitOf(processes.processes.get(pid), files, processes.uptimeSeconds));
  return holders;
}

async function findCrowd(client: LinuxClient, filesystem: Filesystem, limit: ExecLimit) {
  const { stdout } = await client.exec.run('crowded-directories', [filesystem.mount], limit);
  const [, files, path] = /^\s*(\d+) (\/.*)$/m.exec(stdout) ?? [];
  return path === undefined ? null : { path, files: Number(files), text: stdout };
}

/** The declared directory that a file lies in; empty when nothing may be done to it. */
function cleanPathOf(client: LinuxClient, path: string): string {
  return client.settings.cleanPaths.find((each) => path === each || path.startsWith(`${each.replace(/\/$/, '')}/`)) ?? '';
}

function isCleanable(client: LinuxClient, path: string): boolean {
  return cleanPathOf(client, path) !== '';
}

function cleanableOf(client: LinuxClient, files: readonly FileSize[]): { readonly path: string; readonly bytes: number } {
  const sums = client.settings.cleanPaths.map((path) => ({
    path,
    bytes: files.filter((file) => cleanPathOf(client, file.path) === path).reduce((sum, file) => sum + file.bytes, 0),
  }));
  return sums.sort((one, other) => other.bytes - one.bytes)[0] ?? { path: '', bytes: 0 };
}
