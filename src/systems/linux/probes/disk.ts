/** How full every filesystem is, in bytes and in inodes, and which can't be written to. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { isPath } from '../../logs/source.ts';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { LinuxFailure } from '../failure.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { parseDataMarks } from '../parse/data-marks.ts';
import { type Filesystem, filesystemOf, parseFilesystems } from '../parse/filesystems.ts';
import { type Unmounted, unmountedOf } from '../parse/unmounted.ts';
import { aimedPaths, pathsIn } from '../paths-in.ts';
import { sectionsOf } from '../read-files.ts';

export const diskProbe = linuxProbe({
  name: 'disk',
  summary: { 'zh-CN': '各文件系统的空间、inode 与只读状态', en: 'space, inodes and read-only state of every filesystem' },
  parameters: z.strictObject({ paths: aimedPaths }),
  aimedAt: pathsIn,
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'disk|space|filesystem|inode|full|no space|read-only|磁盘|空间|写满|只读|文件系统',
  query: 'df -P -k; df -P -i; cat /proc/self/mountinfo',
  facts: [
    'disk.count',
    'disk.worst.mount',
    'disk.worst.device',
    'disk.worst.fsType',
    'disk.worst.usedRatio',
    'disk.worst.availableBytes',
    'disk.worst.sizeBytes',
    'disk.inodes.mount',
    'disk.inodes.usedRatio',
    'disk.inodes.used',
    'disk.inodes.total',
    'disk.readOnly.mount',
    'disk.readOnly.device',
    'disk.readOnly.count',
    'disk.readOnly.isForced',
    'disk.fullCount',
    'disk.full.dataOf',
    'disk.unmounted.count',
    'disk.unmounted.mount',
    'disk.unmounted.device',
    'disk.unmounted.isNamed',
  ],
  async see(client, { paths }, _context, limit) {
    const { filesystems, unmounted } = await readStorage(client, limit, paths);
    const missing = unmounted.find(({ mount }) => isNamed(mount, paths)) ?? unmounted[0];
    const [worst] = filesystems;
    const crowded = [...filesystems].sort((one, other) => inodeRatio(other) - inodeRatio(one))[0];
    const readOnly = filesystems.filter(({ isReadOnlyUnexplained }) => isReadOnlyUnexplained);
    const forced = readOnly.find(({ isReadOnlyForced }) => isReadOnlyForced) ?? readOnly[0];
    const dataOf = await dataOnFull(client, filesystems, limit);
    const facts = {
      'disk.full.dataOf': dataOf === null ? null : dataOf.join(','),
      'disk.count': filesystems.length,
      'disk.worst.mount': worst?.mount ?? '',
      'disk.worst.device': worst?.device ?? '',
      'disk.worst.fsType': worst?.fsType ?? '',
      'disk.worst.usedRatio': worst?.usedRatio ?? 0,
      'disk.worst.availableBytes': worst?.availableBytes ?? 0,
      'disk.worst.sizeBytes': worst?.sizeBytes ?? 0,
      'disk.fullCount': filesystems.filter(({ usedRatio }) => usedRatio >= 0.95).length,
      'disk.inodes.mount': crowded?.mount ?? '',
      'disk.inodes.usedRatio': crowded === undefined ? 0 : inodeRatio(crowded),
      'disk.inodes.used': crowded?.inodesUsed ?? 0,
      'disk.inodes.total': crowded?.inodes ?? 0,
      'disk.readOnly.count': readOnly.length,
      'disk.readOnly.mount': forced?.mount ?? '',
      'disk.readOnly.device': forced?.device.replace(/^.*\//, '') ?? '',
      'disk.readOnly.isForced': forced?.isReadOnlyForced ?? false,
      'disk.unmounted.count': unmounted.length,
      'disk.unmounted.mount': missing?.mount ?? '',
      'disk.unmounted.device': missing?.device ?? '',
      'disk.unmounted.isNamed': missing !== undefined && isNamed(missing.mount, paths),
    };
    const rows = filesystems.map((each) => [
      each.mount,
      each.device,
      each.fsType,
      bytesText(each.sizeBytes),
      bytesText(each.availableBytes),
      percentText(each.usedRatio),
      percentText(inodeRatio(each)),
      each.isReadOnly ? 'ro' : 'rw',
    ]);
    return {
      headline: {
        'zh-CN': `最满的文件系统 ${facts['disk.worst.mount']} 已用 ${percentText(facts['disk.worst.usedRatio'])}，剩余 ${bytesText(facts['disk.worst.availableBytes'])}；inode 最高 ${percentText(facts['disk.inodes.usedRatio'])}`,
        en: `fullest is ${facts['disk.worst.mount']} at ${percentText(facts['disk.worst.usedRatio'])} with ${bytesText(facts['disk.worst.availableBytes'])} left; inodes at most ${percentText(facts['disk.inodes.usedRatio'])}`,
      },
      facts,
      text: [
        tableText(['MOUNT', 'DEVICE', 'TYPE', 'SIZE', 'AVAIL', 'USE', 'IUSE', 'MODE'], rows),
        ...unmounted.map((each) => `in fstab and not mounted: ${each.mount} (${each.device})`),
      ].join('\n'),
    };
  },
});

/** The one that was named first, then the fullest, as far as it matters. Throws LinuxFailure when the machine shows none. */
export async function readFilesystems(
  client: LinuxClient,
  limit: ExecLimit,
  paths: readonly string[] = [],
): Promise<readonly Filesystem[]> {
  return (await readStorage(client, limit, paths)).filesystems;
}

interface Storage {
  readonly filesystems: readonly Filesystem[];
  readonly unmounted: readonly Unmounted[];
}

async function readStorage(client: LinuxClient, limit: ExecLimit, paths: readonly string[]): Promise<Storage> {
  const { stdout } = await client.exec.run('filesystems', [], limit);
  const sections = sectionsOf(stdout);
  const section = (name: string): string => sections.get(name) ?? '';
  const filesystems = parseFilesystems({
    space: section('space'),
    inodes: section('inodes'),
    mounts: section('mounts'),
    fstab: section('fstab'),
  });
  if (filesystems.length === 0) throw new LinuxFailure('No filesystem could be measured', { status: 'failed' });
  return {
    filesystems: namedFirst(declaredFirst(filesystems, client), paths),
    unmounted: unmountedOf(section('fstab'), section('mounts')),
  };
}

function isNamed(mount: string, paths: readonly string[]): boolean {
  return paths.some((path) => path === mount || path.startsWith(`${mount}/`));
}

/** What is somewhere below the root is only taken for the root where just that was named: any word with a slash would be. */
function namedFirst(filesystems: readonly Filesystem[], paths: readonly string[]): readonly Filesystem[] {
  const holders = paths.map((path) => ({ path, holder: filesystemOf(path, filesystems) }));
  const named = new Set(
    holders.flatMap(({ path, holder }) => (holder !== undefined && (holder.mount !== '/' || path === '/') ? [holder] : [])),
  );
  return [...named, ...filesystems.filter((each) => !named.has(each))];
}

/** Of those that are full, the ones that somebody declared something on: that is what the entry is about. */
function declaredFirst(filesystems: readonly Filesystem[], { settings }: LinuxClient): readonly Filesystem[] {
  const paths = [...settings.cleanPaths, ...settings.logs.filter(isPath)];
  const declared = new Set(paths.map((path) => filesystemOf(path, filesystems)));
  const isMeant = (each: Filesystem): boolean => each.usedRatio >= fullRatio && declared.has(each);
  return [...filesystems.filter(isMeant), ...filesystems.filter((each) => !isMeant(each))];
}

/** Where a system's data lie unless it was given a place of its own. */
const commonMount = /^\/(var(\/lib)?)?$/;
const fullRatio = 0.95;
const mountsSearched = 4;

/**
 * Kinds whose data lie on filesystems that are full, and `any` where it is one that everything is on by default. Null when the search came
 * to nothing: a disk that is full says little of a system whose data lie elsewhere.
 */
async function dataOnFull(client: LinuxClient, filesystems: readonly Filesystem[], limit: ExecLimit): Promise<readonly string[] | null> {
  const full = filesystems.filter((each) => each.usedRatio >= fullRatio || inodeRatio(each) >= fullRatio).map(({ mount }) => mount);
  const own = full.filter((mount) => !commonMount.test(mount)).slice(0, mountsSearched);
  const any = own.length < full.length ? ['any'] : [];
  if (own.length === 0) return any;
  const { stdout } = await client.exec.run('data-marks', own, limit);
  return stdout.endsWith('@@searched\n') ? [...any, ...parseDataMarks(stdout)] : null;
}

function inodeRatio(filesystem: Filesystem): number {
  return filesystem.inodes > 0 ? filesystem.inodesUsed / filesystem.inodes : 0;
}
