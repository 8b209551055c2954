/** Images, blobs and snapshots, and the file system that holds them. Pure. */

import { sectionsOf } from '../linux/read-files.ts';
import { namesAfter } from './read-tasks.ts';

export interface Storage {
  readonly root: string;
  readonly images: number;
  readonly blobs: number;
  readonly blobBytes: number;
  readonly snapshots: number;
  readonly snapshotBytes: number;
  /** 0..1; null where the directory is not known. */
  readonly usedRatio: number | null;
  readonly freeBytes: number | null;
  readonly inodesUsedRatio: number | null;
}

const units: Readonly<Record<string, number>> = {
  B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40,
}; // biome-ignore format: a table

export function readStorage(text: string): Storage {
  const sections = sectionsOf(text);
  const blobs = new Map<string, number>();
  let images = 0;
  for (const namespace of namesAfter(sections, 'images:')) {
    images += Number(sections.get(`images:${namespace}`)?.trim() ?? 0) || 0;
    // Namespaces share blobs: each is on the disk once.
    for (const [, digest = '', size, unit = ''] of (sections.get(`content:${namespace}`) ?? '').matchAll(
      /^(\w+:\w+) ([\d.]+) ?([kKMGT]?i?B)/gm,
    ))
      blobs.set(digest, Number(size) * (units[unit] ?? 0));
  }
  const snapshots = [...text.matchAll(/^@@snapshots:\S+\n(\d+) (\d+)$/gm)];
  const blocks = lineOf(sections.get('blocks'));
  const inodes = lineOf(sections.get('inodes'));
  return {
    root: sections.get('root')?.trim() ?? '',
    images,
    blobs: blobs.size,
    blobBytes: Math.round([...blobs.values()].reduce((sum, bytes) => sum + bytes, 0)),
    snapshots: snapshots.reduce((sum, [, each]) => sum + Number(each), 0),
    snapshotBytes: snapshots.reduce((sum, [, , bytes]) => sum + Number(bytes), 0),
    // What is kept for root is full to everybody else: the share is of what may be used.
    usedRatio: blocks === null ? null : ratio(blocks.used, blocks.used + blocks.free),
    freeBytes: blocks === null ? null : blocks.free * 1_024,
    inodesUsedRatio: inodes === null || inodes.size === 0 ? null : ratio(inodes.used, inodes.size),
  };
}

/** The last line of `df -P`: total, used and free. */
function lineOf(table = ''): { readonly size: number; readonly used: number; readonly free: number } | null {
  const [, size, used, free] = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%\s+\/.*$/.exec(table.trimEnd()) ?? [];
  return size === undefined ? null : { size: Number(size), used: Number(used), free: Number(free) };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
