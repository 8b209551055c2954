/** Many files, none of them big, can fill a filesystem: in which directory they lie. */

import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import type { Filesystem } from '../parse/filesystems.ts';

export interface HeavyFolder {
  readonly path: string;
  /** With all that lies below it. */
  readonly bytes: number;
  readonly files: number;
}

/** Programs and what comes with them: that they are big is no fault. */
const systemTrees = /^\/(usr|bin|sbin|lib\w*|boot|nix|snap|gnu)(\/|$)/;
/** A directory that holds this part of everything is where to look. */
const ownPart = 0.5;

/** Looked for where the filesystem is nearly full and its biggest file is not what fills it. */
export async function findHeavyFolder(
  client: LinuxClient,
  worst: Filesystem | undefined,
  biggestBytes: number,
  limit: ExecLimit,
): Promise<HeavyFolder | null> {
  if (worst === undefined || worst.usedRatio < 0.85 || biggestBytes >= worst.sizeBytes * 0.2) return null;
  const { stdout } = await client.exec.run('heavy-directories', [worst.mount], limit);
  return heaviestFolder(stdout, worst.mount);
}

export function folderFacts(folder: HeavyFolder | null, sizeBytes: number, cleanPath: string) {
  return {
    'usage.folder.path': folder?.path ?? '',
    'usage.folder.bytes': folder?.bytes ?? 0,
    'usage.folder.files': folder?.files ?? 0,
    'usage.folder.fsRatio': (folder?.bytes ?? 0) / sizeBytes,
    'usage.folder.cleanPath': cleanPath,
  };
}

/** The deepest directory with half of what lies on the filesystem; null where it is the mount itself, since then nothing stands out. */
export function heaviestFolder(text: string, mount: string): HeavyFolder | null {
  const sums = new Map<string, { bytes: number; files: number }>();
  let total = 0;
  for (const [, blocks, files, path = ''] of text.matchAll(/^(\d+) (\d+) (\/.*)$/gm)) {
    const bytes = Number(blocks) * 512;
    total += bytes;
    for (const each of ancestorsOf(path, mount)) {
      const sum = sums.get(each) ?? { bytes: 0, files: 0 };
      sums.set(each, { bytes: sum.bytes + bytes, files: sum.files + Number(files) });
    }
  }
  const heavy = [...sums].filter(([path, { bytes }]) => bytes >= total * ownPart && bytes > 0 && !systemTrees.test(path));
  const [deepest] = heavy.sort(([one], [other]) => other.length - one.length);
  return deepest === undefined ? null : { path: deepest[0], ...deepest[1] };
}

/** Itself and the directories above it, below the mount. */
function ancestorsOf(path: string, mount: string): readonly string[] {
  const base = mount === '/' ? '' : mount;
  const found: string[] = [];
  for (let each = path; each.length > base.length && each.startsWith(`${base}/`); each = each.slice(0, each.lastIndexOf('/')))
    found.push(each);
  return found.filter((each) => each !== '' && each !== '/');
}
