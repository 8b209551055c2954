/** `df`, `/proc/self/mountinfo` and `/etc/fstab`. */

export interface Filesystem {
  readonly device: string;
  readonly mount: string;
  readonly fsType: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
  /** As df counts it: without what is kept back for root. */
  readonly usedRatio: number;
  readonly inodes: number;
  readonly inodesUsed: number;
  readonly isReadOnly: boolean;
  /** Read-only, of a type that is made to be written to, and fstab doesn't ask for it. */
  readonly isReadOnlyUnexplained: boolean;
  /** The kernel turned it so because of an error, or fstab says that it is to be written to. */
  readonly isReadOnlyForced: boolean;
}

const imageTypes: ReadonlySet<string> = new Set(['squashfs', 'iso9660', 'erofs', 'cramfs', 'romfs', 'udf']);
const storageTypes =
  /^(ext[234]|xfs|btrfs|zfs|f2fs|jfs|reiserfs|vfat|exfat|ntfs3?|fuseblk|nfs4?|cifs|smb3|9p|virtiofs|overlay|tmpfs|ceph|glusterfs|fuse\..*|bcachefs|ocfs2|gfs2|ubifs)$/;
/** In-memory trees of the system's own, whose fill says nothing about storage. */
const ownTrees =
  /^\/(sys|proc|dev$|run\/(lock|user|credentials)|run\/systemd|var\/lib\/(docker|containers|kubelet)\/.*(shm|secrets|volumes\/kubernetes))/;

export interface FilesystemSections {
  readonly space: string;
  readonly inodes: string;
  readonly mounts: string;
  readonly fstab: string;
}

/** Storage only, each device once, the fullest first. */
export function parseFilesystems(sections: FilesystemSections): readonly Filesystem[] {
  const inodes = new Map(parseDf(sections.inodes).map((row) => [row.mount, row]));
  const space = new Map(parseDf(sections.space).map((row) => [row.mount, row]));
  const found = new Map<string, Filesystem>();
  // What was mounted over a place hides what was there before: only the last one is to be seen.
  const visible = new Map(parseMountinfo(sections.mounts).map((mount) => [mount.mount, mount]));
  for (const mount of visible.values()) {
    const row = space.get(mount.mount);
    if (row === undefined || row.total === 0 || imageTypes.has(mount.fsType) || !storageTypes.test(mount.fsType)) continue;
    if (ownTrees.test(mount.mount) || (mount.fsType === 'tmpfs' && (row.total < 1_024 || mount.isReadOnly))) continue;
    const inode = inodes.get(mount.mount);
    const usable = row.used + row.available;
    const filesystem: Filesystem = {
      device: mount.device,
      mount: mount.mount,
      fsType: mount.fsType,
      sizeBytes: row.total * 1_024,
      usedBytes: row.used * 1_024,
      availableBytes: row.available * 1_024,
      usedRatio: usable > 0 ? row.used / usable : 0,
      inodes: inode?.total ?? 0,
      inodesUsed: inode?.used ?? 0,
      isReadOnly: mount.isReadOnly,
      ...readOnlyReasons(mount, sections.fstab),
    };
    const key = `${mount.deviceNumber} ${mount.root}`;
    const known = found.get(key);
    // The same device bound to several places: the shortest path is what people call it.
    if (known === undefined || known.mount.length > filesystem.mount.length) found.set(key, filesystem);
  }
  return [...found.values()].sort((one, other) => other.usedRatio - one.usedRatio);
}

interface DfRow {
  readonly mount: string;
  readonly total: number;
  readonly used: number;
  readonly available: number;
}

function parseDf(text: string): readonly DfRow[] {
  const rows: DfRow[] = [];
  for (const line of text.split('\n')) {
    const match = /^(.+?)\s+(\d+|-)\s+(\d+|-)\s+(-?\d+|-)\s+(?:\d+%|-)\s+(\/.*)$/.exec(line);
    if (match === null) continue;
    const [, , total = '', used = '', available = '', mount = ''] = match;
    const number = (text: string): number => (text === '-' ? 0 : Number(text));
    rows.push({ mount, total: number(total), used: number(used), available: Math.max(0, number(available)) });
  }
  return rows;
}

interface Mount {
  readonly deviceNumber: string;
  readonly root: string;
  readonly mount: string;
  readonly device: string;
  readonly fsType: string;
  readonly isReadOnly: boolean;
  readonly superOptions: string;
}

export function parseMountinfo(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , deviceNumber, root, mount, options = ''] = left.split(' ');
    const [fsType, device, superOptions = ''] = right.split(' ');
    if (deviceNumber === undefined || mount === undefined || fsType === undefined || device === undefined) return [];
    const isReadOnly = options.split(',').includes('ro') || superOptions.split(',').includes('ro');
    return [
      {
        deviceNumber,
        root: unescapePath(root ?? ''),
        mount: unescapePath(mount),
        device: unescapePath(device),
        fsType,
        isReadOnly,
        superOptions,
      },
    ];
  });
}

/** Blanks and the like are written as octal codes. */
function unescapePath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}

/** What fstab says of this mount; null when it doesn't know it. */
function fstabOptions(mount: Mount, fstab: string): readonly string[] | null {
  for (const line of fstab.split('\n')) {
    const [device = '#', where, , options = ''] = line.trim().split(/\s+/);
    if (!device.startsWith('#') && where === mount.mount) return options.split(',');
  }
  return null;
}

/** An administrator mounts read-only on purpose and says so in fstab; the kernel, when it meets an error, turns the superblock. */
function readOnlyReasons(mount: Mount, fstab: string): Pick<Filesystem, 'isReadOnlyUnexplained' | 'isReadOnlyForced'> {
  if (!mount.isReadOnly || !/^(ext[234]|xfs|btrfs|f2fs|jfs)$/.test(mount.fsType))
    return { isReadOnlyUnexplained: false, isReadOnlyForced: false };
  const options = fstabOptions(mount, fstab);
  if (options?.includes('ro')) return { isReadOnlyUnexplained: false, isReadOnlyForced: false };
  return { isReadOnlyUnexplained: true, isReadOnlyForced: options !== null || /emergency_ro|shutdown/.test(mount.superOptions) };
}

/** The filesystem that a path lies on. */
export function filesystemOf(path: string, filesystems: readonly Filesystem[]): Filesystem | undefined {
  const holding = filesystems.filter(({ mount }) => mount === '/' || path === mount || path.startsWith(`${mount}/`));
  return holding.sort((one, other) => other.mount.length - one.mount.length)[0];
}
