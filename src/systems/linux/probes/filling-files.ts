/** Which files fill a filesystem: those that are called alike but for a number or a date (binary logs, segments, dumps), or were written lately. */

import type { FileSize } from './disk-usage.ts';

interface AlikeFiles {
  /** Their path, with `*` for what differs. */
  readonly path: string;
  readonly folder: string;
  readonly count: number;
  readonly bytes: number;
}

/** Fewer are no series. */
const countMin = 4;

/** Those that take most together; null where no such series takes more than its biggest file by far. */
export function findAlike(files: readonly Pick<FileSize, 'path' | 'bytes'>[]): AlikeFiles | null {
  const series = Map.groupBy(files, ({ path }) => patternOf(path));
  const found = [...series].flatMap(([path, each]) => {
    const bytes = each.reduce((sum, file) => sum + file.bytes, 0);
    const biggest = Math.max(...each.map((file) => file.bytes));
    if (!path.includes('*') || each.length < countMin || bytes < 2 * biggest) return [];
    return [{ path, folder: path.slice(0, path.lastIndexOf('/')), count: each.length, bytes }];
  });
  return found.sort((one, other) => other.bytes - one.bytes)[0] ?? null;
}

export function alikeFacts(alike: AlikeFiles | null, sizeBytes: number, cleanPath: string) {
  return {
    'usage.alike.path': alike?.path ?? '',
    'usage.alike.count': alike?.count ?? 0,
    'usage.alike.bytes': alike?.bytes ?? 0,
    'usage.alike.fsRatio': (alike?.bytes ?? 0) / sizeBytes,
    'usage.alike.cleanPath': cleanPath,
  };
}

/** Written within this time, a file may be what fills a filesystem now. */
const recentSeconds = 3_600;

/** The biggest file that was written lately, where that is not the biggest of all; null where there is none. */
export function findRecent(files: readonly FileSize[], nowSeconds: number): FileSize | null {
  const [biggest] = files;
  const recent = files.find(({ modifiedSeconds }) => nowSeconds - modifiedSeconds <= recentSeconds);
  return recent === undefined || recent === biggest ? null : recent;
}

export function recentFacts(recent: FileSize | null, sizeBytes: number, cleanPath: string, isOpen: boolean) {
  return {
    'usage.recent.path': recent?.path ?? '',
    'usage.recent.bytes': recent?.bytes ?? 0,
    'usage.recent.fsRatio': (recent?.bytes ?? 0) / sizeBytes,
    'usage.recent.cleanPath': cleanPath,
    'usage.recent.isOpen': isOpen,
  };
}

/** Numbers, dates and long hexadecimal names are what differs. */
function patternOf(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  const name = path
    .slice(at)
    .replace(/[0-9a-f]{8,}(-[0-9a-f]{4,})*/gi, '*')
    .replace(/\d+/g, '*')
    .replace(/\*([-_:.T]?\*)+/g, '*');
  return path.slice(0, at) + name;
}
