/** Which files may be moved aside, and where to. */

import { z } from 'zod';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';

export const fileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  mode: z.string(),
  uid: z.number(),
  gid: z.number(),
  modifiedSeconds: z.number(),
});

export type CleanFile = z.infer<typeof fileSchema>;

export interface CleanPlan {
  readonly method: 'move' | 'compress';
  /** The root of the quarantine; empty when files are compressed in place. */
  readonly quarantine: string;
  readonly files: readonly CleanFile[];
}

const quarantineName = 'zhiban-quarantine';
/** Directories that exist nearly everywhere and outlive a reboot. */
const usualPlaces = ['/var/tmp', '/var/lib', '/opt', '/srv', '/home'];

/**
 * The real path when it lies inside a declared directory; null otherwise. A declared directory that is (or lies behind) a symbolic link
 * does not count: whoever may replace the link would decide what is cleaned.
 */
export async function resolveInside(client: LinuxClient, path: string, limit: ExecLimit): Promise<{ readonly path: string } | null> {
  const { cleanPaths } = client.settings;
  if (cleanPaths.length === 0) return null;
  const { stdout } = await client.exec.run('real-path', [path, ...cleanPaths], limit);
  const [real = '', ...roots] = stdout.split('\n').slice(0, cleanPaths.length + 1);
  const own = roots.filter((root, index) => root === cleanPaths[index]?.replace(/\/+$/, ''));
  const isInside = own.some((root) => real === root || real.startsWith(`${root}/`));
  return isInside ? { path: real } : null;
}

/** Regular files with one name that nobody has open, the biggest first. */
export async function listCandidates(
  client: LinuxClient,
  path: string,
  choice: { readonly minAgeMinutes: number; readonly filesMax: number; readonly withEmpty: boolean },
  limit: ExecLimit,
): Promise<readonly CleanFile[]> {
  const given = [path, String(choice.minAgeMinutes), String(choice.filesMax), choice.withEmpty ? '0' : '1'];
  const { stdout } = await client.exec.run('list-cleanable', given, limit);
  const found = [...stdout.matchAll(/^(\d+)\|(\d+)\|(\d+)\|(\d+)\|(\d+)\|(\/.*)$/gm)].map(
    ([, bytes, mode = '', uid, gid, modified, file = '']) => ({
      path: file,
      bytes: Number(bytes),
      mode,
      uid: Number(uid),
      gid: Number(gid),
      modifiedSeconds: Number(modified),
    }),
  );
  // A line feed in a name ends its line early: what is left is not below the directory or does not exist, and is not touched.
  const inside = found.filter((file) => (file.path === path || file.path.startsWith(`${path}/`)) && !file.path.includes('/../'));
  if (inside.length === 0) return [];
  const holders = await client.exec.run(
    'file-holders',
    inside.map((file) => file.path),
    limit,
  );
  const held = new Set([...holders.stdout.matchAll(/^\d+ \S+ (\/.*)$/gm)].map(([, each]) => each));
  return inside.filter((file) => !held.has(file.path));
}

/** Moving within one filesystem frees nothing: another with twice the room is looked for, else the files are compressed where they are. */
export async function chooseMethod(
  client: LinuxClient,
  path: string,
  files: readonly CleanFile[],
  limit: ExecLimit,
): Promise<CleanPlan | null> {
  const places =
    client.settings.quarantine === undefined ? usualPlaces.map((place) => `${place}/${quarantineName}`) : [client.settings.quarantine];
  const { stdout } = await client.exec.run('free-space', [path, ...places], limit);
  const rows = [...stdout.matchAll(/^(\d+) (\d+) (\/.*)$/gm)].map(([, device = '', kilobytes, place = '']) => ({
    device,
    freeBytes: Number(kilobytes) * 1_024,
    place,
  }));
  const [own, ...others] = rows;
  const needed = files.reduce((sum, file) => sum + file.bytes, 0);
  const target = others.find((other) => own !== undefined && other.device !== own.device && other.freeBytes > needed * 2);
  if (target !== undefined) return { method: 'move', quarantine: target.place, files };
  const biggest = files[0]?.bytes ?? 0;
  const isRoomToCompress = own !== undefined && own.freeBytes > biggest / 2;
  const plain = files.filter((file) => !/\.(gz|xz|bz2|zst|lz4|zip|br)$/.test(file.path));
  return isRoomToCompress && plain.length > 0 ? { method: 'compress', quarantine: '', files: plain } : null;
}

export async function freeBytesAt(client: LinuxClient, path: string, limit: ExecLimit): Promise<number> {
  const { stdout } = await client.exec.run('free-space', [path], limit);
  return Number(/^\d+ (\d+) /m.exec(stdout)?.[1] ?? 0) * 1_024;
}
